// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "proxiedserver.h"

#include <algorithm>

using namespace ConnLimit;
using namespace Qt::StringLiterals;

/// A PROXY header is believed from those who are trusted, and from nobody else.
class TestProxyStrangers : public ProxiedServer
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlacesAndQtsLoop(); }
    void init() { startServer(); }
    void cleanup() { compareWithStart(); }

    void headerFromAStranger_data();
    void headerFromAStranger();
    void lateHeaderFromAStranger();
    void strangerIsServed_data();
    void strangerIsServed();
    void strangerMayBeSilent();
    void strangerIsRefused();
    void nullKeyTrustsNobody();
    void everybodyIsTrusted();
};

void TestProxyStrangers::headerFromAStranger_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("version 1") << headerOf("192.0.2.1");
    QTest::newRow("version 1, only its beginning") << QByteArray("PROXY ");
    QTest::newRow("version 1, wrong") << QByteArray("PROXY me\r\n");
    QTest::newRow("version 2") << proxyBinary(0x21, 0x11, ipv4Addresses()) + "data";
    QTest::newRow("version 2, only its beginning") << proxyBinary(0x21, 0x11).first(12);
    QTest::newRow("version 2, local") << proxyBinary(0x20, 0);
}

void TestProxyStrangers::headerFromAStranger()
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

void TestProxyStrangers::lateHeaderFromAStranger()
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
    QTRY_COMPARE(quint64(std::count_if(clients.begin(), clients.end(), isClosed)), refused);
}

void TestProxyStrangers::strangerIsServed_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("one byte") << QByteArray("G");
    QTest::newRow("a request") << QByteArray("POST / HTTP/1.1\r\n\r\n");
    QTest::newRow("nearly a line") << QByteArray("PROXYTCP4 192.0.2.1");
    QTest::newRow("nearly a signature") << QByteArray("\r\n\r\nhello");
    QTest::newRow("beginning of a header") << QByteArray("PRO"); // when it has waited
}

void TestProxyStrangers::strangerIsServed()
{
    QFETCH(QByteArray, sent);
    const auto client = sendFrom(m_stranger, sent);
    QTRY_COMPARE(m_served.size(), 1u);
    QTRY_COMPARE(m_served[0].received, sent);
    QVERIFY(isPeer(m_served[0], toHostAddress(m_strangerKey).toString()));
    QCOMPARE(open(m_strangerKey), 1u);
    QCOMPARE(totals().refused(), 0u);
}

void TestProxyStrangers::strangerMayBeSilent()
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

void TestProxyStrangers::strangerIsRefused()
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

void TestProxyStrangers::nullKeyTrustsNobody()
{
    // A subnet that could not be read does not open the server to everybody.
    m_server->setProxyProtocol(
        {.trusted = {ClientKey()}, .directPeers = ProxyProtocol::DirectPeers::Refuse});
    const auto client = send(headerOf("192.0.2.1"));
    QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(totals().refusedBadProxyHeader, 1u);
}

void TestProxyStrangers::everybodyIsTrusted()
{
    for (const char *subnet : {"0.0.0.0/0", "::/0", "127.0.0.0/8"}) {
        m_server->setProxyProtocol({.trusted = {key("10.0.0.0/8"), key(subnet)}});
        const auto client = sendFrom(m_stranger, headerOf("192.0.2.1"));
        QTRY_COMPARE(m_served.size(), 1u);
        QVERIFY(m_served[0].peer.startsWith("192.0.2.1 "_L1));
        m_served.clear();
    }
}

QTEST_GUILESS_MAIN(TestProxyStrangers)

#include "tst_proxystrangers.moc"
