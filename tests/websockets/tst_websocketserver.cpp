// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "websocketclient.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedsslserver.h>
#include <connlimit/net/limitedtcpserver.h>
#include <connlimit/net/limitergate_p.h>
#include <connlimit/websockets/websocketserver.h>

#include <QtCore/QRegularExpression>
#include <QtNetwork/QSslSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWebSockets/QWebSocketServer>

using namespace ConnLimit;
using namespace std::chrono_literals;

/// A QWebSocketServer with a limiter under it.
class TestWebSocketServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void countsWhileOpen_data();
    void countsWhileOpen();
    void deletedWithDataToSend();
    void leavesNoSocketBehind();
    void neverUpgrades_data();
    void neverUpgrades();
    void openOnesAreNotLimitedInTime();
    void slowRequest();
    void refused();
    void operatorEndsAConnection();
    void serversAreDestroyed_data();
    void serversAreDestroyed();

private:
    bool makeServer(std::chrono::milliseconds upgradeTimeout = 1h);
    std::unique_ptr<QWebSocket> connectClient() const;
    std::unique_ptr<QSslSocket> connectSocket() const;

    Certificate m_certificate;
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<QTcpServer> m_tcp;
    std::unique_ptr<QWebSocketServer> m_server;
};

static const QByteArray upgradeRequest
    = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

void TestWebSocketServer::initTestCase_data()
{
    QTest::addColumn<bool>("isEncrypted");
    QTest::newRow("ws") << false;
    QTest::newRow("wss") << true;
}

void TestWebSocketServer::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_limiter = std::make_unique<ConnectionLimiter>();
}

void TestWebSocketServer::cleanup()
{
    m_server.reset();
    m_tcp.reset();
    QCOMPARE(m_limiter->totals().open, 0u);
}

template<class Server>
static std::unique_ptr<Server> listening(std::unique_ptr<Server> server)
{
    server->setRefusal(Refusal::http429());
    return server->listen(QHostAddress::LocalHost) ? std::move(server) : nullptr;
}

bool TestWebSocketServer::makeServer(std::chrono::milliseconds upgradeTimeout)
{
    QFETCH_GLOBAL(bool, isEncrypted);
    if (isEncrypted) {
        auto server = std::make_unique<LimitedSslServer>(m_limiter.get());
        server->setSslConfiguration(m_certificate.configuration());
        m_tcp = listening(std::move(server));
    } else {
        m_tcp = listening(std::make_unique<LimitedTcpServer>(m_limiter.get()));
    }
    if (!m_tcp)
        return false;
    m_server = std::make_unique<QWebSocketServer>(QStringLiteral("test"),
                                                  isEncrypted ? QWebSocketServer::SecureMode
                                                              : QWebSocketServer::NonSecureMode);
    serveWebSockets(m_server.get(), m_tcp.get(), upgradeTimeout);
    return true;
}

std::unique_ptr<QWebSocket> TestWebSocketServer::connectClient() const
{
    QFETCH_GLOBAL(bool, isEncrypted);
    auto client = std::make_unique<QWebSocket>();
    openWebSocket(*client, isEncrypted ? u"wss" : u"ws", m_tcp->serverPort());
    return client;
}

/// A client that has a connection, and TLS if need be, but no WebSocket.
std::unique_ptr<QSslSocket> TestWebSocketServer::connectSocket() const
{
    QFETCH_GLOBAL(bool, isEncrypted);
    auto client = std::make_unique<QSslSocket>();
    client->setPeerVerifyMode(QSslSocket::VerifyNone);
    if (isEncrypted)
        client->connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_tcp->serverPort());
    else
        client->connectToHost(QStringLiteral("127.0.0.1"), m_tcp->serverPort());
    return client;
}

void TestWebSocketServer::countsWhileOpen_data()
{
    QTest::addColumn<QString>("end");
    for (const char *end : webSocketEnds)
        QTest::newRow(end) << QString::fromLatin1(end);
}

void TestWebSocketServer::countsWhileOpen()
{
    QFETCH(QString, end);
    QVERIFY(makeServer());
    for (quint64 i = 1; i <= 3; ++i) {
        const auto client = connectClient();
        QTRY_VERIFY(m_server->hasPendingConnections());
        std::unique_ptr<QWebSocket> server(m_server->nextPendingConnection());
        QTRY_COMPARE(client->state(), QAbstractSocket::ConnectedState);
        QCOMPARE(m_limiter->totals().open, 1u);
        endWebSocket(end, *client, server);
        QTRY_COMPARE(m_limiter->totals().open, 0u);
        QCOMPARE(m_limiter->totals().admitted, i);
    }
}

