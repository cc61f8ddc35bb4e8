// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "proxyheaders.h"
#include "registrytest.h"

#include <connlimit/net/limitedsslserver.h>

#include <QtCore/QThread>

#include <atomic>
#include <ctime>
#include <set>

using namespace ConnLimit;

/// Which connections are known, whichever way they came in.
class TestConnectionRegistry : public RegistryTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlacesAndQtsLoop(); }
    void initTestCase();
    void init() { begin(); }
    void cleanup() { end(); }

    void serversConnections();
    void ofSubnets();
    void encryptedConnections();
    void admittedSockets();
    void attachedInAWorker();
    void behindAProxy();
    void addressesOfASubnetThatIsCounted();
    void addressesWithinASubnet();
    void tooManyListeners();
    void leasesOfOtherLimiters();

private:
    QString endpoint() const { return u"127.0.0.1:" + QString::number(m_server->serverPort()); }

    std::unique_ptr<Certificate> m_certificate;
};

void TestConnectionRegistry::initTestCase()
{
    QVERIFY(QSslSocket::supportsSsl());
    m_certificate = std::make_unique<Certificate>();
    startQtsThread();
}

void TestConnectionRegistry::serversConnections()
{
    // By time(), which begins a second a few milliseconds late.
    const auto before = std::chrono::system_clock::from_time_t(std::time(nullptr));
    QCOMPARE(list().known, 0u);
    const Clients clients = connectClients(m_server->serverPort(), 3);
    QTRY_COMPARE(list().known, 3u);
    const ConnectionList all = list();
    QCOMPARE(all.connections.size(), 3);
    for (qsizetype i = 0; i < 3; ++i) {
        const ConnectionInfo &connection = all.connections[i];
        QCOMPARE(connection.port, portOf(*clients[std::size_t(i)])); // the oldest first
        QCOMPARE(connection.address, QHostAddress(QHostAddress::LocalHost));
        QCOMPARE(connection.listener, endpoint());
        QVERIFY(connection.since >= before && connection.since <= std::chrono::system_clock::now());
        QVERIFY(!connection.isEncrypted);
        QVERIFY(connection.id > (i == 0 ? 0 : all.connections[i - 1].id));
    }
    const ConnectionList oldest = list(home, 2);
    QCOMPARE(oldest.known, 3u);
    QCOMPARE(oldest.connections, all.connections.first(2));
    QCOMPARE(list(home, 0).known, 3u);
    QVERIFY(list(home, 0).connections.isEmpty());
    QCOMPARE(list(key("127.0.0.2")).known, 0u);
    QCOMPARE(list(ClientKey()).known, 0u);

    clients[1]->close();
    QTRY_COMPARE(list().known, 2u);
    QCOMPARE(list().connections[0].id, all.connections[0].id);
    QCOMPARE(list().connections[1].id, all.connections[2].id);
    Client another(m_server->serverPort());
    QTRY_COMPARE(list().known, 3u);
    QVERIFY(list().connections[2].id > all.connections[2].id); // none is used again
}

void TestConnectionRegistry::ofSubnets()
{
    Clients clients;
    for (const quint32 source : {1u, 5u, 2u, 1u, 9u, 3u, 7u})
        clients.push_back(std::make_unique<Client>(m_server->serverPort(), 0x7f000000 + source));
    QTRY_COMPARE(list(key("127.0.0.0/8")).known, 7u);
    const ConnectionList all = list(key("127.0.0.0/8"), 5);
    QCOMPARE(all.connections.size(), 5);
    for (std::size_t i = 0; i < 5; ++i) // oldest first, wherever they are kept
        QCOMPARE(all.connections[qsizetype(i)].port, portOf(*clients[i]));
    QCOMPARE(list(key("127.0.0.0/30")).known, 4u);
    QCOMPARE(list(key("127.0.0.1")).known, 2u);
    QCOMPARE(list(key("0.0.0.0/0")).known, 7u);
    QCOMPARE(list(key("::/0")).known, 0u); // IPv4 is no part of it
    QCOMPARE(list(key("10.0.0.0/8")).known, 0u);
    QCOMPARE(registry().disconnect(key("127.0.0.0/30")), 4u);
    QTRY_COMPARE(list(key("127.0.0.0/8")).known, 3u);
}

