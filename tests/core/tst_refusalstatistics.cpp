// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/keyedhash_p.h>
#include <connlimit/core/refusalstatistics_p.h>

#include <QtTest/QTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <unordered_map>
#include <vector>

using namespace ConnLimit;

using TimePoint = RefusalStatistics::TimePoint;

class TestRefusalStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactWhileThereIsRoom();
    void boundsHold_data();
    void boundsHold();
    void lastMinute_data();
    void lastMinute();
    void lastMinuteBeginsAnew();
    void clockIsSetBack();
    void hashDependsOnItsKey();
    void hashSpreadsNeighbours();
};

void TestRefusalStatistics::exactWhileThereIsRoom()
{
    RefusalStatistics statistics(100);
    QVERIFY(!statistics.find(ClientKey::fromIPv4(1)));
    for (unsigned round = 0; round < 50; ++round) {
        for (unsigned client = round; client < 100; ++client)
            statistics.record(ClientKey::fromIPv4(client), Verdict::PerClientLimit,
                              TimePoint(std::chrono::seconds(round)));
    }
    QCOMPARE(statistics.entries().size(), 100u);
    for (unsigned client = 0; client < 100; ++client) {
        const auto *entry = statistics.find(ClientKey::fromIPv4(client));
        QVERIFY(entry);
        const unsigned times = std::min(client + 1, 50u);
        QCOMPARE(entry->count(), std::uint64_t(times));
        QCOMPARE(entry->error, 0u);
        QVERIFY(entry->last == TimePoint(std::chrono::seconds(times - 1)));
    }
}

void TestRefusalStatistics::boundsHold_data()
{
    QTest::addColumn<int>("stream");
    QTest::newRow("few often, many once") << 0;
    QTest::newRow("all the same") << 1;
    QTest::newRow("one after the other, in a circle") << 2;
    QTest::newRow("all once") << 3;
}

void TestRefusalStatistics::boundsHold()
{
    QFETCH(int, stream);
    constexpr std::size_t capacity = 50;
    constexpr unsigned length = 50'000;
    RefusalStatistics statistics(capacity);
    std::map<ClientKey, std::uint64_t> exact;
    std::minstd_rand random(7);
    for (unsigned i = 0; i < length; ++i) {
        unsigned client = 0;
        switch (stream) {
        case 0: client = random() % 2 ? unsigned(random()) % 10 : 1000 + unsigned(random()); break;
        case 1: client = unsigned(random()) % 500; break;
        case 2: client = i % (capacity + 1); break;
        default: client = i; break;
        }
        statistics.record(ClientKey::fromIPv4(client), Verdict::PerClientLimit,
                          TimePoint(std::chrono::seconds(i)));
        ++exact[ClientKey::fromIPv4(client)];
    }
    QCOMPARE(statistics.entries().size(), capacity);
    std::set<ClientKey> seen;
    for (const auto &entry : statistics.entries()) {
        QVERIFY(seen.insert(entry.client).second);
        QVERIFY(statistics.find(entry.client) == &entry);
        QVERIFY(entry.count() <= exact[entry.client]);
        QVERIFY(entry.estimate >= exact[entry.client]);
        QVERIFY(entry.error <= length / capacity);
    }
    // Whoever came more often than once in every `capacity` is in it.
    for (const auto &[client, count] : exact) {
        if (count > length / capacity)
            QVERIFY(statistics.find(client));
    }
}

void TestRefusalStatistics::lastMinute_data()
{
    QTest::addColumn<int>("longestGap"); // in milliseconds
    QTest::newRow("many a second") << 20;
    QTest::newRow("one in a while") << 10'000;
    QTest::newRow("with long pauses") << 100'000;
}

void TestRefusalStatistics::lastMinute()
{
    using namespace std::chrono_literals;
    QFETCH(int, longestGap);
    const ClientKey client = ClientKey::fromIPv4(1);
    RefusalStatistics statistics(4);
    std::minstd_rand random(7);
    std::vector<TimePoint> refusals;
    TimePoint now(std::chrono::hours(400'000) + std::chrono::milliseconds(random() % 100'000));
    for (int i = 0; i < 20'000; ++i) {
        now += std::chrono::milliseconds(random() % unsigned(longestGap));
        if (i % 3 != 0 || i == 0) {
            statistics.record(client, Verdict::PerClientLimit, now);
            refusals.push_back(now);
        }
        const auto after = [&](TimePoint time) {
            const auto first = std::upper_bound(refusals.begin(), refusals.end(), time);
            return std::uint64_t(refusals.end() - first);
        };
        const std::uint64_t count = statistics.find(client)->countLastMinute(now);
        QVERIFY(count >= after(now - 56s) && count <= after(now - 64s));
    }
}

