// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "client.h"
#include "proxyheaders.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/hostaddress.h>
#include <connlimit/net/limitedsslserver.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QSslSocket>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <netinet/tcp.h>
#include <sys/resource.h>

using namespace ConnLimit;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(AcceptMode)

namespace {

ClientKey key(std::string_view text)
{
    return ClientKey::fromString(text).value_or(ClientKey());
}

QByteArray headerOf(const QByteArray &client)
{
    return proxyLine("TCP4 " + client + " 198.51.100.2 4711 443");
}

/// Connections that the server has announced: who the socket says they are, and what they sent.
struct Served
{
    QString peer;
    QByteArray received;
    std::unique_ptr<QTcpSocket> socket;
};

} // namespace

/// Servers behind proxies: the header decides who is counted, and nobody else's is believed.
class TestProxyProtocol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void initTestCase();
    void init();
    void cleanup();

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
    void unfinishedHeaderEnds_data();
    void unfinishedHeaderEnds();
    void proxyClosesInTheMiddle_data();
    void proxyClosesInTheMiddle();
    void manyHalfHeaders();
    void headersBeingReadAreLimited();

    void headerFromAStranger_data();
    void headerFromAStranger();
    void lateHeaderFromAStranger();
    void strangerIsServed_data();
    void strangerIsServed();
    void strangerMayBeSilent();
    void strangerIsRefused();
    void nullKeyTrustsNobody();
    void everybodyIsTrusted();

    void limitsEachClient();
    void replyReachesTheClient();
    void waitsForRoom();
    void waitsForRoomInThePause();
    void changesPlaceWhileReading();
    void changesProtocolWhileReading();
    void closesWhileReading();
    void refusalDestroysTheServer();
    void refusalAtOnceDestroysTheServer_data();
    void refusalAtOnceDestroysTheServer();
    void waitsWithoutAnEventLoop();
    void hookSeesTheHeader();

    void encryptsBehindTheHeader();
    void handshakesCountForTheClient();

private:
    template<class Server>
    void listen(Server &server);
    void serve(QTcpServer &server);
    std::unique_ptr<Client> send(const QByteArray &bytes) const { return sendFrom(m_proxy, bytes); }
    std::unique_ptr<Client> sendFrom(quint32 source, const QByteArray &bytes) const;
    /// A proxy that has sent half of its header, which the server is reading.
    std::unique_ptr<Client> sendHalf();
    quint32 open(const ClientKey &client) const { return m_limiter->limiter()->numOpen(client); }
    bool isPeer(const Served &served, const QString &peer) const
    {
        return served.peer.startsWith(peer.isEmpty() ? toHostAddress(m_proxyKey).toString() : peer);
    }
    Totals totals() const { return m_limiter->totals(); }

    const QByteArray m_header = headerOf("192.0.2.1");
    static constexpr qsizetype half = 10;

    // Others for each test, so that none runs out of ports, whatever else this machine is doing.
    quint32 m_proxy = 0; // is trusted
    quint32 m_stranger = 0;
    ClientKey m_proxyKey;
    ClientKey m_strangerKey;

    std::unique_ptr<Certificate> m_certificate;
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<LimitedTcpServer> m_server;
    std::vector<Served> m_served;
    int m_descriptors = 0;
};

void TestProxyProtocol::initTestCase_data()
{
    QTest::addColumn<AcceptMode>("mode");
    QTest::addColumn<bool>("isQtsLoop");
    QTest::newRow("in the event loop") << AcceptMode::EventLoop << false;
    QTest::newRow("at the door") << AcceptMode::Door << false;
    QTest::newRow("in Qt's loop") << AcceptMode::EventLoop
                                  << true; // as where there is no accept4()
}

void TestProxyProtocol::initTestCase()
{
    m_certificate = std::make_unique<Certificate>();
    QVERIFY(!m_certificate->configuration().localCertificate().isNull());
    QSslSocket().bind(QHostAddress::LocalHost); // asks for a proxy, in a thread that Qt then keeps
}

