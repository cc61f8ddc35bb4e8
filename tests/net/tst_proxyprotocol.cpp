// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "proxiedserver.h"

#include <connlimit/net/limitedsslserver.h>

#include <QtNetwork/QSslSocket>

#include <algorithm>

using namespace ConnLimit;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Servers behind proxies: the header decides who is counted.
class TestProxyProtocol : public ProxiedServer
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlacesAndQtsLoop(); }
    void initTestCase();
    void init() { startServer(); }
    void cleanup() { compareWithStart(); }

    void isOffByDefault();
    void namesTheClient_data();
    void namesTheClient();
    void headerInTwoParts_data() { namesTheClient_data(); }
    void headerInTwoParts();
    void headerByteByByte_data() { namesTheClient_data(); }
    void headerByteByByte();
    void longestHeaderByteByByte();
    void secondHeaderIsData();
    void headerIsOfOneConnection();
    void badHeaderEndsTheConnection_data();
    void badHeaderEndsTheConnection();

    void limitsEachClient();
    void replyReachesTheClient();
    void hookSeesTheHeader();

    void encryptsBehindTheHeader();
    void handshakesCountForTheClient();

private:
    std::unique_ptr<Certificate> m_certificate;
};

void TestProxyProtocol::initTestCase()
{
    m_certificate = std::make_unique<Certificate>();
    QVERIFY(!m_certificate->configuration().localCertificate().isNull());
    QSslSocket().bind(QHostAddress::LocalHost); // asks for a proxy, in a thread that Qt then keeps
}

void TestProxyProtocol::isOffByDefault()
{
    LimitedTcpServer server(m_limiter.get());
    QVERIFY(!server.proxyProtocol().isEnabled());
    QCOMPARE(server.proxyProtocol().headerTimeout, 3s);
    QCOMPARE(server.proxyProtocol().maximumReading, 1024u);
    QVERIFY(m_server->proxyProtocol().isEnabled());
    m_server->setProxyProtocol({});
    const auto client = send(m_header);
    QTRY_COMPARE(m_served.size(), 1u);
    QTRY_COMPARE(m_served[0].received, m_header); // data like any other
    QCOMPARE(open(m_proxyKey), 1u);
}

void TestProxyProtocol::namesTheClient_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("peer");    // of the socket; empty: the proxy
    QTest::addColumn<QString>("counted"); // empty: nobody
    const QByteArray extensions
        = proxyExtension(2, "example.org") + proxyExtension(4, QByteArray(200, 'x'));
    const QByteArray mapped = QByteArray::fromHex("00000000000000000000ffffc0000201"
                                                  "00000000000000000000ffffc6336402 1267 01bb");
    const auto row = [](const char *name, const QByteArray &header, const char *peer,
                        const char *counted) {
        QTest::newRow(name) << header << QString::fromLatin1(peer) << QString::fromLatin1(counted);
    };
    const char *const ipv4 = "192.0.2.1 4711";
    row("version 1, IPv4", headerOf("192.0.2.1"), ipv4, "192.0.2.1");
    row("version 1, IPv6", proxyLine("TCP6 2001:db8::1 2001:db8::2 4711 443"), "2001:db8::1 4711",
        "2001:db8::1");
    row("version 1, IPv4-mapped", proxyLine("TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 4711 443"),
        ipv4, "192.0.2.1");
    row("version 1, port 0", proxyLine("TCP4 192.0.2.1 198.51.100.2 0 0"), "192.0.2.1 0",
        "192.0.2.1");
    row("version 1, a loopback address", headerOf("127.0.0.1"), "127.0.0.1 4711", "127.0.0.1");
    row("version 1, unknown", proxyLine("UNKNOWN"), "", "");
    row("version 1, unknown, with more", proxyLine("UNKNOWN 192.0.2.1 some 1 text"), "", "");
    row("version 2, IPv4", proxyBinary(0x21, 0x11, ipv4Addresses()), ipv4, "192.0.2.1");
    row("version 2, IPv6", proxyBinary(0x21, 0x21, ipv6Addresses()), "2001:db8::1 4711",
        "2001:db8::1");
    row("version 2, IPv4-mapped", proxyBinary(0x21, 0x21, mapped), ipv4, "192.0.2.1");
    row("version 2, extensions", proxyBinary(0x21, 0x11, ipv4Addresses() + extensions), ipv4,
        "192.0.2.1");
    row("version 2, checksum", proxyWithChecksum(0x11, ipv4Addresses()), ipv4, "192.0.2.1");
    row("version 2, local", proxyBinary(0x20, 0), "", "");
    row("version 2, local, with addresses", proxyBinary(0x20, 0x11, ipv4Addresses()), "", "");
    row("version 2, unspecified", proxyBinary(0x21, 0), "", "");
    row("version 2, unix domain", proxyBinary(0x21, 0x31, QByteArray(216, 's')), "", "");
}

