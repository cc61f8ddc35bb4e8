// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/limiter.h>

#include <QtTest/QTest>

#include <array>
#include <atomic>
#include <random>
#include <thread>

using namespace ConnLimit;

namespace {

constexpr unsigned threadCount = 4;

/// Runs \a work(thread number) in several threads at once, to their ends.
template<class Work>
void inThreads(Work work)
{
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < threadCount; ++i)
        threads.emplace_back(work, i);
    for (std::thread &thread : threads)
        thread.join();
}

void raise(std::atomic<std::int64_t> &mark, std::int64_t value)
{
    std::int64_t seen = mark.load();
    while (seen < value && !mark.compare_exchange_weak(seen, value)) {
    }
}

} // namespace

/// The promises of Limiter and Lease, whatever the threads do.
class TestLimiterThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void perClientLimitIsExact();
    void totalLimitIsExact();
    void configIsObeyedAsAWhole();
    void conflictingChanges();
    void leasesGoBackInOtherThreads();
    void leasesOutliveTheLimiter();
    void viewersSeeWhatWasThere();
};

void TestLimiterThreads::perClientLimitIsExact()
{
    constexpr unsigned addresses = 8;
    constexpr std::int64_t limit = 3;
    constexpr int attempts = 20'000;
    std::atomic<std::uint64_t> releases = 0;
    Limiter limiter([&](const ClientKey &) { ++releases; });
    limiter.setConfig({.maximumConnectionsPerClient = limit});

    // Counted by the leases that are held, apart from the limiter.
    std::array<std::atomic<std::int64_t>, addresses> held{};
    std::array<std::atomic<std::int64_t>, addresses> highest{};
    std::atomic<std::uint64_t> admitted = 0;
    std::atomic<std::uint64_t> refused = 0;
    inThreads([&](unsigned thread) {
        std::minstd_rand random(thread + 1);
        std::vector<std::pair<unsigned, Lease>> leases;
        for (int i = 0; i < attempts; ++i) {
            const unsigned address = unsigned(random()) % addresses;
            Admission admission = limiter.acquire(ClientKey::fromIPv4(address));
            if (admission.isAdmitted()) {
                ++admitted;
                raise(highest[address], ++held[address]);
                leases.emplace_back(address, std::move(admission.lease));
            } else {
                ++refused;
            }
            if (leases.size() > 5 || (random() % 2 && !leases.empty())) {
                --held[leases.back().first]; // before: it is no longer counted by us while it still
                                             // is there
                leases.pop_back();
            }
        }
        for (const auto &[address, lease] : leases)
            --held[address];
    });
    for (const auto &mark : highest)
        QVERIFY2(mark <= limit && mark > 0, qPrintable(QString::number(mark)));
    const Totals totals = limiter.totals();
    QCOMPARE(totals.open, 0u);
    QCOMPARE(totals.clients, 0u);
    QCOMPARE(totals.admitted, admitted.load());
    QCOMPARE(totals.refusedPerClientLimit, refused.load());
    QCOMPARE(admitted + refused, std::uint64_t(threadCount) * attempts);
    QCOMPARE(releases.load(), admitted.load());
    std::uint64_t remembered = 0;
    for (unsigned address = 0; address < addresses; ++address)
        remembered += limiter.status(ClientKey::fromIPv4(address)).refused;
    QCOMPARE(remembered, refused.load());
}

void TestLimiterThreads::totalLimitIsExact()
{
    constexpr std::int64_t limit = 5;
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 0, .maximumConnections = limit});
    std::atomic<std::int64_t> held = 0;
    std::atomic<std::int64_t> highest = 0;
    inThreads([&](unsigned thread) {
        std::minstd_rand random(thread + 1);
        for (int i = 0; i < 5'000; ++i) {
            std::vector<Lease> leases;
            for (unsigned n = random() % 4; n > 0; --n) {
                Admission admission = limiter.acquire(ClientKey::fromIPv4(unsigned(random())));
                if (!admission.isAdmitted())
                    continue;
                raise(highest, ++held);
                leases.push_back(std::move(admission.lease));
            }
            held -= std::int64_t(leases.size());
        }
    });
    QVERIFY2(highest <= limit && highest > 0, qPrintable(QString::number(highest)));
    QCOMPARE(limiter.totals().open, 0u);
}

