// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "snapshots.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QtEndian>
#include <QtTest/QTest>

#include <algorithm>
#include <limits>

using namespace ConnLimit;

static ClientKey address(const char *text)
{
    return *ClientKey::fromString(text);
}

/// What those who look at a limiter see of its clients.
class TestLimiterViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusalsAreRemembered();
    void manyRefusalsAreBounded();
    void topMatchesASort();
    void topEdges();
    void snapshotMayCallBack();
};

void TestLimiterViews::refusalsAreRemembered()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1});
    const auto before = std::chrono::system_clock::now();
    Admission admission = limiter.acquire(address("192.0.2.1"));
    QVERIFY(!limiter.status(address("192.0.2.1")).lastRefused);
    for (int i = 0; i < 3; ++i)
        QVERIFY(!limiter.acquire(address("192.0.2.1")).isAdmitted());
    ClientStatus status = limiter.status(address("192.0.2.1"));
    QCOMPARE(status.open, 1u);
    QCOMPARE(status.limit, 1u);
    QCOMPARE(status.refused, 3u);
    QVERIFY(*status.lastRefused >= before
            && *status.lastRefused <= std::chrono::system_clock::now());
    admission.lease.release();
    QCOMPARE(limiter.status(address("192.0.2.1")).refused, 3u); // outlives the connection
    const Totals totals = limiter.totals();
    QCOMPARE(totals.admitted, 1u);
    QCOMPARE(totals.refusedPerClientLimit, 3u);
    QCOMPARE(totals.refused(), 3u);
    status = limiter.status(address("192.0.2.9"));
    QVERIFY(status.open == 0 && status.refused == 0 && !status.lastRefused);
}

void TestLimiterViews::manyRefusalsAreBounded()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnections = 1});
    const Admission one = limiter.acquire(address("192.0.2.1"));
    constexpr quint32 clients = 10 * Limiter::refusalCapacity;
    for (quint32 i = 0; i < clients; ++i)
        QVERIFY(!limiter.acquire(ClientKey::fromIPv4(0x0a000000 + i)).isAdmitted());
    std::size_t remembered = 0;
    for (quint32 i = 0; i < clients; ++i) {
        const ClientStatus status = limiter.status(ClientKey::fromIPv4(0x0a000000 + i));
        QVERIFY(status.refused <= 1); // never more than it was
        remembered += status.lastRefused.has_value();
    }
    QCOMPARE(remembered, Limiter::refusalCapacity);
    QCOMPARE(limiter.totals().refusedTotalLimit, std::uint64_t(clients));
}

void TestLimiterViews::topMatchesASort()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArray note = "seed " + QByteArray::number(seed);
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 4});
    std::vector<Lease> leases;
    for (int i = 0; i < 2000; ++i) {
        Admission admission = limiter.acquire(ClientKey::fromIPv4(random.bounded(500u)));
        if (admission.isAdmitted())
            leases.push_back(std::move(admission.lease));
    }
    std::vector<ClientStatus> all;
    for (const auto &[client, open] : snapshotOf(limiter))
        all.push_back(limiter.status(client));

    for (const ClientOrder order : {ClientOrder::Client, ClientOrder::Open, ClientOrder::Limit,
                                    ClientOrder::Refused, ClientOrder::LastRefused}) {
        for (const SortDirection direction :
             {SortDirection::Ascending, SortDirection::Descending}) {
            std::vector<ClientStatus> expected = all;
            const auto value = [order](const ClientStatus &status) -> std::int64_t {
                switch (order) {
                case ClientOrder::Client:
                    return qFromBigEndian<quint32>(status.client.bytes().data() + 12);
                case ClientOrder::Open: return status.open;
                case ClientOrder::Limit: return status.limit;
                case ClientOrder::Refused: return std::int64_t(status.refused);
                case ClientOrder::Share: // not among those that are asked for here
                case ClientOrder::RefusedLastMinute:
                case ClientOrder::LastRefused:
                case ClientOrder::Share:
                case ClientOrder::RefusedLastMinute: break;
                }
                return status.lastRefused ? status.lastRefused->time_since_epoch().count() : -1;
            };
            std::sort(expected.begin(), expected.end(), [&](const auto &a, const auto &b) {
                const bool isUp = direction == SortDirection::Ascending;
                return value(a) != value(b) ? (value(a) < value(b)) == isUp : a.client < b.client;
            });
            const std::size_t offset = random.bounded(600u);
            const std::size_t count = random.bounded(100u);
            const ClientPage page = limiter.top({order, direction, offset, count, {}});
            QCOMPARE(page.matching, all.size());
            const std::size_t left = expected.size() - std::min(offset, expected.size());
            QVERIFY2(page.clients.size() == std::min(count, left), note.constData());
            for (std::size_t i = 0; i < page.clients.size(); ++i) {
                QVERIFY2(page.clients[i].client == expected[offset + i].client, note.constData());
                QCOMPARE(page.clients[i].open, expected[offset + i].open);
                QCOMPARE(page.clients[i].refused, expected[offset + i].refused);
            }
        }
    }
}

void TestLimiterViews::topEdges()
{
    Limiter limiter;
    QCOMPARE(limiter.top({}).clients.size(), 0u);
    std::vector<Lease> leases;
    for (quint32 i = 0; i < 10; ++i)
        leases.push_back(limiter.acquire(ClientKey::fromIPv4(i)).lease);
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    QCOMPARE(limiter.top({.offset = 0, .count = 0, .filter = {}}).clients.size(), 0u);
    QCOMPARE(limiter.top({.offset = 0, .count = 0, .filter = {}}).matching, 10u);
    QCOMPARE(limiter.top({.offset = most, .count = most, .filter = {}}).clients.size(), 0u);
    QCOMPARE(limiter.top({.offset = 5, .count = most, .filter = {}}).clients.size(), 5u);
    const ClientPage filtered = limiter.top(
        {.filter = [](const ClientKey &client) { return client == ClientKey::fromIPv4(3); }});
    QCOMPARE(filtered.matching, 1u);
    QCOMPARE(filtered.clients.size(), 1u);
}

void TestLimiterViews::snapshotMayCallBack()
{
    Limiter limiter;
    const Admission one = limiter.acquire(address("192.0.2.1"));
    Lease taken;
    limiter.snapshot([&](std::span<const ClientCount>) {
        taken = limiter.acquire(address("192.0.2.2")).lease;
        QVERIFY(limiter.setConfig({.maximumConnectionsPerClient = 3}).isApplied());
    });
    QCOMPARE(limiter.totals().open, 2u);
}

QTEST_APPLESS_MAIN(TestLimiterViews)

#include "tst_limiterviews.moc"