void TestProxyProtocol::namesTheClient()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, peer);
    QFETCH(QString, counted);
    auto client = send(header + "first words");
    QTRY_COMPARE(m_served.size(), 1u);
    QTRY_COMPARE(m_served[0].received, "first words");
    QVERIFY2(isPeer(m_served[0], peer), qPrintable(m_served[0].peer));
    const Totals expected = totals();
    QCOMPARE(expected.open, counted.isEmpty() ? 0u : 1u);
    QCOMPARE(expected.admitted, expected.open);
    QCOMPARE(expected.refused(), 0u);
    if (!counted.isEmpty())
        QCOMPARE(open(key(counted.toStdString())), 1u);
    QCOMPARE(open(m_proxyKey), 0u);
    QVERIFY(!client->isClosed());
    client->close();
    QTRY_COMPARE(m_served[0].socket->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(totals().open, 0u);
}

void TestProxyProtocol::headerInTwoParts()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, counted);
    Clients clients;
    for (qsizetype cut = 0; cut < header.size(); ++cut)
        clients.push_back(send(header.first(cut)));
    QCoreApplication::processEvents();
    QCOMPARE(m_served.size(), 0u);
    for (qsizetype cut = 0; cut < header.size(); ++cut)
        QVERIFY(clients[std::size_t(cut)]->send(header.sliced(cut) + "first words"));
    QTRY_COMPARE(m_served.size(), clients.size());
    for (const Served &served : m_served)
        QTRY_COMPARE(served.received, "first words");
    QCOMPARE(totals().open, counted.isEmpty() ? 0u : clients.size());
    QCOMPARE(totals().refused(), 0u);
}

void TestProxyProtocol::headerByteByByte()
{
    QFETCH(QByteArray, header);
    QFETCH(QString, peer);
    const auto client = send({});
    for (const char byte : QByteArray(header + "first words")) {
        QVERIFY(client->send(QByteArray(1, byte)));
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_served.size(), 1u);
    QTRY_COMPARE(m_served[0].received, "first words");
    QVERIFY2(isPeer(m_served[0], peer), qPrintable(m_served[0].peer));
}

void TestProxyProtocol::longestHeaderByteByByte()
{
    const qsizetype rest = qsizetype(ProxyHeader::maximumLength) - 16 - 12 - 3;
    const QByteArray header
        = proxyBinary(0x21, 0x11, ipv4Addresses() + proxyExtension(4, QByteArray(rest, 'x')));
    QCOMPARE(header.size(), qsizetype(ProxyHeader::maximumLength));
    const auto client = send({});
    for (const char byte : QByteArray(header + "first words"))
        QVERIFY(client->send(QByteArray(1, byte)));
    QTRY_COMPARE(m_served.size(), 1u);
    QTRY_COMPARE(m_served[0].received, "first words");
    QCOMPARE(open(key("192.0.2.1")), 1u);
}

void TestProxyProtocol::secondHeaderIsData()
{
    const auto client = send(headerOf("192.0.2.1") + headerOf("192.0.2.2"));
    QTRY_COMPARE(m_served.size(), 1u);
    QTRY_COMPARE(m_served[0].received, headerOf("192.0.2.2"));
    QCOMPARE(open(key("192.0.2.1")), 1u);
    QCOMPARE(totals().open, 1u);
}

