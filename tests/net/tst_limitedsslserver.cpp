// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "servertest.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedsslserver.h>

#include <QtCore/QRegularExpression>
#include <QtNetwork/QSslSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace ConnLimit;
using namespace std::chrono_literals;

/// Handshakes count, are limited in number and time, and keep nobody else out.
class TestLimitedSslServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlaces(); }
    void initTestCase();
    void init();
    void cleanup();

    void announcesWhenTheHandshakeIsDone();
    void countsFromAcceptOn();
    void unfinishedHandshakeEnds_data();
    void unfinishedHandshakeEnds();
    void garbageEndsAtOnce_data();
    void garbageEndsAtOnce();
    void handshakesUnderWayKeepNobodyOut();
    void handshakesOfOneClientAreLimited();
    void handshakesOfAllAreLimited();
    void finishedHandshakeMakesRoom();
    void pendingOnesAreBounded();
    void repliesEncrypted();
    void refusesWithoutAHandshake();
    void serverIsDestroyedFirst();
    void serverIsDestroyedWhenTimeIsUp();
    void hookMakesItsOwnSockets();

private:
    std::unique_ptr<QSslSocket> connectEncrypted(quint32 source = INADDR_LOOPBACK) const;

    std::unique_ptr<Certificate> m_certificate;
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<LimitedSslServer> m_server;
    int m_descriptors = 0;
};

void TestLimitedSslServer::initTestCase()
{
    QVERIFY(QSslSocket::supportsSsl());
    m_certificate = std::make_unique<Certificate>();
    QVERIFY(!m_certificate->configuration().localCertificate().isNull());
    QSslSocket().bind(QHostAddress::LocalHost); // asks for a proxy, in a thread that Qt then keeps
}

void TestLimitedSslServer::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_descriptors = openDescriptors();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_server = std::make_unique<LimitedSslServer>(m_limiter.get());
    m_server->setSslConfiguration(m_certificate->configuration());
    m_server->setHandshakeTimeout(3'600'000); // in which some wait for others
    QVERIFY(listenInPlace(*m_server));
}

void TestLimitedSslServer::cleanup()
{
    m_server.reset();
    QCOMPARE(m_limiter->totals().open, 0u);
    m_limiter.reset();
    compareDescriptors(m_descriptors);
}

std::unique_ptr<QSslSocket> TestLimitedSslServer::connectEncrypted(quint32 source) const
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->bind(QHostAddress(source));
    socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_server->serverPort());
    return socket;
}

void TestLimitedSslServer::announcesWhenTheHandshakeIsDone()
{
    QSignalSpy announced(m_server.get(), &QTcpServer::newConnection);
    QSignalSpy available(m_server.get(), &QTcpServer::pendingConnectionAvailable);
    QSignalSpy started(m_server.get(), &QSslServer::startedEncryptionHandshake);
    const auto client = connectEncrypted();
    QTRY_COMPARE(announced.size(), 1);
    QCOMPARE(available.size(), 1);
    QCOMPARE(started.size(), 1);
    auto socket = qobject_cast<QSslSocket *>(m_server->nextPendingConnection());
    QVERIFY(socket);
    QVERIFY(socket->isEncrypted());
    socket->write("hello");
    QTRY_COMPARE(client->bytesAvailable(), 5);
    QCOMPARE(m_limiter->totals().open, 1u);
    client->abort();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    QCOMPARE(announced.size(), 1);
}

void TestLimitedSslServer::countsFromAcceptOn()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    const Client first(m_server->serverPort());
    const Client second(m_server->serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 2u);
    Client third(m_server->serverPort());
    QTRY_VERIFY(third.isClosed());
    QVERIFY(!m_server->hasPendingConnections());
}

void TestLimitedSslServer::unfinishedHandshakeEnds_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("first byte of a hello") << QByteArray("\x16");
    QTest::newRow("half a hello") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
}