void TestRefusalStatistics::lastMinuteBeginsAnew()
{
    const TimePoint now(std::chrono::hours(400'000));
    RefusalStatistics statistics(1);
    for (int i = 0; i < 5; ++i)
        statistics.record(ClientKey::fromIPv4(1), Verdict::Blocked, now);
    QCOMPARE(statistics.find(ClientKey::fromIPv4(1))->countLastMinute(now), std::uint64_t(5));
    QCOMPARE(statistics.find(ClientKey::fromIPv4(1))->lastVerdict(), Verdict::Blocked);

    statistics.record(ClientKey::fromIPv4(2), Verdict::TotalLimit, now); // takes its place
    const auto *entry = statistics.find(ClientKey::fromIPv4(2));
    QCOMPARE(entry->countLastMinute(now), std::uint64_t(1));
    QCOMPARE(entry->lastVerdict(), Verdict::TotalLimit);
    QVERIFY(!statistics.find(ClientKey::fromIPv4(1)));
}

void TestRefusalStatistics::clockIsSetBack()
{
    using namespace std::chrono_literals;
    const ClientKey client = ClientKey::fromIPv4(1);
    const TimePoint now(std::chrono::hours(400'000));
    RefusalStatistics statistics(1);
    statistics.record(client, Verdict::PerClientLimit, now);
    statistics.record(client, Verdict::PerClientLimit, now - 1h);
    const auto *entry = statistics.find(client);
    QCOMPARE(entry->countLastMinute(now - 1h), std::uint64_t(2));
    QVERIFY(entry->last == now - 1h);
    QCOMPARE(entry->countLastMinute(now - 1h + 64s), std::uint64_t(0));
    QCOMPARE(entry->countLastMinute(now - 2h), std::uint64_t(2)); // and is set back again
}

void TestRefusalStatistics::hashDependsOnItsKey()
{
    const KeyedHash hash;
    const KeyedHash copy = hash;
    const KeyedHash other;
    const ClientKey client = ClientKey::fromIPv4(0x7f000001);
    QCOMPARE(hash(client), copy(client));
    QVERIFY(hash(client) != other(client)); // wrong once in 2^64 runs
    const ClientKey::Bytes bytes{0x20, 0x01};
    QVERIFY(hash(ClientKey::fromIPv6(bytes, 64)) != hash(ClientKey::fromIPv6(bytes, 128)));

    // Whoever knows which clients collide under one key knows nothing of another.
    std::unordered_map<std::uint32_t, ClientKey> seen;
    unsigned pairs = 0, pairsElsewhere = 0;
    std::mt19937 random(1);
    for (unsigned i = 0; i < 500'000; ++i) {
        const ClientKey next = ClientKey::fromIPv4(std::uint32_t(random()));
        const auto [place, isNew] = seen.try_emplace(hash.tableHash(next), next);
        if (isNew || place->second == next)
            continue;
        ++pairs;
        pairsElsewhere += other.tableHash(place->second) == other.tableHash(next);
    }
    QVERIFY(pairs > 0); // some 58
    QVERIFY2(pairsElsewhere <= 1, qPrintable(QString::number(pairsElsewhere)));

    // Of one address, every prefix length is another client.
    std::set<std::uint32_t> lengths;
    for (unsigned length = 0; length <= 32; ++length)
        lengths.insert(hash.tableHash(ClientKey::fromIPv4(0, length)));
    QVERIFY(lengths.size() >= 32);
}

void TestRefusalStatistics::hashSpreadsNeighbours()
{
    // Of 4,096 buckets for as many addresses, about 1/e stay empty.
    const KeyedHash hash;
    std::set<std::size_t> whole, first, last, ipv6First, ipv6Last;
    for (unsigned i = 0; i < 4096; ++i) {
        const ClientKey ipv4 = ClientKey::fromIPv4(0x0a000000 + i);
        const ClientKey ipv6 = ClientKey::fromIPv6(
            {0x20, 0x01, 0x0d, 0xb8, 0, 0, std::uint8_t(i >> 8), std::uint8_t(i)}, 64);
        QVERIFY(hash.tableHash(ipv4) % 2 == 0 && hash.tableHash(ipv6) % 2 == 1);
        whole.insert(hash(ipv4) % 4096);
        first.insert(hash.tableHash(ipv4) >> 20);
        last.insert(hash.tableHash(ipv4) / 2 % 4096);
        ipv6First.insert(hash.tableHash(ipv6) >> 20);
        ipv6Last.insert(hash.tableHash(ipv6) / 2 % 4096);
    }
    for (const auto &buckets : {whole, first, last, ipv6First, ipv6Last}) {
        QVERIFY2(buckets.size() > 2350 && buckets.size() < 2830,
                 qPrintable(QString::number(buckets.size())));
    }
}

QTEST_APPLESS_MAIN(TestRefusalStatistics)

#include "tst_refusalstatistics.moc"