void TestConnectionRegistry::encryptedConnections()
{
    LimitedSslServer server(m_limiter.get());
    server.setSslConfiguration(m_certificate->configuration());
    server.setHandshakeTimeout(3'600'000);
    QVERIFY(listenInPlace(server));
    const Client silent(server.serverPort());
    QTRY_COMPARE(list().known, 1u); // from the beginning of its handshake on
    QVERIFY(!list().connections[0].isEncrypted);
    QCOMPARE(list().connections[0].listener,
             QString(u"127.0.0.1:" + QString::number(server.serverPort())));

    QSslSocket client;
    client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server.serverPort());
    QTRY_VERIFY(client.isEncrypted() && server.hasPendingConnections());
    QTRY_COMPARE(list().connections.size(), 2);
    const ConnectionInfo encrypted = list().connections[1];
    QVERIFY(encrypted.isEncrypted && !list().connections[0].isEncrypted);
    QCOMPARE(encrypted.port, client.localPort());

    QCOMPARE(registry().disconnect(home, encrypted.id), 1u);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(list().known, 1u);
    QCOMPARE(registry().disconnect(home), 1u); // in the midst of its handshake
    QTRY_COMPARE(list().known, 0u);
    QCOMPARE(m_limiter->totals().open, 0u);
}

void TestConnectionRegistry::admittedSockets()
{
    QTcpServer stock;
    QVERIFY(stock.listen(QHostAddress::LocalHost));
    Client client(stock.serverPort());
    QTcpSocket *const socket = accept(stock);
    QCOMPARE(m_limiter->admit(socket), Verdict::Admitted);
    const ConnectionList known = list();
    QCOMPARE(known.known, 1u);
    QCOMPARE(known.connections[0].port, portOf(client));
    QCOMPARE(known.connections[0].listener,
             QString(u"127.0.0.1:" + QString::number(stock.serverPort())));
    QCOMPARE(registry().disconnect(home, known.connections[0].id), 1u);
    QVERIFY(!client.isClosed()); // in the socket's event loop
    QTRY_VERIFY(client.isClosed());
    QCOMPARE(list().known, 0u);
    QCOMPARE(registry().disconnect(home), 0u);
}

void TestConnectionRegistry::attachedInAWorker()
{
    QTcpServer stock;
    QVERIFY(stock.listen(QHostAddress::LocalHost));
    Client client(stock.serverPort());
    QTcpSocket *const socket = accept(stock);
    socket->setParent(nullptr);
    Admission admission = m_limiter->acquire(socket->peerAddress());
    QThread worker;
    worker.start();
    socket->moveToThread(&worker);
    std::atomic<QThread *> endedIn = nullptr;
    QMetaObject::invokeMethod(socket, [&, socket] {
        ConnectionLimiter::attach(std::move(admission.lease), socket);
        connect(socket, &QTcpSocket::disconnected, socket, [&endedIn, socket] {
            endedIn = QThread::currentThread();
            socket->deleteLater();
        });
    });
    QTRY_COMPARE(list().known, 1u);
    QCOMPARE(list().connections[0].port, portOf(client));
    QCOMPARE(registry().disconnect(home), 1u);
    QTRY_COMPARE(endedIn.load(), &worker);
    QVERIFY(client.isRefused());
    QCOMPARE(list().known, 0u);
    worker.quit();
    QVERIFY(worker.wait());
}

void TestConnectionRegistry::behindAProxy()
{
    m_server->setProxyProtocol({.trusted = {home}});
    Client named(m_server->serverPort());
    QVERIFY(named.send(proxyLine("TCP4 192.0.2.1 198.51.100.2 4711 443")));
    Client nobody(m_server->serverPort());
    QVERIFY(nobody.send(proxyLine("UNKNOWN")));
    for (int i = 0; i < 2; ++i)
        QVERIFY(accept(*m_server));
    QCOMPARE(list(key("0.0.0.0/0")).known, 1u); // who is not counted is not listed
    const ConnectionInfo connection = list(key("192.0.2.1")).connections.value(0);
    QCOMPARE(connection.address, QHostAddress(QStringLiteral("192.0.2.1")));
    QCOMPARE(connection.port, 4711);
    QCOMPARE(connection.listener, endpoint());
    QCOMPARE(registry().disconnect(key("192.0.2.1"), connection.id), 1u);
    QTRY_VERIFY(named.isClosed());
    QVERIFY(!nobody.isClosed());
}