void TestProxyProtocol::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_proxy = 0x7f010000 + QRandomGenerator::global()->bounded(1, 0x10000);
    m_stranger = m_proxy + 0x10000;
    m_proxyKey = ClientKey::fromIPv4(m_proxy);
    m_strangerKey = ClientKey::fromIPv4(m_stranger);
    m_descriptors = openDescriptors();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    m_server = std::make_unique<LimitedTcpServer>(m_limiter.get());
    m_server->setMaxPendingConnections(1000);
    // The limits of time are long: what is decided, is decided by what has come.
    m_server->setProxyProtocol({.trusted = {m_proxyKey}, .headerTimeout = 1min});
    listen(*m_server);
    serve(*m_server);
}

void TestProxyProtocol::cleanup()
{
    m_served.clear();
    m_server.reset();
    QCOMPARE(totals().open, 0u);
    m_limiter.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QTRY_COMPARE(openDescriptors(), m_descriptors);
}

template<class Server>
void TestProxyProtocol::listen(Server &server)
{
    QFETCH_GLOBAL(AcceptMode, mode);
    QFETCH_GLOBAL(bool, isQtsLoop);
    server.setAcceptMode(mode);
    QVERIFY(isQtsLoop ? server.QTcpServer::listen(QHostAddress::LocalHost)
                      : server.listen(QHostAddress::LocalHost));
}