void TestLimitedSslServer::unfinishedHandshakeEnds()
{
    QFETCH(QByteArray, sent);
    m_server->setHandshakeTimeout(30);
    QSignalSpy errors(m_server.get(), &QSslServer::errorOccurred);
    Client client(m_server->serverPort());
    client.send(sent);
    QTRY_VERIFY(client.isClosed());
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors[0][1].value<QAbstractSocket::SocketError>(),
             QAbstractSocket::SocketTimeoutError);
    QCOMPARE(m_limiter->totals().admitted, 1u);
}

void TestLimitedSslServer::garbageEndsAtOnce_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("plain HTTP") << QByteArray("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("garbage in a handshake record")
        << QByteArray("\x16\x03\x01\x00\x05", 5) + QByteArray(5, '\xff');
    QTest::newRow("a record that is too long")
        << QByteArray("\x16\x03\x01\xff\xff", 5) + QByteArray(100, 'x');
}

void TestLimitedSslServer::garbageEndsAtOnce()
{
    QFETCH(QByteArray, sent);
    Client client(m_server->serverPort());
    client.send(sent);
    QTRY_COMPARE(m_limiter->totals().admitted, 1u);
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    client.receive(10'000); // an alert, maybe, then the end
    QVERIFY(client.isClosed());
}

void TestLimitedSslServer::handshakesUnderWayKeepNobodyOut()
{
    m_server->setMaximumHandshakesPerClient(0);
    QVERIFY(m_server->maxPendingConnections() < 41);
    const Clients silent = connectClients(m_server->serverPort(), 41);
    const auto client = connectEncrypted(INADDR_LOOPBACK + 1);
    QTRY_VERIFY(client->isEncrypted());
    QTRY_VERIFY(m_server->hasPendingConnections());
    QCOMPARE(m_limiter->totals().open, 42u);
}

void TestLimitedSslServer::handshakesOfOneClientAreLimited()
{
    m_server->setMaximumHandshakesPerClient(3);
    QCOMPARE(m_server->maximumHandshakesPerClient(), 3u);
    Clients silent = connectClients(m_server->serverPort(), 5);
    QTRY_VERIFY(silent[3]->isClosed() && silent[4]->isClosed());
    QTRY_COMPARE(m_limiter->totals().open, 3u);
    QCOMPARE(m_limiter->totals().refusedPerClientLimit, 2u);
    const auto other = connectEncrypted(INADDR_LOOPBACK + 1);
    QTRY_VERIFY(other->isEncrypted());
    // One that gives up makes room.
    silent[0]->close();
    QTRY_COMPARE(m_limiter->totals().open, 3u);
    const auto same = connectEncrypted();
    QTRY_VERIFY(same->isEncrypted());
}

void TestLimitedSslServer::handshakesOfAllAreLimited()
{
    m_server->setMaximumHandshakes(2);
    QCOMPARE(m_server->maximumHandshakes(), 2u);
    Client first(m_server->serverPort(), INADDR_LOOPBACK + 1);
    Client second(m_server->serverPort(), INADDR_LOOPBACK + 2);
    Client third(m_server->serverPort(), INADDR_LOOPBACK + 3);
    QTRY_VERIFY(third.isClosed());
    QCOMPARE(m_limiter->totals().refusedOverload, 1u);
    QVERIFY(!first.isClosed() && !second.isClosed());
}

void TestLimitedSslServer::finishedHandshakeMakesRoom()
{
    m_server->setMaximumHandshakes(1);
    std::vector<std::unique_ptr<QSslSocket>> clients;
    for (quint64 i = 1; i <= 10; ++i) {
        clients.push_back(connectEncrypted());
        QVERIFY(runUntil([this] { return m_server->hasPendingConnections(); }));
        QVERIFY(m_server->nextPendingConnection());
        QCOMPARE(m_limiter->totals().open, i);
    }
}

void TestLimitedSslServer::pendingOnesAreBounded()
{
    m_server->setMaxPendingConnections(1);
    const auto first = connectEncrypted();
    QTRY_VERIFY(m_server->hasPendingConnections());
    const auto second = connectEncrypted();
    QTRY_COMPARE(second->state(), QAbstractSocket::ConnectedState); // by the kernel
    QCoreApplication::processEvents();
    QCOMPARE(m_limiter->totals().admitted, 1u);
    QVERIFY(m_server->nextPendingConnection());
    QTRY_VERIFY(second->isEncrypted());
}

void TestLimitedSslServer::repliesEncrypted()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    m_server->setRefusal(Refusal::http429());
    QCOMPARE(m_server->refusal().kind(), Refusal::Kind::Reply);
    const auto first = connectEncrypted();
    QTRY_VERIFY(m_server->hasPendingConnections());
    for (int i = 0; i < 20; ++i) {
        const auto refused = connectEncrypted();
        // A request that goes on behind the reply: the reply survives it.
        refused->write("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n"
                       + QByteArray(100'000, 'x'));
        QByteArray response;
        connect(refused.get(), &QSslSocket::readyRead, this,
                [&] { response += refused->readAll(); });
        QVERIFY(runUntil([&] { return response.endsWith("Too many connections.\n"); }));
        QVERIFY(response.startsWith("HTTP/1.1 429 "));
    }
    QCOMPARE(m_limiter->totals().open, 1u);
    QCOMPARE(m_limiter->totals().refusedPerClientLimit, 20u);
}

void TestLimitedSslServer::refusesWithoutAHandshake()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    QSignalSpy started(m_server.get(), &QSslServer::startedEncryptionHandshake);
    const auto first = connectEncrypted();
    QTRY_VERIFY(m_server->hasPendingConnections());
    const auto second = connectEncrypted();
    QTRY_COMPARE(second->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!second->isEncrypted());
    QCOMPARE(started.size(), 1);
}

void TestLimitedSslServer::serverIsDestroyedFirst()
{
    Clients silent = connectClients(m_server->serverPort(), 3);
    const auto client = connectEncrypted();
    QTRY_VERIFY(m_server->hasPendingConnections());
    QTRY_COMPARE(m_limiter->totals().open, 4u);
    m_server.reset();
    QCOMPARE(m_limiter->totals().open, 0u);
    QTRY_VERIFY(silent[0]->isClosed());
    QTRY_COMPARE(client->state(), QAbstractSocket::UnconnectedState);
}

void TestLimitedSslServer::serverIsDestroyedWhenTimeIsUp()
{
    m_server->setHandshakeTimeout(30);
    connect(m_server.get(), &QSslServer::errorOccurred, m_limiter.get(),
            [this] { m_server.reset(); });
    QTcpSocket client; // says nothing
    client.connectToHost(QHostAddress::LocalHost, m_server->serverPort());
    QTRY_VERIFY(!m_server);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
}

void TestLimitedSslServer::hookMakesItsOwnSockets()
{
    class HookedServer : public LimitedSslServer
    {
    public:
        using LimitedSslServer::LimitedSslServer;
        std::vector<std::pair<qintptr, Lease>> taken;

    protected:
        void admittedConnection(qintptr descriptor, Lease lease) override
        {
            taken.emplace_back(descriptor, std::move(lease));
        }
    };
    HookedServer server(m_limiter.get());
    server.setMaximumHandshakes(1); // the handshake is the hook's own affair
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const Clients clients = connectClients(server.serverPort(), 3);
    QTRY_COMPARE(server.taken.size(), 3u);
    QCOMPARE(m_limiter->totals().open, 3u);
    for (const auto &[descriptor, lease] : server.taken)
        ::close(int(descriptor));
}

QTEST_GUILESS_MAIN(TestLimitedSslServer)

#include "tst_limitedsslserver.moc"
