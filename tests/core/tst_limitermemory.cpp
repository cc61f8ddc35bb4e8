// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/limiter.h>

#include <QtTest/QTest>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <new>

using namespace ConnLimit;

// What this program has on the heap, through operator new: a word in front of each block has its
// size.

namespace {

// Of this thread: Qt Test has one of its own.
thread_local std::size_t live = 0;
thread_local std::size_t allocations = 0;
thread_local std::size_t allocationLimit = SIZE_MAX; // before there is no memory any more

void *allocate(std::size_t size, std::size_t alignment)
{
    if (allocations >= allocationLimit)
        throw std::bad_alloc();
    const std::size_t front = std::max(alignment, alignof(std::max_align_t));
    char *block = static_cast<char *>(std::aligned_alloc(front, (size / front + 2) * front));
    if (!block)
        throw std::bad_alloc();
    live += size;
    ++allocations;
    *reinterpret_cast<std::size_t *>(block + front - sizeof(std::size_t)) = size;
    return block + front;
}

void release(void *pointer, std::size_t alignment) noexcept
{
    if (!pointer)
        return;
    char *block = static_cast<char *>(pointer);
    live -= *reinterpret_cast<std::size_t *>(block - sizeof(std::size_t));
    std::free(block - std::max(alignment, alignof(std::max_align_t)));
}

} // namespace

// All that are used here: by default some call others, but not with a sanitizer.
void *operator new(std::size_t size)
{
    return allocate(size, 1);
}
void *operator new[](std::size_t size)
{
    return allocate(size, 1);
}
void *operator new(std::size_t size, std::align_val_t alignment)
{
    return allocate(size, std::size_t(alignment));
}
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept
{
    try {
        return allocate(size, 1);
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}
void operator delete(void *pointer) noexcept
{
    release(pointer, 1);
}
void operator delete[](void *pointer) noexcept
{
    release(pointer, 1);
}
void operator delete(void *pointer, std::size_t) noexcept
{
    release(pointer, 1);
}
void operator delete[](void *pointer, std::size_t) noexcept
{
    release(pointer, 1);
}
void operator delete(void *pointer, std::align_val_t alignment) noexcept
{
    release(pointer, std::size_t(alignment));
}
void operator delete(void *pointer, std::size_t, std::align_val_t alignment) noexcept
{
    release(pointer, std::size_t(alignment));
}

/// What a Limiter has on the heap, and when it asks for more.
class TestLimiterMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyIsSmall();
    void bytesForAClient_data();
    void bytesForAClient();
    void clientsThatComeAndGoLeaveNothing();
    void loneClientAllocatesNothing();
    void refusalsAreBounded();
    void refusalAllocatesNothing();
    void noMemoryForAClient();
    void noMemoryToRememberRefusals();
    void stateGoesWithTheLastLease();
};

void TestLimiterMemory::emptyIsSmall()
{
    const std::size_t before = live;
    const Limiter limiter;
    QVERIFY2(live - before <= 24 * 1024, qPrintable(QString::number(live - before)));
}

void TestLimiterMemory::bytesForAClient_data()
{
    QTest::addColumn<bool>("isIPv4");
    QTest::addColumn<uint>("clients");
    QTest::addColumn<int>("most");
    for (const uint clients : {100'000u, 330'000u, 1'000'000u}) {
        QTest::addRow("IPv4, %u", clients) << true << clients << 16;
        QTest::addRow("IPv6, %u", clients) << false << clients << 36;
    }
}

void TestLimiterMemory::bytesForAClient()
{
    QFETCH(const bool, isIPv4);
    QFETCH(const uint, clients);
    QFETCH(const int, most);
    std::vector<Lease> leases;
    leases.reserve(clients);
    const std::size_t before = live;
    Limiter limiter;
    for (uint i = 0; i < clients; ++i) {
        const auto part = [i](unsigned shift) { return std::uint8_t(i >> shift); };
        const ClientKey client
            = isIPv4 ? ClientKey::fromIPv4(i)
                     : ClientKey::fromIPv6({0x20, 1, 0xd, 0xb8, part(16), part(8), part(0)});
        leases.push_back(limiter.acquire(client).lease);
    }
    const double each = double(live - before) / clients;
    QVERIFY2(each <= most, qPrintable(QString::number(each)));
}

