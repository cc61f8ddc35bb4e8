// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "curl.h"
#include "programs.h"

#include <QtNetwork/QSslConfiguration>
#include <QtTest/QSignalSpy>
#include <QtWebSockets/QWebSocket>

/// connlimit-echo as a server of WebSockets.
class TestWebSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<Server>(); }
    void cleanup();

    void isCountedWhileOpen_data();
    void isCountedWhileOpen();
    void neverUpgrades_data();
    void neverUpgrades();
    void refusedReadsTheReply();
    void isNoWebSocket();

private:
    /// An open one, or null.
    std::unique_ptr<QWebSocket> open(const QString &scheme) const;

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
};

void TestWebSocket::cleanup()
{
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QCOMPARE(totals(QStringLiteral("clients")), 0);
    QCOMPARE(m_server->terminate(), 0);
}

std::unique_ptr<QWebSocket> TestWebSocket::open(const QString &scheme) const
{
    auto socket = std::make_unique<QWebSocket>();
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->setSslConfiguration(configuration);
    QSignalSpy connected(socket.get(), &QWebSocket::connected);
    socket->open(QUrl(scheme + u"://" + m_server->endpoint()));
    return connected.wait(30'000) ? std::move(socket) : nullptr;
}

void TestWebSocket::isCountedWhileOpen_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<bool>("byAbort");
    QTest::newRow("ws, closed") << QStringLiteral("ws") << false;
    QTest::newRow("ws, aborted") << QStringLiteral("ws") << true;
    QTest::newRow("wss, closed") << QStringLiteral("wss") << false;
    QTest::newRow("wss, aborted") << QStringLiteral("wss") << true;
}

void TestWebSocket::isCountedWhileOpen()
{
    QFETCH(QString, scheme);
    QFETCH(bool, byAbort);
    if (scheme == u"wss")
        REQUIRE_PROGRAM("openssl");
    QVERIFY(m_server->start(words("--max-per-client 1 --protocol") + QStringList(scheme)));
    for (int i = 0; i < 5; ++i) {
        const std::unique_ptr<QWebSocket> client = open(scheme);
        QVERIFY(client);
        QSignalSpy received(client.get(), &QWebSocket::textMessageReceived);
        client->sendTextMessage(QStringLiteral("ping"));
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received[0][0].toString(), QStringLiteral("ping"));
        QCOMPARE(totals(QStringLiteral("open")), 1);
        QVERIFY(Client(m_server->port()).isRefused());
        byAbort ? client->abort() : client->close();
        QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    }
}

void TestWebSocket::neverUpgrades_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("half a request") << QByteArray("GET / HTTP/1.1\r\nUpgrade: websocket\r\n");
}

void TestWebSocket::neverUpgrades()
{
    QFETCH(QByteArray, sent);
    QVERIFY(m_server->start(words("--protocol ws --handshake-timeout 300 --max-per-client 3")));
    const std::unique_ptr<QWebSocket> good = open(QStringLiteral("ws"));
    QVERIFY(good);
    Client first(m_server->port());
    Client second(m_server->port());
    QVERIFY(first.send(sent) && second.send(sent));
    QVERIFY(first.isRefused() && second.isRefused()); // closed, without a byte, sooner or later
    QTRY_COMPARE(totals(QStringLiteral("open")), 1);
    QCOMPARE(totals(QStringLiteral("refused")), 0);
    QCOMPARE(good->state(), QAbstractSocket::ConnectedState);
}

void TestWebSocket::refusedReadsTheReply()
{
    QVERIFY(m_server->start(words("--protocol ws --max-per-client 1 --refusal http429")));
    const std::unique_ptr<QWebSocket> good = open(QStringLiteral("ws"));
    QVERIFY(good);
    QWebSocket refused;
    QSignalSpy error(&refused, &QWebSocket::disconnected);
    refused.open(QUrl(u"ws://" + m_server->endpoint()));
    QTRY_COMPARE(error.size(), 1);
    QVERIFY2(refused.errorString().contains(u"429"), qPrintable(refused.errorString()));
    QCOMPARE(totals(QStringLiteral("open")), 1);
}

void TestWebSocket::isNoWebSocket()
{
    QVERIFY(m_server->start(words("--protocol ws --max-per-client 1")));
    for (int i = 0; i < 5; ++i) {
        Client client(m_server->port());
        QVERIFY(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        client.receive(10'000);
        QVERIFY(client.isClosed());
        QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    }
}

QTEST_GUILESS_MAIN(TestWebSocket)

#include "tst_websocket.moc"