void TestProxyProtocol::headerIsOfOneConnection()
{
    // Accepted in one turn: who comes behind a proxy is not taken for its client.
    m_server->pauseAccepting();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(sendFrom(m_proxy, headerOf("192.0.2.1") + "relayed"));
        clients.push_back(sendFrom(m_stranger, "direct"));
    }
    m_server->resumeAccepting();
    QTRY_COMPARE(m_served.size(), 10u);
    for (const Served &served : m_served) {
        QTRY_VERIFY(!served.received.isEmpty());
        QCOMPARE(served.peer.section(u' ', 0, 0), served.received == "relayed"
                                                      ? QStringLiteral("192.0.2.1")
                                                      : QHostAddress(m_stranger).toString());
    }
    QCOMPARE(open(key("192.0.2.1")), 5u);
}

void TestProxyProtocol::badHeaderEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("sent");
    QByteArray flipped = proxyBinary(0x21, 0x11, ipv4Addresses());
    flipped[11] = 'X';
    QByteArray checksum = proxyWithChecksum(0x11, ipv4Addresses());
    checksum[20] = char(checksum[20] ^ 1);
    QTest::newRow("none") << QByteArray("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("TLS hello") << QByteArray("\x16\x03\x01");
    QTest::newRow("line without an end") << "PROXY UNKNOWN " + QByteArray(200, 'x');
    QTest::newRow("line feed alone") << QByteArray("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n");
    QTest::newRow("no address") << proxyLine("TCP4 example.org 192.0.2.2 1 2");
    QTest::newRow("wrong port") << proxyLine("TCP4 192.0.2.1 192.0.2.2 1 65536");
    QTest::newRow("wrong family") << proxyLine("TCP4 2001:db8::1 2001:db8::2 1 2");
    QTest::newRow("wrong signature") << flipped;
    QTest::newRow("another version") << proxyBinary(0x31, 0x11, ipv4Addresses());
    QTest::newRow("unknown command") << proxyBinary(0x22, 0x11, ipv4Addresses());
    QTest::newRow("too long") << proxyBinary(0x21, 0x11, QByteArray(60'000, 'x'));
    QTest::newRow("too short") << proxyBinary(0x21, 0x11, QByteArray(11, 'x'));
    QTest::newRow("wrong checksum") << checksum;
}

void TestProxyProtocol::badHeaderEndsTheConnection()
{
    QFETCH(QByteArray, sent);
    m_server->setRefusal(Refusal::http429()); // not for them
    const auto client = send(sent);
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(totals().refusedBadProxyHeader, 1u);
    QCOMPARE(totals().refused(), 1u);
    QCOMPARE(totals().admitted, 0u);
    QCOMPARE(m_limiter->limiter()->status(m_proxyKey).refused, 1u);
    QCOMPARE(m_served.size(), 0u);
}

void TestProxyProtocol::limitsEachClient()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    Clients first;
    Clients second;
    for (int i = 0; i < 4; ++i) {
        first.push_back(send(headerOf("192.0.2.1")));
        second.push_back(send(proxyLine("TCP6 ::ffff:192.0.2.2 :: 1 2")));
    }
    QTRY_COMPARE(m_served.size(), 4u);
    QTRY_COMPARE(totals().refusedPerClientLimit, 4u);
    QCOMPARE(open(key("192.0.2.1")), 2u);
    QCOMPARE(open(key("192.0.2.2")), 2u);
    QCOMPARE(open(m_proxyKey), 0u);
    QCOMPARE(m_limiter->limiter()->status(key("192.0.2.1")).refused, 2u);
    const auto isClosed = [](const auto &client) { return client->isClosed(); };
    QTRY_COMPARE(std::count_if(first.begin(), first.end(), isClosed), 2);
    first.clear();
    QTRY_COMPARE(open(key("192.0.2.1")), 0u);
    const auto next = send(headerOf("192.0.2.1"));
    QTRY_COMPARE(m_served.size(), 5u);
}

void TestProxyProtocol::replyReachesTheClient()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    m_server->setRefusal(Refusal::reply("busy"));
    const auto first = send(headerOf("192.0.2.1"));
    QTRY_COMPARE(m_served.size(), 1u);
    const auto second = send(headerOf("192.0.2.1") + QByteArray(10'000, 'x'));
    QTRY_COMPARE(totals().refusedPerClientLimit, 1u);
    QCOMPARE(second->receive(4), "busy");
}

void TestProxyProtocol::hookSeesTheHeader()
{
    class HookedServer : public LimitedTcpServer
    {
    public:
        using LimitedTcpServer::LimitedTcpServer;
        std::vector<std::optional<ProxyHeader>> headers;
        std::vector<Lease> leases;

    protected:
        void admittedConnection(qintptr descriptor, Lease lease) override
        {
            ::close(int(descriptor));
            headers.push_back(proxyHeader());
            leases.push_back(std::move(lease));
        }
    };
    m_server = std::make_unique<HookedServer>(m_limiter.get());
    auto server = static_cast<HookedServer *>(m_server.get());
    server->setProxyProtocol({.trusted = {m_proxyKey}});
    QVERIFY(listenInPlace(*server));
    const auto relayed = send(proxyBinary(0x21, 0x11, ipv4Addresses()));
    QTRY_COMPARE(server->headers.size(), 1u);
    const auto local = send(proxyBinary(0x20, 0));
    QTRY_COMPARE(server->headers.size(), 2u);
    const auto direct = sendFrom(m_stranger, "hello");
    QTRY_COMPARE(server->headers.size(), 3u);
    QCOMPARE(server->headers[0]->version, 2u);
    QVERIFY(server->headers[0]->endpoints->destination.address == key("198.51.100.2"));
    QVERIFY(server->leases[0].client() == key("192.0.2.1"));
    QVERIFY(server->headers[1]->command == ProxyHeader::Command::Local);
    QVERIFY(!server->leases[1]);
    QVERIFY(!server->headers[2]);
    QVERIFY(server->leases[2].client() == m_strangerKey);
}

void TestProxyProtocol::encryptsBehindTheHeader()
{
    LimitedSslServer server(m_limiter.get());
    server.setSslConfiguration(m_certificate->configuration());
    server.setProxyProtocol({.trusted = {m_proxyKey}});
    QVERIFY(listenInPlace(server));
    serve(server);
    for (const QByteArray &header :
         {headerOf("192.0.2.1"), proxyBinary(0x21, 0x21, ipv6Addresses()), proxyBinary(0x20, 0)}) {
        m_served.clear();
        QSslSocket client;
        client.setPeerVerifyMode(QSslSocket::VerifyNone);
        client.bind(QHostAddress(m_proxy));
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), server.serverPort());
        connect(&client, &QSslSocket::connected, this, [&] {
            client.write(header);
            client.startClientEncryption();
        });
        connect(&client, &QSslSocket::encrypted, this, [&] { client.write("hello"); });
        QTRY_COMPARE(m_served.size(), 1u);
        QTRY_COMPARE(m_served[0].received, "hello");
        QVERIFY(qobject_cast<QSslSocket *>(m_served[0].socket.get())->isEncrypted());
        const QString peer = header.startsWith("PROXY") ? u"192.0.2.1 4711"_s
                             : header.size() > 16       ? u"2001:db8::1 4711"_s
                                                        : QString();
        QVERIFY2(isPeer(m_served[0], peer), qPrintable(m_served[0].peer));
        QCOMPARE(totals().open, header.size() > 16 ? 1u : 0u);
        client.abort();
        QTRY_COMPARE(totals().open, 0u);
    }
    m_served.clear();
}

void TestProxyProtocol::handshakesCountForTheClient()
{
    LimitedSslServer server(m_limiter.get());
    server.setSslConfiguration(m_certificate->configuration());
    server.setProxyProtocol({.trusted = {m_proxyKey}});
    server.setMaximumHandshakesPerClient(2);
    server.setHandshakeTimeout(3'600'000);
    QVERIFY(listenInPlace(server));
    Clients clients;
    const auto connectAs = [&](const QByteArray &address) {
        clients.push_back(std::make_unique<Client>(server.serverPort(), m_proxy));
        QVERIFY(clients.back()->send(headerOf(address) + "\x16"));
    };
    for (const char *address : {"192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.2", "192.0.2.3"})
        connectAs(address);
    QTRY_COMPARE(totals().open, 5u);
    connectAs("192.0.2.1");
    QTRY_VERIFY(clients.back()->isClosed());
    QCOMPARE(m_limiter->limiter()->status(key("192.0.2.1")).refused, 1u);
    QCOMPARE(open(key("192.0.2.1")), 2u);
}

QTEST_GUILESS_MAIN(TestProxyProtocol)

#include "tst_proxyprotocol.moc"
