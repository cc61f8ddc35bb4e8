// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/keyedhash_p.h>
#include <connlimit/core/refusalstatistics_p.h>

#include <QtTest/QTest>

#include <map>
#include <random>
#include <set>

using namespace ConnLimit;

using TimePoint = RefusalStatistics::TimePoint;

class TestRefusalStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactWhileThereIsRoom();
    void boundsHold_data();
    void boundsHold();
    void hashDependsOnItsKey();
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

    // Neighbours spread: of 4,096 buckets for as many addresses, about 1/e stay empty.
    std::set<std::size_t> buckets;
    for (unsigned i = 0; i < 4096; ++i)
        buckets.insert(hash(ClientKey::fromIPv4(0x0a000000 + i)) % 4096);
    QVERIFY2(buckets.size() > 2350 && buckets.size() < 2830,
             qPrintable(QString::number(buckets.size())));
}

QTEST_APPLESS_MAIN(TestRefusalStatistics)

#include "tst_refusalstatistics.moc"
