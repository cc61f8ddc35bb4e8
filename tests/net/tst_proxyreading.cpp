// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "exhaustion.h"
#include "proxiedserver.h"

#include <connlimit/net/acceptpace_p.h>

#include <algorithm>
#include <sys/resource.h>

using namespace ConnLimit;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// What may happen while the rest of a PROXY header is awaited.
class TestProxyReading : public ProxiedServer
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlacesAndQtsLoop(); }
    void init() { startServer(); }
    void cleanup() { compareWithStart(); }

    void unfinishedHeaderEnds_data();
    void unfinishedHeaderEnds();
    void proxyClosesInTheMiddle_data() { unfinishedHeaderEnds_data(); }
    void proxyClosesInTheMiddle();
    void manyHalfHeaders();
    void headersBeingReadAreLimited();
    void descriptorsRunOut();
    void noDescriptorToWaitWith();
    void turnServesABatch();
    void waitsForRoom();
    void waitsForRoomInThePause();
    void changesPlaceWhileReading();
    void changesProtocolWhileReading();
    void closesWhileReading();
    void refusalDestroysTheServer();
    void refusalAtOnceDestroysTheServer_data();
    void refusalAtOnceDestroysTheServer();
    void waitsWithoutAnEventLoop();

private:
    /// A proxy that has sent half of its header, which the server is reading.
    std::unique_ptr<Client> sendHalf();

    static constexpr qsizetype half = 10;
};

void TestProxyReading::unfinishedHeaderEnds_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("silent") << QByteArray();
    QTest::newRow("first byte of a line") << QByteArray("P");
    QTest::newRow("half a line") << QByteArray("PROXY TCP4 192.0.2.1 192.0");
    QTest::newRow("line without its last byte") << headerOf("192.0.2.1").chopped(1);
    QTest::newRow("half a signature") << QByteArray("\r\n\r\n");
    QTest::newRow("half a binary header") << proxyBinary(0x21, 0x11, ipv4Addresses()).first(20);
}

void TestProxyReading::unfinishedHeaderEnds()
{
    QFETCH(QByteArray, sent);
    m_server->setProxyProtocol({.trusted = {m_proxyKey}, .headerTimeout = 20ms});
    const auto client = send(sent);
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(totals().refusedBadProxyHeader, 1u);
    QCOMPARE(totals().open, 0u);
    QCOMPARE(m_served.size(), 0u);
}

void TestProxyReading::proxyClosesInTheMiddle()
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

void TestProxyReading::manyHalfHeaders()
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

