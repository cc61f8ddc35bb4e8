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
    void refusedClients();
    void topMatchesASort_data();
    void topMatchesASort();
    void topFilters();
    void topEdges();
    void snapshotMayCallBack();

private:
    struct Crowd;
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

void TestLimiterViews::refusedClients()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1,
                       .rules = {{address("198.51.100.0/24"), RuleAction::Block}}});
    QVERIFY(limiter.refusedClients().empty());
    const Admission admitted = limiter.acquire(address("192.0.2.1"));
    QVERIFY(!limiter.acquire(address("192.0.2.1")).isAdmitted());
    for (int i = 0; i < 2; ++i)
        QVERIFY(!limiter.acquire(address("198.51.100.7")).isAdmitted());
    std::vector<ClientStatus> clients = limiter.refusedClients();
    QCOMPARE(clients.size(), std::size_t(2));
    std::ranges::sort(clients, {}, &ClientStatus::client);
    const ClientStatus &open = clients[0];
    QVERIFY(open.client == address("192.0.2.1"));
    QVERIFY(open.open == 1 && open.limit == 1 && open.refused == 1 && !open.rule);
    QVERIFY(open.lastVerdict == Verdict::PerClientLimit);
    const ClientStatus &blocked = clients[1];
    QVERIFY(blocked.client == address("198.51.100.7"));
    QVERIFY(blocked.open == 0 && blocked.refused == 2 && blocked.refusedLastMinute == 2);
    QVERIFY(blocked.rule && blocked.rule->action == RuleAction::Block);
    QVERIFY(blocked.lastVerdict == Verdict::Blocked && blocked.lastRefused);

    limiter.setConfig({.maximumConnectionsPerClient = 1, .dryRun = true});
    const Admission dry = limiter.acquire(address("192.0.2.1"));
    QVERIFY(dry.isAdmitted());
    QVERIFY(limiter.status(address("192.0.2.1")).lastVerdict == Verdict::PerClientLimit);
    QCOMPARE(limiter.status(address("192.0.2.1")).refused, 2u);
}

/// Clients with and without connections, refusals and rules; more of them than a heap is kept for.
struct TestLimiterViews::Crowd
{
    Limiter limiter;
    std::vector<Lease> leases;
    std::vector<ClientStatus> connected;
    std::vector<ClientStatus> all; // the same, and those without a connection

    explicit Crowd(QRandomGenerator &random)
    {
        Config config{.maximumConnectionsPerClient = 4};
        limiter.setConfig(config);
        for (int i = 0; i < 20'000; ++i) {
            Admission admission = limiter.acquire(ClientKey::fromIPv4(random.bounded(7000u)));
            if (admission.isAdmitted() && random.bounded(3) > 0)
                leases.push_back(std::move(admission.lease));
        }
        for (quint32 i = 0; i < 200; ++i) // have a limit of their own, or none, or are kept out
            config.rules.push_back({ClientKey::fromIPv4(random.bounded(35u) * 200 + i),
                                    i % 3 == 0 ? RuleAction::Block : RuleAction::Limit,
                                    i % 3 == 0 ? 0 : i % 7});
        limiter.setConfig(config);
        for (int i = 0; i < 2000; ++i)
            limiter.recordRefusal(ClientKey::fromIPv4(random.bounded(9000u)), Verdict::Overload);
        for (const auto &[client, open] : snapshotOf(limiter))
            connected.push_back(limiter.status(client));
        all = connected;
        for (const ClientStatus &status : limiter.refusedClients()) {
            if (status.open == 0)
                all.push_back(status);
        }
    }
};

static double valueOf(const ClientStatus &status, ClientOrder order)
{
    constexpr double most = std::numeric_limits<double>::infinity();
    const bool isBlocked = status.rule && status.rule->action == RuleAction::Block;
    switch (order) {
    case ClientOrder::Client: return qFromBigEndian<quint32>(status.client.bytes().data() + 12);
    case ClientOrder::Open: return status.open;
    case ClientOrder::Limit: return status.limit != 0 || isBlocked ? status.limit : most;
    case ClientOrder::Share:
        if (isBlocked)
            return status.open == 0 ? 0 : most;
        return status.limit == 0 ? 0 : double(status.open) / status.limit;
    case ClientOrder::Refused: return double(status.refused);
    case ClientOrder::RefusedLastMinute: return double(status.refusedLastMinute);
    case ClientOrder::LastRefused: break;
    }
    using Seconds = std::chrono::duration<double>;
    static const auto start = std::chrono::system_clock::now() - std::chrono::hours(1);
    return status.lastRefused ? Seconds(*status.lastRefused - start).count() : 0;
}