void TestLimiterMemory::clientsThatComeAndGoLeaveNothing()
{
    Limiter limiter;
    const std::size_t before = live;
    {
        std::vector<Lease> leases;
        for (uint i = 0; i < 1'000'000; ++i)
            leases.push_back(limiter.acquire(ClientKey::fromIPv4(i)).lease);
        QVERIFY(live - before > 8'000'000);
    }
    QCOMPARE(live, before);
    // A few at a time, as in a server.
    std::vector<Lease> leases(1000);
    const std::size_t some = live;
    for (uint i = 0; i < 200'000; ++i)
        leases[i % leases.size()] = limiter.acquire(ClientKey::fromIPv4(i)).lease;
    QVERIFY2(live - some <= 128 * 1024, qPrintable(QString::number(live - some)));
}

void TestLimiterMemory::loneClientAllocatesNothing()
{
    Limiter limiter;
    const std::size_t before = allocations;
    std::array<Lease, 8> leases; // never six of them in one shard
    for (uint i = 0; i < 5'000; ++i) {
        Lease &lease = leases[i % leases.size()];
        lease.release();
        lease = limiter.acquire(ClientKey::fromIPv4(i)).lease;
        QVERIFY(lease);
    }
    QCOMPARE(allocations, before);
}

void TestLimiterMemory::refusalsAreBounded()
{
    Limiter limiter;
    limiter.setConfig({.rules = {{ClientKey::fromIPv4(0, 0), RuleAction::Block}}});
    const std::size_t before = live;
    for (uint i = 0; i < 1'000'000; ++i)
        QVERIFY(!limiter.acquire(ClientKey::fromIPv4(i)).isAdmitted());
    QVERIFY2(live - before <= 96 * 1024, qPrintable(QString::number(live - before)));
    QCOMPARE(limiter.totals().clients, 0u);
}

void TestLimiterMemory::refusalAllocatesNothing()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1, .maximumConnections = 2});
    const Admission first = limiter.acquire(ClientKey::fromIPv4(1));
    const Admission second = limiter.acquire(ClientKey::fromIPv4(2));
    QVERIFY(!limiter.acquire(ClientKey::fromIPv4(1)).isAdmitted()); // the statistics' first
    const std::size_t before = allocations;
    for (uint i = 0; i < 5'000; ++i) {
        QVERIFY(!limiter.acquire(ClientKey::fromIPv4(1)).isAdmitted());
        QVERIFY(!limiter.acquire(ClientKey::fromIPv4(i)).isAdmitted());
    }
    QCOMPARE(allocations, before);
}

void TestLimiterMemory::noMemoryForAClient()
{
    Limiter limiter;
    std::vector<Lease> leases(10'000);
    std::size_t counted = 0;
    allocationLimit = allocations; // but for those from the pool, no shard can grow
    uint next = 0;
    try {
        for (; next < leases.size(); ++next) {
            leases[next] = limiter.acquire(ClientKey::fromIPv4(next)).lease;
            ++counted;
        }
    } catch (const std::bad_alloc &) {
    }
    Admission admission;
    bool isThrown = false;
    try {
        limiter.acquire(ClientKey::fromIPv4(next), admission);
    } catch (const std::bad_alloc &) {
        isThrown = true;
    }
    allocationLimit = SIZE_MAX;
    QVERIFY(counted < leases.size() && isThrown && !admission.lease);
    QCOMPARE(limiter.totals().admitted, counted);
    QCOMPARE(limiter.totals().open, counted);
    QVERIFY(limiter.acquire(ClientKey::fromIPv4(next)).isAdmitted());
    leases.clear();
    QCOMPARE(limiter.totals().clients, 0u);
}

void TestLimiterMemory::noMemoryToRememberRefusals()
{
    Limiter limiter;
    limiter.setConfig({.rules = {{ClientKey::fromIPv4(0, 0), RuleAction::Block}}});
    // Each time there is memory for one more of the parts that they need.
    std::uint64_t refused = 0;
    for (; limiter.status(ClientKey::fromIPv4(1)).refused == 0 && refused < 20; ++refused) {
        allocationLimit = allocations + refused;
        const Verdict verdict = limiter.acquire(ClientKey::fromIPv4(1)).verdict;
        allocationLimit = SIZE_MAX;
        QCOMPARE(verdict, Verdict::Blocked);
        QCOMPARE(limiter.totals().refusedBlocked, refused + 1);
    }
    QVERIFY(refused > 1 && refused < 20);
    // All is as it would have been.
    constexpr uint clients = Limiter::refusalCapacity - 1;
    for (uint i = 2; i <= clients; ++i) {
        for (uint n = 0; n <= i % 5; ++n)
            QVERIFY(!limiter.acquire(ClientKey::fromIPv4(i)).isAdmitted());
    }
    for (uint i = 2; i <= clients; ++i)
        QCOMPARE(limiter.status(ClientKey::fromIPv4(i)).refused, std::uint64_t(i % 5 + 1));
}

void TestLimiterMemory::stateGoesWithTheLastLease()
{
    const std::size_t before = live;
    {
        Lease lease;
        {
            Limiter limiter([](const ClientKey &) {});
            lease = limiter.acquire(ClientKey::fromIPv4(1)).lease;
            const Lease other = limiter.acquire(ClientKey::fromIPv4(2)).lease;
        }
        QVERIFY(live > before);
    }
    QCOMPARE(live, before);
}

QTEST_APPLESS_MAIN(TestLimiterMemory)

#include "tst_limitermemory.moc"