void TestWebSocketServer::leavesNoSocketBehind()
{
    QVERIFY(makeServer());
    const auto client = connectClient();
    QTRY_VERIFY(m_server->hasPendingConnections());
    const std::unique_ptr<QWebSocket> server(m_server->nextPendingConnection());
    QTRY_COMPARE(client->state(), QAbstractSocket::ConnectedState);
    QVERIFY(!m_tcp->findChildren<QTcpSocket *>().isEmpty());
    client->close();
    QTRY_VERIFY(m_tcp->findChildren<QTcpSocket *>().isEmpty());
    // The QWebSocket gets over that.
    QCOMPARE(server->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(server->sendTextMessage(QStringLiteral("anybody?")), 0);
    QVERIFY(server->peerAddress().isNull());
    server->close();
}

/// QWebSocket cuts all connections from its socket then, and whatever becomes of that is unheard.
void TestWebSocketServer::deletedWithDataToSend()
{
    QVERIFY(makeServer());
    const auto client = connectSocket();
    client->setReadBufferSize(1); // it does not read
    client->write(upgradeRequest);
    QTRY_VERIFY(m_server->hasPendingConnections());
    std::unique_ptr<QWebSocket> server(m_server->nextPendingConnection());
    server->sendBinaryMessage(QByteArray(16 * 1024 * 1024, 'x'));
    QVERIFY(server->bytesToWrite() > 0);
    server.reset();
    QCoreApplication::processEvents();
    QCOMPARE(m_limiter->totals().open, 1u); // it still is
    client->abort();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
}

void TestWebSocketServer::neverUpgrades_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("half a request") << QByteArray("GET / HTTP/1.1\r\nUpgrade: websocket\r\n");
    QTest::newRow("garbage") << QByteArray(1000, '\xff');
    QTest::newRow("no upgrade") << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

void TestWebSocketServer::neverUpgrades()
{
    QFETCH(QByteArray, sent);
    QVERIFY(makeServer(50ms));
    const auto client = connectSocket();
    client->write(sent);
    QTRY_COMPARE(m_limiter->totals().admitted, 1u);
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    QTRY_COMPARE(client->state(), QAbstractSocket::UnconnectedState);
    QTRY_VERIFY(m_tcp->findChildren<QTcpSocket *>().isEmpty());
    QVERIFY(!m_server->hasPendingConnections());
}

void TestWebSocketServer::openOnesAreNotLimitedInTime()
{
    QVERIFY(makeServer(300ms));
    const auto client = connectClient();
    QTRY_VERIFY(m_server->hasPendingConnections());
    const std::unique_ptr<QWebSocket> server(m_server->nextPendingConnection());
    QTRY_COMPARE(client->state(), QAbstractSocket::ConnectedState);
    // One that came later is ended by the limit, and this one is as it was.
    const auto silent = connectSocket();
    QTRY_COMPARE(m_limiter->totals().admitted, 2u);
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    QSignalSpy received(server.get(), &QWebSocket::textMessageReceived);
    client->sendTextMessage(QStringLiteral("still here"));
    QTRY_COMPARE(received.size(), 1);
}

void TestWebSocketServer::slowRequest()
{
    QVERIFY(makeServer());
    const auto client = connectSocket();
    for (const char byte : upgradeRequest) {
        QSignalSpy written(client.get(), &QIODevice::bytesWritten);
        client->write(&byte, 1);
        QTRY_VERIFY(!written.isEmpty());
    }
    QTRY_VERIFY(m_server->hasPendingConnections());
    const std::unique_ptr<QWebSocket> server(m_server->nextPendingConnection());
    QTRY_VERIFY(client->peek(12) == "HTTP/1.1 101");
}

void TestWebSocketServer::refused()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    QVERIFY(makeServer());
    const auto first = connectClient();
    QTRY_COMPARE(first->state(), QAbstractSocket::ConnectedState);
    const auto second = connectClient();
    QSignalSpy ended(second.get(), &QWebSocket::disconnected);
    QTRY_COMPARE(ended.size(), 1);
    QVERIFY2(second->errorString().contains(u"429"), qPrintable(second->errorString()));
    QCOMPARE(m_limiter->totals().open, 1u);
}

void TestWebSocketServer::operatorEndsAConnection()
{
    QFETCH_GLOBAL(bool, isEncrypted);
    QVERIFY(makeServer());
    const auto first = connectClient();
    QTRY_COMPARE(first->state(), QAbstractSocket::ConnectedState);
    const auto second = connectClient();
    QTRY_COMPARE(second->state(), QAbstractSocket::ConnectedState);
    const std::unique_ptr<QWebSocket> served(m_server->nextPendingConnection());
    QVERIFY(served);
    const ClientKey home = *ClientKey::fromString("127.0.0.1");
    ConnectionRegistry &connections = m_limiter->gate()->connections();
    const ConnectionList known = connections.list(home, 10);
    QCOMPARE(known.known, 2u);
    QCOMPARE(known.connections[0].isEncrypted, isEncrypted);
    QCOMPARE(known.connections[0].port, served->peerPort());
    QSignalSpy disconnected(served.get(), &QWebSocket::disconnected);
    QCOMPARE(connections.disconnect(home, known.connections[0].id), 1u);
    QTRY_COMPARE(disconnected.size(), 1);
    QTRY_COMPARE(first->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_limiter->totals().open, 1u);
    QCOMPARE(connections.disconnect(home), 1u); // nobody has taken that one yet
    QTRY_COMPARE(second->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_limiter->totals().open, 0u);
}

void TestWebSocketServer::serversAreDestroyed_data()
{
    QTest::addColumn<bool>("isTcpFirst");
    QTest::newRow("QTcpServer first") << true;
    QTest::newRow("QWebSocketServer first") << false;
}

void TestWebSocketServer::serversAreDestroyed()
{
    QFETCH(bool, isTcpFirst);
    QVERIFY(makeServer());
    const auto client = connectClient();
    QTRY_VERIFY(m_server->hasPendingConnections());
    const std::unique_ptr<QWebSocket> server(m_server->nextPendingConnection());
    const auto pending = connectClient();
    QTRY_VERIFY(m_server->hasPendingConnections());
    if (isTcpFirst)
        m_tcp.reset();
    m_server.reset();
    m_tcp.reset();
    QCOMPARE(m_limiter->totals().open, 0u);
    QTRY_COMPARE(client->state(), QAbstractSocket::UnconnectedState);
}

QTEST_GUILESS_MAIN(TestWebSocketServer)

#include "tst_websocketserver.moc"