static std::vector<ClientStatus> sorted(std::vector<ClientStatus> clients, const ClientQuery &query)
{
    std::ranges::sort(clients, [&query](const ClientStatus &a, const ClientStatus &b) {
        const double x = valueOf(a, query.order);
        const double y = valueOf(b, query.order);
        return x != y ? (x < y) == (query.direction == SortDirection::Ascending)
                      : a.client < b.client;
    });
    return clients;
}

void TestLimiterViews::topMatchesASort_data()
{
    QTest::addColumn<int>("order");
    QTest::addColumn<bool>("isUp");
    const std::pair<const char *, ClientOrder> orders[]
        = {{"client", ClientOrder::Client},
           {"open", ClientOrder::Open},
           {"limit", ClientOrder::Limit},
           {"refused", ClientOrder::Refused},
           {"last refused", ClientOrder::LastRefused},
           {"share", ClientOrder::Share},
           {"refused in the last minute", ClientOrder::RefusedLastMinute}};
    for (const auto &[name, order] : orders) {
        QTest::addRow("%s, ascending", name) << int(order) << true;
        QTest::addRow("%s, descending", name) << int(order) << false;
    }
}

void TestLimiterViews::topMatchesASort()
{
    QFETCH(int, order);
    QFETCH(bool, isUp);
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArray note = "seed " + QByteArray::number(seed);
    const Crowd crowd(random);
    QVERIFY(crowd.all.size() > crowd.connected.size() && crowd.connected.size() > 4096);
    ClientQuery query{.order = ClientOrder(order),
                      .direction = isUp ? SortDirection::Ascending : SortDirection::Descending,
                      .filter = {}};
    for (const bool includeRefused : {false, true}) {
        query.includeRefused = includeRefused;
        const std::vector<ClientStatus> expected
            = sorted(includeRefused ? crowd.all : crowd.connected, query);
        const std::size_t size = expected.size();
        const std::pair<std::size_t, std::size_t> pages[]
            = {{0, 100},        {random.bounded(3000u), random.bounded(1000u)},
               {4000, 96},      {4000, 97}, // in a heap, and not
               {4500, 100},     {size - 100, 100},
               {size - 7, 100}, {size - 1, 1},
               {size, 100},     {size + 1000, 100},
               {0, size},       {random.bounded(quint32(size)), random.bounded(quint32(size))}};
        for (const auto &[offset, count] : pages) {
            query.offset = offset;
            query.count = count;
            const ClientPage page = crowd.limiter.top(query);
            QVERIFY2(page.matching == size, note.constData());
            const std::size_t left = size - std::min(offset, size);
            QVERIFY2(page.clients.size() == std::min(count, left), note.constData());
            for (std::size_t i = 0; i < page.clients.size(); ++i) {
                const ClientStatus &found = page.clients[i];
                const ClientStatus &wanted = expected[offset + i];
                QVERIFY2(found.client == wanted.client, note.constData());
                QCOMPARE(found.open, wanted.open);
                QCOMPARE(found.refused, wanted.refused);
                QCOMPARE(found.refusedLastMinute, wanted.refusedLastMinute);
                QVERIFY(found.lastVerdict == wanted.lastVerdict && found.rule == wanted.rule);
            }
        }
    }
}

void TestLimiterViews::topFilters()
{
    QRandomGenerator random(7);
    const Crowd crowd(random);
    const auto isEven = [](const ClientKey &client) { return client.bytes()[15] % 2 == 0; };
    for (const bool includeRefused : {false, true}) {
        std::vector<ClientStatus> expected = includeRefused ? crowd.all : crowd.connected;
        std::erase_if(expected, [&](const ClientStatus &status) { return !isEven(status.client); });
        const ClientQuery query{.order = ClientOrder::Refused,
                                .offset = 10,
                                .count = 5000,
                                .filter = isEven,
                                .includeRefused = includeRefused};
        expected = sorted(expected, query);
        const ClientPage page = crowd.limiter.top(query);
        QCOMPARE(page.matching, expected.size());
        QCOMPARE(page.clients.size(), expected.size() - 10);
        for (std::size_t i = 0; i < page.clients.size(); ++i)
            QVERIFY(page.clients[i].client == expected[i + 10].client);
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