void TestProxyProtocol::serve(QTcpServer &server)
{
    m_served.reserve(10'000); // they are referred to
    connect(&server, &QTcpServer::newConnection, this, [this, &server] {
        QTcpSocket *socket = server.nextPendingConnection();
        if (!socket) // Qt's loop announces those who are refused, or not ready, as well
            return;
        const QString peer
            = socket->peerAddress().toString() + u' ' + QString::number(socket->peerPort());
        m_served.push_back({peer, {}, std::unique_ptr<QTcpSocket>(socket)});
        QByteArray &received = m_served.back().received;
        connect(socket, &QTcpSocket::readyRead, this,
                [&received, socket] { received += socket->readAll(); });
    });
}

std::unique_ptr<Client> TestProxyProtocol::sendFrom(quint32 source, const QByteArray &bytes) const
{
    auto client = std::make_unique<Client>(m_server->serverPort(), source);
    const int atOnce = 1;
    ::setsockopt(client->descriptor(), IPPROTO_TCP, TCP_NODELAY, &atOnce, sizeof atOnce);
    if (!bytes.isEmpty() && !client->send(bytes))
        qFatal("the bytes could not be sent");
    return client;
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

void TestProxyProtocol::unfinishedHeaderEnds_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("first byte of a line") << QByteArray("P");
    QTest::newRow("half a line") << QByteArray("PROXY TCP4 192.0.2.1 192.0");
    QTest::newRow("line without its last byte") << headerOf("192.0.2.1").chopped(1);
    QTest::newRow("half a signature") << QByteArray("\r\n\r\n");
    QTest::newRow("half a binary header") << proxyBinary(0x21, 0x11, ipv4Addresses()).first(20);
}

void TestProxyProtocol::unfinishedHeaderEnds()
{
    QFETCH(QByteArray, sent);
    m_server->setProxyProtocol({.trusted = {m_proxyKey}, .headerTimeout = 20ms});
    const auto client = send(sent);
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(totals().refusedBadProxyHeader, 1u);
    QCOMPARE(totals().open, 0u);
    QCOMPARE(m_served.size(), 0u);
}

void TestProxyProtocol::proxyClosesInTheMiddle_data()
{
    unfinishedHeaderEnds_data();
}

void TestProxyProtocol::proxyClosesInTheMiddle()
{
    QFETCH(QByteArray, sent);
    auto first = send(sent);
    const auto second = send(sent);
    first->reset();
    second->shutdown();
    QTRY_COMPARE(totals().refusedBadProxyHeader + totals().refusedNoAddress, 2u);
    QVERIFY(second->isRefused());
    QCOMPARE(totals().open, 0u);
}

void TestProxyProtocol::manyHalfHeaders()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlimit most{limit.rlim_max, limit.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &most);
    const auto count = int(std::min<rlim_t>(2000, (limit.rlim_max - 200) / 2));
    m_server->setProxyProtocol(
        {.trusted = {m_proxyKey}, .headerTimeout = 500ms, .maximumReading = 0});
    {
        Clients clients;
        for (int i = 0; i < count; ++i)
            clients.push_back(send(i % 2 ? "PROXY TCP4 192.0" : QByteArray("\r\n\r\n\0", 5)));
        const auto good = send(headerOf("192.0.2.1")); // behind them all
        QTRY_COMPARE(m_served.size(), 1u);
        QTRY_COMPARE_WITH_TIMEOUT(totals().refusedBadProxyHeader, quint64(count), 30'000);
        for (const auto &client : clients)
            QVERIFY(client->isRefused());
        QCOMPARE(totals().open, 1u);
    }
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void TestProxyProtocol::headersBeingReadAreLimited()
{
    m_server->setProxyProtocol(
        {.trusted = {m_proxyKey}, .headerTimeout = 1min, .maximumReading = 2});
    Clients clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(send(m_header.first(half)));
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(totals().refusedOverload, 2u);
    int closed = 0;
    for (const auto &client : clients)
        closed += client->isClosed();
    QCOMPARE(closed, 2);
    // Whoever sends it at once needs not wait, and a stranger does not count.
    m_server->pauseAccepting();
    const auto whole = send(m_header);
    const auto other = sendFrom(m_stranger, "hello");
    m_server->resumeAccepting();
    QTRY_COMPARE(m_served.size(), 2u);
    // One that is done makes room.
    const auto waiting = std::find_if(clients.begin(), clients.end(),
                                      [](const auto &client) { return !client->isClosed(); });
    QVERIFY((*waiting)->send(m_header.sliced(half)));
    QTRY_COMPARE(m_served.size(), 3u);
    const auto next = send(m_header.first(half));
    QCoreApplication::processEvents();
    QVERIFY(next->send(m_header.sliced(half)));
    QTRY_COMPARE(m_served.size(), 4u);
    QCOMPARE(totals().refused(), 2u);
}

void TestProxyProtocol::headerFromAStranger_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("version 1") << headerOf("192.0.2.1");
    QTest::newRow("version 1, only its beginning") << QByteArray("PROXY ");
    QTest::newRow("version 1, wrong") << QByteArray("PROXY me\r\n");
    QTest::newRow("version 2") << proxyBinary(0x21, 0x11, ipv4Addresses()) + "data";
    QTest::newRow("version 2, only its beginning") << proxyBinary(0x21, 0x11).first(12);
    QTest::newRow("version 2, local") << proxyBinary(0x20, 0);
}

void TestProxyProtocol::headerFromAStranger()
{
    QFETCH(QByteArray, sent);
    m_server->pauseAccepting(); // until all of it has come
    const auto client = sendFrom(m_stranger, sent);
    m_server->resumeAccepting();
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(totals().refusedBadProxyHeader, 1u);
    QCOMPARE(m_limiter->limiter()->status(m_strangerKey).refused, 1u);
    QCOMPARE(totals().refused(), 1u);
    QCOMPARE(totals().admitted, 0u);
    QCOMPARE(totals().open, 0u);
    QCOMPARE(m_served.size(), 0u);
}

void TestProxyProtocol::lateHeaderFromAStranger()
{
    // It has its slot when the header comes. Where this machine is too slow, it is served by then.
    constexpr quint64 attempts = 20;
    Clients clients;
    for (quint64 i = 1; i <= attempts; ++i) {
        clients.push_back(sendFrom(m_stranger, "PRO"));
        while (totals().admitted + totals().refused() < i)
            QCoreApplication::processEvents();
        QVERIFY(clients.back()->send("XY UNKNOWN\r\n"));
        QTRY_COMPARE(m_served.size() + totals().refusedBadProxyHeader, i);
    }
    const quint64 refused = totals().refusedBadProxyHeader;
    QVERIFY(refused > 0);
    QCOMPARE(totals().refused(), refused);
    QCOMPARE(totals().admitted, attempts - refused);
    QCOMPARE(open(m_strangerKey), attempts - refused);
    const auto isClosed = [](const auto &client) { return client->isClosed(); };
    QCOMPARE(quint64(std::count_if(clients.begin(), clients.end(), isClosed)), refused);
}

void TestProxyProtocol::strangerIsServed_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("one byte") << QByteArray("G");
    QTest::newRow("a request") << QByteArray("POST / HTTP/1.1\r\n\r\n");
    QTest::newRow("nearly a line") << QByteArray("PROXYTCP4 192.0.2.1");
    QTest::newRow("nearly a signature") << QByteArray("\r\n\r\nhello");
    QTest::newRow("beginning of a header") << QByteArray("PRO"); // when it has waited
}