void TestLimiterThreads::configIsObeyedAsAWhole()
{
    // Two Configs that admit one connection of an address, each by another of its fields. A mixture
    // would admit two, or none.
    const Config byClient{
        .maximumConnectionsPerClient = 1, .maximumConnections = 0, .ipv4PrefixLength = 8};
    const Config byTotal{
        .maximumConnectionsPerClient = 0, .maximumConnections = 1, .ipv4PrefixLength = 32};
    Limiter limiter;
    limiter.setConfig(byClient);
    std::atomic<bool> isDone = false;
    std::thread changer([&] {
        while (!isDone) {
            limiter.setConfig(byTotal);
            limiter.setConfig(byClient);
        }
    });
    int wrong = 0;
    for (int i = 0; i < 30'000; ++i) {
        const Admission admission = limiter.acquire(ClientKey::fromIPv4(0x7f000000u + unsigned(i)));
        const unsigned bits = admission.client.prefixLength();
        wrong += !admission.isAdmitted() || (bits != 8 && bits != 32);
        const Config config = limiter.config();
        wrong += config != byClient && config != byTotal;
    }
    isDone = true;
    changer.join();
    QCOMPARE(wrong, 0);
    QCOMPARE(limiter.totals().open, 0u);
}

void TestLimiterThreads::conflictingChanges()
{
    // Each adds one, based on what it has read: none is lost.
    constexpr std::uint32_t each = 500;
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1});
    const std::uint64_t before = limiter.configRevision().revision;
    inThreads([&](unsigned) {
        for (std::uint32_t done = 0; done < each;) {
            ConfigRevision revision = limiter.configRevision();
            ++revision.config.maximumConnectionsPerClient;
            done += limiter.setConfig(revision.config, revision.revision).isApplied();
        }
    });
    QCOMPARE(limiter.config().maximumConnectionsPerClient, 1 + threadCount * each);
    QCOMPARE(limiter.configRevision().revision, before + threadCount * each);
}

void TestLimiterThreads::leasesGoBackInOtherThreads()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 0});
    std::array<std::vector<Lease>, threadCount> leases;
    for (int i = 0; i < 4'000; ++i)
        leases[unsigned(i) % threadCount].push_back(
            limiter.acquire(ClientKey::fromIPv4(unsigned(i) % 7)).lease);
    inThreads([&](unsigned thread) { leases[thread].clear(); });
    QCOMPARE(limiter.totals().open, 0u);
    QCOMPARE(limiter.totals().clients, 0u);
}

void TestLimiterThreads::leasesOutliveTheLimiter()
{
    std::atomic<int> releases = 0;
    auto limiter = std::make_unique<Limiter>([&](const ClientKey &) { ++releases; });
    std::array<std::vector<Lease>, threadCount> leases;
    for (unsigned i = 0; i < 400; ++i)
        leases[i % threadCount].push_back(limiter->acquire(ClientKey::fromIPv4(i)).lease);
    inThreads([&](unsigned thread) {
        if (thread == 0)
            limiter.reset();
        leases[thread].clear();
    });
    QCOMPARE(releases.load(), 400);
}

void TestLimiterThreads::viewersSeeWhatWasThere()
{
    constexpr std::uint32_t limit = 4;
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = limit});
    std::atomic<unsigned> running = threadCount - 1;
    std::atomic<int> wrong = 0;
    inThreads([&](unsigned thread) {
        if (thread != 0) {
            std::minstd_rand random(thread);
            std::vector<Lease> leases(20);
            for (int i = 0; i < 20'000; ++i)
                leases[random() % leases.size()]
                    = limiter.acquire(ClientKey::fromIPv4(random() % 50)).lease;
            --running;
            return;
        }
        while (running > 0) {
            limiter.snapshot([&](std::span<const ClientCount> counts) {
                for (const ClientCount &count : counts)
                    wrong += count.open < 1 || count.open > limit;
            });
            const ClientPage page = limiter.top({.count = 10, .filter = {}});
            wrong += page.clients.size() > 10 || page.clients.size() > page.matching;
            const Totals totals = limiter.totals();
            wrong += totals.open > (threadCount - 1) * 21 || totals.clients > totals.open;
        }
    });
    QCOMPARE(wrong.load(), 0);
}

QTEST_APPLESS_MAIN(TestLimiterThreads)

#include "tst_limiterthreads.moc"
