// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/clienttable_p.h>

#include <QtTest/QTest>

#include <array>
#include <map>
#include <random>

using namespace ConnLimit;

namespace {

/// A table, the hash that its owner has, and what should be in it.
struct Table
{
    void add(const ClientKey &client)
    {
        const std::uint32_t hash = ClientTable::hashOf(shared.hash, client);
        table.add(table.find(client, hash), client, hash, shared);
        ++model[client];
    }
    void subtract(const ClientKey &client)
    {
        table.subtract(client, ClientTable::hashOf(shared.hash, client), shared);
        if (--model[client] == 0)
            model.erase(client);
    }
    [[nodiscard]] std::uint32_t open(const ClientKey &client) const
    {
        return table.find(client, ClientTable::hashOf(shared.hash, client)).open;
    }
    [[nodiscard]] bool isAsModelled() const
    {
        std::vector<ClientTable::Slot> slots(table.capacity());
        table.copyTo(slots.data());
        std::map<ClientKey, std::uint32_t> found;
        for (const ClientTable::Slot &slot : slots) {
            if (slot.open() != 0)
                found.emplace(slot.client(), slot.open());
        }
        for (const auto &[client, count] : model) {
            if (open(client) != count)
                return false;
        }
        return found == model && table.size() == model.size();
    }

    ClientTable::Shared shared;
    ClientTable table;
    std::map<ClientKey, std::uint32_t> model;
};

} // namespace

class TestClientTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsAModel();
    void growsAndShrinks();
    void firstSlotsAreShared();
    void bytesForAClient();
    void keepsEveryKeyApart();
    void probesStayShort_data();
    void probesStayShort();
};

void TestClientTable::followsAModel()
{
    const unsigned seed = std::random_device()();
    std::mt19937 random(seed);
    Table table;
    for (int step = 0; step < 20'000; ++step) {
        // Swings between few and many clients, so that it grows and shrinks on the way.
        const unsigned range = 1 + unsigned(step) / 40 % 100;
        const ClientKey client = ClientKey::fromIPv4(random() % range);
        if (random() % 100 < (step / 4000 % 2 ? 30 : 60))
            table.add(client);
        else if (table.open(client) != 0)
            table.subtract(client);
        if (step % 50 == 0)
            QVERIFY2(table.isAsModelled(), qPrintable(QString::number(seed)));
    }
}

void TestClientTable::growsAndShrinks()
{
    Table table;
    QCOMPARE(table.table.capacity(), 0u);
    for (std::uint32_t i = 0; i < 10'000; ++i)
        table.add(ClientKey::fromIPv4(i));
    const std::uint32_t full = table.table.capacity();
    for (std::uint32_t i = 100; i < 10'000; ++i)
        table.subtract(ClientKey::fromIPv4(i));
    QVERIFY(table.table.capacity() <= full / 16);
    QVERIFY(table.isAsModelled());
    // One that comes and goes does not make it grow and shrink each time.
    const std::uint32_t rest = table.table.capacity();
    for (int i = 0; i < 100; ++i) {
        table.subtract(ClientKey::fromIPv4(7));
        table.add(ClientKey::fromIPv4(7));
        QCOMPARE(table.table.capacity(), rest);
    }
    for (std::uint32_t i = 0; i < 100; ++i)
        table.subtract(ClientKey::fromIPv4(i));
    QCOMPARE(table.table.capacity(), 0u);
}

void TestClientTable::firstSlotsAreShared()
{
    ClientTable::Shared shared;
    std::array<ClientTable, 40> tables; // more than there are arrays in the pool
    for (const std::uint32_t clients : {1u, 20u, 5u, 1u}) {
        for (std::uint32_t i = 0; i < clients * tables.size(); ++i) {
            const ClientKey client = ClientKey::fromIPv4(i);
            const std::uint32_t hash = ClientTable::hashOf(shared.hash, client);
            ClientTable &table = tables[i % tables.size()];
            table.add(table.find(client, hash), client, hash, shared);
        }
        for (std::uint32_t i = 0; i < clients * tables.size(); ++i) {
            const ClientKey client = ClientKey::fromIPv4(i);
            const std::uint32_t hash = ClientTable::hashOf(shared.hash, client);
            ClientTable &table = tables[i % tables.size()];
            QCOMPARE(table.find(client, hash).open, 1u);
            table.subtract(client, hash, shared);
        }
        for (const ClientTable &table : tables)
            QCOMPARE(table.capacity(), 0u);
    }
    // All are back, and empty.
    for (int i = 0; i < 32; ++i) {
        const ClientSlot *const slots = shared.pool.take();
        QVERIFY(slots);
        for (std::uint32_t k = 0; k < SlotPool::capacity; ++k)
            QCOMPARE(slots[k].open(), 0u);
    }
    QVERIFY(!shared.pool.take());
}

void TestClientTable::bytesForAClient()
{
    Table table;
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        table.add(ClientKey::fromIPv4(i));
        if (i >= 200) // about what a shard has at 50,000 clients
            QVERIFY(table.table.capacity() * sizeof(ClientTable::Slot) <= table.table.size() * 36u);
    }
}

void TestClientTable::keepsEveryKeyApart()
{
    // Of the same bytes, every prefix length is another client.
    Table table;
    for (unsigned length = 0; length <= 128; ++length)
        table.add(ClientKey::fromIPv6({}, length));
    table.add(ClientKey::fromIPv4(0, 0));
    QVERIFY(table.isAsModelled());
    QCOMPARE(table.table.size(), 130u);
    for (unsigned length = 0; length <= 128; length += 2)
        table.subtract(ClientKey::fromIPv6({}, length));
    QVERIFY(table.isAsModelled());
}

void TestClientTable::probesStayShort_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("random") << 0;
    QTest::newRow("sequential") << 1;
    QTest::newRow("one subnet of IPv6") << 2;
    QTest::newRow("the last byte alike") << 3;
    QTest::newRow("colliding where the hash has no key") << 4;
}

void TestClientTable::probesStayShort()
{
    QFETCH(int, kind);
    constexpr std::uint32_t clients = 20'000;
    std::mt19937 random(1);
    const KeyedHash known; // of the attacker, who guesses
    std::uint32_t longest = 0;
    for (int round = 0; round < 5; ++round) { // with keys of their own
        Table table;
        for (std::uint32_t next = 0; table.table.size() < clients; ++next) {
            ClientKey client = ClientKey::fromIPv4(0x0a000000 + next);
            switch (kind) {
            case 0: client = ClientKey::fromIPv4(unsigned(random())); break;
            case 2:
                client = ClientKey::fromIPv6({0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                              std::uint8_t(next >> 16), std::uint8_t(next >> 8),
                                              std::uint8_t(next)});
                break;
            case 3: client = ClientKey::fromIPv4(next << 8 | 7); break;
            case 4:
                if (ClientTable::hashOf(known, client) >> 27 != 0)
                    continue; // all in the first of 32 parts of such a table
                break;
            default: break;
            }
            table.add(client);
        }
        longest = std::max(longest, table.table.longestProbe(table.shared.hash));
    }
    // At three quarters full the longest of random ones is about 60 to 100.
    QVERIFY2(longest < 250, qPrintable(QString::number(longest)));
}

QTEST_APPLESS_MAIN(TestClientTable)

#include "tst_clienttable.moc"