void TestProxyProtocol::strangerIsServed()
{
    QFETCH(QByteArray, sent);
    const auto client = sendFrom(m_stranger, sent);
    QTRY_COMPARE(m_served.size(), 1u);
    QTRY_COMPARE(m_served[0].received, sent);
    QVERIFY(isPeer(m_served[0], toHostAddress(m_strangerKey).toString()));
    QCOMPARE(open(m_strangerKey), 1u);
    QCOMPARE(totals().refused(), 0u);
}

void TestProxyProtocol::strangerMayBeSilent()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    const auto client = sendFrom(m_stranger, {});
    const auto second = sendFrom(m_stranger, {});
    const auto third = sendFrom(m_stranger, {});
    QTRY_COMPARE(m_served.size(), 2u);
    QTRY_VERIFY(third->isClosed()); // the silent ones have their slots
    QCOMPARE(totals().refusedPerClientLimit, 1u);
    QCOMPARE(open(m_strangerKey), 2u);
    // A header that comes when it is served is data, and never believed.
    QVERIFY(client->send(headerOf("192.0.2.1")));
    QTRY_COMPARE(m_served[0].received, headerOf("192.0.2.1"));
    QCOMPARE(open(key("192.0.2.1")), 0u);
}

void TestProxyProtocol::strangerIsRefused()
{
    m_server->setProxyProtocol(
        {.trusted = {m_proxyKey}, .directPeers = ProxyProtocol::DirectPeers::Refuse});
    const auto client = sendFrom(m_stranger, "GET / HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(totals().refusedBadProxyHeader, 1u);
    QCOMPARE(totals().admitted, 0u);
    const auto relayed = send(headerOf("192.0.2.1"));
    QTRY_COMPARE(m_served.size(), 1u);
}

void TestProxyProtocol::nullKeyTrustsNobody()
{
    // A subnet that could not be read does not open the server to everybody.
    m_server->setProxyProtocol(
        {.trusted = {ClientKey()}, .directPeers = ProxyProtocol::DirectPeers::Refuse});
    const auto client = send(headerOf("192.0.2.1"));
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(totals().refusedBadProxyHeader, 1u);
}

void TestProxyProtocol::everybodyIsTrusted()
{
    for (const char *subnet : {"0.0.0.0/0", "::/0", "127.0.0.0/8"}) {
        m_server->setProxyProtocol({.trusted = {key("10.0.0.0/8"), key(subnet)}});
        const auto client = sendFrom(m_stranger, headerOf("192.0.2.1"));
        QTRY_COMPARE(m_served.size(), 1u);
        QVERIFY(m_served[0].peer.startsWith("192.0.2.1 "_L1));
        m_served.clear();
    }
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
    int closed = 0;
    for (const auto &client : first) {
        QTRY_VERIFY(client->isClosed() || open(key("192.0.2.1")) == 2);
        closed += client->isClosed();
    }
    QCOMPARE(closed, 2);
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

void TestProxyProtocol::waitsForRoom()
{
    m_server->disconnect(this); // nobody takes them
    m_server->setMaxPendingConnections(2);
    Clients clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(send(m_header.first(half)));
        QCoreApplication::processEvents();
    }
    for (const auto &client : clients)
        QVERIFY(client->send(m_header.sliced(half)));
    QTRY_COMPARE(totals().open, 2u);
    for (int i = 0; i < 10; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(totals().open, 2u);
    for (quint64 taken = 1; taken <= 6; ++taken) {
        QTRY_VERIFY(m_server->hasPendingConnections());
        QVERIFY(m_server->nextPendingConnection());
        QTRY_COMPARE(totals().open, std::min<quint64>(taken + 2, 6));
    }
}

std::unique_ptr<Client> TestProxyProtocol::sendHalf()
{
    m_server->setProxyProtocol(
        {.trusted = {m_proxyKey}, .headerTimeout = 1min, .maximumReading = 1});
    auto client = send(m_header.first(half));
    const auto next = send(m_header.first(half));
    if (!QTest::qWaitFor([&next] { return next->isClosed(); }))
        qFatal("two headers are being read");
    return client;
}

void TestProxyProtocol::waitsForRoomInThePause()
{
    const auto client = sendHalf();
    m_server->pauseAccepting();
    QVERIFY(client->send(m_header.sliced(half)));
    for (int i = 0; i < 10; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(totals().admitted, 0u);
    QCOMPARE(m_served.size(), 0u);
    m_server->resumeAccepting();
    QTRY_COMPARE(m_served.size(), 1u);
}

void TestProxyProtocol::changesPlaceWhileReading()
{
    const QByteArray header = proxyBinary(0x21, 0x11, ipv4Addresses());
    Clients clients;
    for (int i = 0; i < 60; ++i) {
        clients.push_back(send(header.first(i % 28)));
        m_server->setAcceptMode(AcceptMode(i % 3));
        if (i % 7 == 0)
            QCoreApplication::processEvents();
    }
    for (int i = 0; i < 60; ++i) {
        QVERIFY(clients[std::size_t(i)]->send(header.sliced(i % 28)));
        m_server->setAcceptMode(AcceptMode(i % 3));
        if (i % 7 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_served.size(), 60u);
    QCOMPARE(open(key("192.0.2.1")), 60u);
}

void TestProxyProtocol::changesProtocolWhileReading()
{
    const auto relayed = sendHalf();
    m_server->setProxyProtocol({}); // for those who come now
    const auto direct = send(m_header);
    QTRY_COMPARE(m_served.size(), 1u);
    QCOMPARE(open(m_proxyKey), 1u);
    QVERIFY(relayed->send(m_header.sliced(half)));
    QTRY_COMPARE(m_served.size(), 2u);
    QCOMPARE(open(key("192.0.2.1")), 1u);
}

void TestProxyProtocol::closesWhileReading()
{
    Clients clients;
    for (int i = 0; i < 10; ++i)
        clients.push_back(send("PROXY TCP4 "));
    clients.push_back(sendFrom(m_stranger, {}));
    QCoreApplication::processEvents();
    m_server->close();
    for (const auto &client : clients)
        QVERIFY(client->isRefused());
    QCOMPARE(totals().open, 0u);
    listen(*m_server);
    const auto client = send(headerOf("192.0.2.1"));
    QTRY_COMPARE(m_served.size(), 1u);
}

void TestProxyProtocol::refusalDestroysTheServer()
{
    connect(m_limiter.get(), &ConnectionLimiter::connectionRefused, this,
            [this] { m_server.reset(); });
    m_server->setProxyProtocol({.trusted = {m_proxyKey}, .headerTimeout = 10ms});
    const auto first = send("PROXY ");
    const auto second = send({});
    QTRY_VERIFY(!m_server);
    QTRY_VERIFY(first->isClosed() && second->isClosed());
}

void TestProxyProtocol::refusalAtOnceDestroysTheServer_data()
{
    QTest::addColumn<bool>("byLimit");
    QTest::newRow("by its header") << false;
    QTest::newRow("by its limit") << true;
}

void TestProxyProtocol::refusalAtOnceDestroysTheServer()
{
    QFETCH(bool, byLimit);
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    connect(m_limiter.get(), &ConnectionLimiter::connectionRefused, this, [this] {
        m_served.clear();
        m_server.reset();
    });
    m_server->pauseAccepting();
    const auto first = send(byLimit ? m_header : QByteArray("GET / HTTP/1.1"));
    const auto second = send(m_header);
    m_server->resumeAccepting();
    QTRY_VERIFY(!m_server);
    QTRY_VERIFY(first->isClosed() && second->isClosed());
    QCOMPARE(totals().open, 0u);
}

void TestProxyProtocol::waitsWithoutAnEventLoop()
{
    QFETCH_GLOBAL(bool, isQtsLoop);
    if (isQtsLoop)
        QSKIP("QTcpServer waits for the next connection, whatever becomes of it");
    m_server->disconnect(this);
    const auto whole = send(m_header);
    QVERIFY(m_server->waitForNewConnection(20'000));
    QVERIFY(m_server->nextPendingConnection());
    const auto slow = send(m_header.first(half));
    QVERIFY(!m_server->waitForNewConnection(1));
    QVERIFY(slow->send(m_header.sliced(half)));
    QVERIFY(m_server->waitForNewConnection(20'000));
    QCOMPARE(m_server->nextPendingConnection()->peerAddress().toString(), u"192.0.2.1"_s);
    const auto direct = sendFrom(m_stranger, {});
    QVERIFY(m_server->waitForNewConnection(20'000));
    QVERIFY(m_server->nextPendingConnection());
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
    listen(*server);
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
    listen(server);
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
    listen(server);
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