void TestConnectionRegistry::addressesOfASubnetThatIsCounted()
{
    m_server->setProxyProtocol({.trusted = {home}});
    Clients clients = connectClients(m_server->serverPort(), 3);
    const QByteArray addresses[] = {"2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"};
    for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY(clients[i]->send(proxyLine("TCP6 " + addresses[i] + " 2001:db8::9 4711 443")));
        QTRY_COMPARE(list(key("2001:db8::/32")).known, i + 1);
    }
    const ConnectionList both = list(key("2001:db8::/64"));
    QCOMPARE(both.connections.size(), 2);
    for (qsizetype i = 0; i < 2; ++i) {
        QCOMPARE(both.connections[i].address,
                 QHostAddress(QString::fromLatin1(addresses[std::size_t(i)])));
        QCOMPARE(both.connections[i].port, 4711);
    }
    QCOMPARE(list(key("2001:db8::1")).known, 0u); // it is not counted alone
    QCOMPARE(registry().disconnect(key("2001:db8::/64"), both.connections[1].id), 1u);
    QTRY_VERIFY(clients[1]->isClosed());
    QVERIFY(!clients[0]->isClosed() && !clients[2]->isClosed());
}

/// A subnet finds those within it, however long the prefix was that they were counted by.
void TestConnectionRegistry::addressesWithinASubnet()
{
    m_server->setProxyProtocol({.trusted = {home}});
    const Clients clients = connectClients(m_server->serverPort(), 6);
    const QByteArray addresses[] = {"2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"};
    for (const quint32 prefix : {64u, 128u}) {
        m_limiter->setConfig({.maximumConnectionsPerClient = 0, .ipv6PrefixLength = prefix});
        for (std::size_t i = 0; i < 3; ++i) {
            const std::size_t n = prefix == 64 ? i : i + 3;
            QVERIFY(clients[n]->send(proxyLine("TCP6 " + addresses[i] + " 2001:db8::9 4711 443")));
            QTRY_COMPARE(list(key("2001:db8::/32")).known, n + 1);
        }
    }
    QCOMPARE(list(key("2001:db8::/64")).known, 4u);
    QCOMPARE(list(key("2001:db8:0:1::/64")).known, 2u);
    QCOMPARE(list(key("2001:db8:0:1::1")).known, 1u);
    QCOMPARE(list(key("2001:db8::/96")).known, 2u);
    QCOMPARE(list(key("::/0")).known, 6u);
}

void TestConnectionRegistry::tooManyListeners()
{
    const QHostAddress any(QHostAddress::Any);
    std::set<quint8> numbers;
    for (int port = 1; port <= 250; ++port)
        QVERIFY(numbers.insert(registry().listener(any, quint16(port))).second);
    QVERIFY(!numbers.contains(0));
    QCOMPARE(registry().listener(any, 17), registry().listener(any, 17));
    int port = 251;
    while (port < 1000 && registry().listener(any, quint16(port)) != 0)
        ++port;
    QVERIFY(port < 260);
    QCOMPARE(registry().listener(any, 301), 0); // one more that is not known
    QVERIFY(registry().listener(any, 17) != 0);
    QCOMPARE(registry().listener(any, 0), 0);
    QCOMPARE(endpointText(ClientKey(), 80), QStringLiteral("*:80"));
    QCOMPARE(endpointText(key("::"), 80), QStringLiteral("[::]:80"));
    QCOMPARE(endpointText(key("::1"), 80), QStringLiteral("[::1]:80"));
    QCOMPARE(endpointText(key("0.0.0.0"), 80), QStringLiteral("0.0.0.0:80"));
}

void TestConnectionRegistry::leasesOfOtherLimiters()
{
    struct Context : LeaseContext
    {};
    Limiter plain;
    Limiter withContext({}, std::make_shared<Context>());
    QTcpServer stock;
    QVERIFY(stock.listen(QHostAddress::LocalHost));
    const Clients clients = connectClients(stock.serverPort(), 2);
    ConnectionLimiter::attach(plain.acquire(home).lease, accept(stock));
    ConnectionLimiter::attach(withContext.acquire(home).lease, accept(stock));
    QCOMPARE(plain.numOpen(home) + withContext.numOpen(home), 2u);
    QCOMPARE(list().known, 0u);
}

QTEST_GUILESS_MAIN(TestConnectionRegistry)

#include "tst_connectionregistry.moc"