void TestProxyReading::headersBeingReadAreLimited()
{
    m_server->setProxyProtocol(
        {.trusted = {m_proxyKey}, .headerTimeout = 1min, .maximumReading = 2});
    Clients clients;
    for (int i = 0; i < 4; ++i) {
        clients.push_back(send(m_header.first(half)));
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(totals().refusedOverload, 2u);
    const auto isClosed = [](const auto &client) { return client->isClosed(); };
    QTRY_COMPARE(std::count_if(clients.begin(), clients.end(), isClosed), 2);
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

void TestProxyReading::descriptorsRunOut()
{
    Clients clients(60);
    for (auto &client : clients)
        client = std::make_unique<Client>();
    Client spare;
    {
        Exhaustion exhaustion;
        exhaustion.free(48); // of 256, an eighth is not for connections: there are 16
        for (const auto &client : clients) {
            QVERIFY(client->connect(m_server->serverPort(), m_proxy));
            QVERIFY(client->send(m_header.first(half)));
        }
        QTRY_VERIFY(clients.back()->isClosed());
        const auto isClosed = [](const auto &client) { return client->isClosed(); };
        const auto reading = std::remove_if(clients.begin(), clients.end(), isClosed);
        const auto shed = std::size_t(clients.end() - reading);
        clients.erase(reading, clients.end());
        QVERIFY(clients.size() > 10);
        QCOMPARE(totals().refusedOverload, shed);
        QCOMPARE(totals().refused(), shed);
        QCOMPARE(totals().admitted, 0u);

        // Those that are being read are served, or make room.
        for (std::size_t i = 0; i < clients.size(); ++i) {
            if (i % 2)
                clients[i]->close();
            else
                QVERIFY(clients[i]->send(m_header.sliced(half)));
        }
        const std::size_t ended = clients.size() / 2;
        QTRY_COMPARE(m_served.size(), clients.size() - ended);
        QTRY_COMPARE(totals().refusedBadProxyHeader, ended);
        QCOMPARE(totals().open, m_served.size());
        QVERIFY(spare.connect(m_server->serverPort(), m_proxy));
        QVERIFY(spare.send(m_header));
        QTRY_COMPARE(m_served.size(), clients.size() - ended + 1);
        QCOMPARE(totals().refusedOverload, shed);
    }
    const std::size_t served = m_served.size();
    const auto next = send(m_header);
    QTRY_COMPARE(m_served.size(), served + 1);
    clients.clear();
    spare.close();
    QTRY_COMPARE(totals().open, 1u); // cleanup() looks at the descriptors
}

void TestProxyReading::noDescriptorToWaitWith()
{
    QFETCH_GLOBAL(bool, isQtsLoop);
    if (isQtsLoop)
        QSKIP("QTcpServer stops for good when descriptors run out");
    Client relayed;
    Client direct;
    Client whole;
    m_server->pauseAccepting(); // until all of it has come: it need not wait, and nobody has so far
    const auto first = send(m_header);
    m_server->resumeAccepting();
    QTRY_COMPARE(m_served.size(), 1u); // accept4() has a descriptor even when it fails
    Exhaustion exhaustion;
    exhaustion.freeLowest(); // for the connection, and none to wait for its bytes with
    QVERIFY(relayed.connect(m_server->serverPort(), m_proxy));
    QTRY_VERIFY(relayed.isClosed());
    QTRY_COMPARE(totals().refusedOverload, 1u);
    QVERIFY(direct.connect(m_server->serverPort(), m_stranger));
    QTRY_VERIFY(direct.isClosed());
    QTRY_COMPARE(totals().refusedOverload, 2u);
    QCOMPARE(totals().admitted, 1u);
    QCOMPARE(totals().open, 1u);
    m_server->pauseAccepting();
    QVERIFY(whole.connect(m_server->serverPort(), m_proxy));
    QVERIFY(whole.send(m_header));
    m_server->resumeAccepting();
    QTRY_COMPARE(m_served.size(), 2u);
    QCOMPARE(totals().refused(), 2u);
}

void TestProxyReading::turnServesABatch()
{
    QFETCH_GLOBAL(bool, isQtsLoop);
    if (isQtsLoop)
        QSKIP("QTcpServer accepts without bound in one turn");
    Clients clients;
    for (int i = 0; i < 200; ++i)
        clients.push_back(send(m_header.first(half)));
    const auto last = send(headerOf("192.0.2.2")); // served when all of them are being read
    QTRY_COMPARE(m_served.size(), 1u);
    m_server->pauseAccepting();
    for (const auto &client : clients)
        QVERIFY(client->send(m_header.sliced(half)));
    for (int i = 0; i < 200; ++i) // whose first bytes are there
        clients.push_back(i % 2 ? send(m_header) : sendFrom(m_stranger, "hello"));
    m_server->resumeAccepting();
    while (m_served.size() < 1 + clients.size()) {
        const std::size_t before = m_served.size();
        QCoreApplication::processEvents(); // one turn
        QVERIFY2(m_served.size() - before <= AcceptPace::turn,
                 qPrintable(QString::number(m_served.size() - before)));
    }
}

void TestProxyReading::waitsForRoom()
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

std::unique_ptr<Client> TestProxyReading::sendHalf()
{
    m_server->setProxyProtocol(
        {.trusted = {m_proxyKey}, .headerTimeout = 1min, .maximumReading = 1});
    auto client = send(m_header.first(half));
    const auto next = send(m_header.first(half));
    if (!QTest::qWaitFor([&next] { return next->isClosed(); }))
        qFatal("two headers are being read");
    return client;
}

void TestProxyReading::waitsForRoomInThePause()
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

void TestProxyReading::changesPlaceWhileReading()
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

void TestProxyReading::changesProtocolWhileReading()
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

void TestProxyReading::closesWhileReading()
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
    QVERIFY(listenInPlace(*m_server));
    const auto client = send(headerOf("192.0.2.1"));
    QTRY_COMPARE(m_served.size(), 1u);
}

void TestProxyReading::refusalDestroysTheServer()
{
    connect(m_limiter.get(), &ConnectionLimiter::connectionRefused, this,
            [this] { m_server.reset(); });
    m_server->setProxyProtocol({.trusted = {m_proxyKey}, .headerTimeout = 10ms});
    const auto first = send("PROXY ");
    const auto second = send({});
    QTRY_VERIFY(!m_server);
    QTRY_VERIFY(first->isClosed() && second->isClosed());
}

void TestProxyReading::refusalAtOnceDestroysTheServer_data()
{
    QTest::addColumn<bool>("byLimit");
    QTest::newRow("by its header") << false;
    QTest::newRow("by its limit") << true;
}

void TestProxyReading::refusalAtOnceDestroysTheServer()
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

void TestProxyReading::waitsWithoutAnEventLoop()
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

QTEST_GUILESS_MAIN(TestProxyReading)

#include "tst_proxyreading.moc"
