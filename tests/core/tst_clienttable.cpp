// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/clienttable_p.h>

#include <QtTest/QTest>

#include <algorithm>
#include <array>
#include <map>
#include <random>

using namespace ConnLimit;

namespace {

enum class Family { IPv4, IPv6 };

/// The client with the number \a i of a family.
ClientKey clientOf(Family family, std::uint32_t i)
{
    const auto part = [i](unsigned shift) { return std::uint8_t(i >> shift); };
    if (family == Family::IPv4)
        return ClientKey::fromIPv4(i);
    return ClientKey::fromIPv6(
        {0x20, 1, 0xd, 0xb8, part(24), part(16), part(8), part(0), 0, 0, 0, 0, 0, 0, 0, 0}, 64);
}

static void addTo(ClientTable &table, const ClientKey &client, ClientTable::Shared &shared)
{
    const std::uint32_t hash = shared.hash.tableHash(client);
    const ClientTable::Place place = table.find(client, hash);
    if (ClientTable::isIPv6(hash))
        table.add<IPv6Slot>(place, client, hash, shared);
    else
        table.add<IPv4Slot>(place, client, hash, shared);
}

/// A table, the hash that its owner has, and what should be in it.
struct Table
{
    explicit Table(Family family)
    {
        if (family == Family::IPv6)
            table.setIPv6();
    }
    void add(const ClientKey &client)
    {
        addTo(table, client, shared);
        ++model[client];
    }
    void subtract(const ClientKey &client)
    {
        table.subtract(client, shared.hash.tableHash(client), shared);
        if (--model[client] == 0)
            model.erase(client);
    }
    [[nodiscard]] std::uint32_t open(const ClientKey &client) const
    {
        return table.find(client, shared.hash.tableHash(client)).open;
    }
    [[nodiscard]] bool isAsModelled() const
    {
        ClientTable::Copy copy;
        copy.reserve(table);
        if (!copy.take(table))
            return false;
        std::map<ClientKey, std::uint32_t> found;
        for (const ClientCount &row : copy.clients())
            found.emplace(row.client, row.open);
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
    void followsAModel_data() { familyRows(); }
    void followsAModel();
    void growsAndShrinks_data() { familyRows(); }
    void growsAndShrinks();
    void firstSlotsAreShared_data() { familyRows(); }
    void firstSlotsAreShared();
    void copyThatIsOutgrown();
    void bytesForAClient_data() { familyRows(); }
    void bytesForAClient();
    void keepsEveryKeyApart();
    void slotsHashLikeTheirClients();
    void probesStayShort_data();
    void probesStayShort();

private:
    static void familyRows()
    {
        QTest::addColumn<Family>("family");
        QTest::newRow("IPv4") << Family::IPv4;
        QTest::newRow("IPv6") << Family::IPv6;
    }
};

void TestClientTable::followsAModel()
{
    QFETCH(const Family, family);
    const unsigned seed = std::random_device()();
    std::mt19937 random(seed);
    Table table(family);
    for (int step = 0; step < 20'000; ++step) {
        // Swings between few and many clients, so that it grows and shrinks on the way.
        const unsigned range = 1 + unsigned(step) / 40 % 100;
        const ClientKey client = clientOf(family, std::uint32_t(random() % range));
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
    QFETCH(const Family, family);
    Table table(family);
    QCOMPARE(table.table.capacity(), 0u);
    for (std::uint32_t i = 0; i < 10'000; ++i)
        table.add(clientOf(family, i));
    const std::uint32_t full = table.table.capacity();
    for (std::uint32_t i = 100; i < 10'000; ++i)
        table.subtract(clientOf(family, i));
    QVERIFY(table.table.capacity() <= full / 16);
    QVERIFY(table.isAsModelled());
    // One that comes and goes does not make it grow and shrink each time.
    const std::uint32_t rest = table.table.capacity();
    for (int i = 0; i < 100; ++i) {
        table.subtract(clientOf(family, 7));
        table.add(clientOf(family, 7));
        QCOMPARE(table.table.capacity(), rest);
    }
    for (std::uint32_t i = 0; i < 100; ++i)
        table.subtract(clientOf(family, i));
    QCOMPARE(table.table.capacity(), 0u);
}

void TestClientTable::firstSlotsAreShared()
{
    QFETCH(const Family, family);
    ClientTable::Shared shared;
    std::array<ClientTable, SlotPool::arrays + 8> tables;
    for (ClientTable &table : tables) {
        if (family == Family::IPv6)
            table.setIPv6();
    }
    for (const std::uint32_t clients : {1u, 20u, 5u, 1u}) {
        for (std::uint32_t i = 0; i < clients * tables.size(); ++i) {
            addTo(tables[i % tables.size()], clientOf(family, i), shared);
        }
        for (std::uint32_t i = 0; i < clients * tables.size(); ++i) {
            const ClientKey client = clientOf(family, i);
            const std::uint32_t hash = shared.hash.tableHash(client);
            ClientTable &table = tables[i % tables.size()];
            QCOMPARE(table.find(client, hash).open, 1u);
            table.subtract(client, hash, shared);
        }
        for (const ClientTable &table : tables)
            QCOMPARE(table.capacity(), 0u);
    }
    // All are back, and empty for whoever takes them next.
    for (unsigned i = 0; i < SlotPool::arrays; ++i) {
        const IPv6Slot *const slots = shared.pool.take<IPv6Slot>();
        QVERIFY(slots);
        QVERIFY(std::all_of(slots, slots + SlotPool::capacity<IPv6Slot>,
                            [](const IPv6Slot &slot) { return slot.open() == 0; }));
    }
    QVERIFY(!shared.pool.take<IPv4Slot>());
}

void TestClientTable::copyThatIsOutgrown()
{
    Table table(Family::IPv4);
    Table other(Family::IPv6);
    ClientTable::Copy copy;
    copy.reserve(table.table);
    QVERIFY(copy.take(table.table)); // nothing is there
    QCOMPARE(copy.clients().size(), 0u);
    for (std::uint32_t i = 0; i < 100; ++i) {
        table.add(clientOf(Family::IPv4, i));
        other.add(clientOf(Family::IPv6, i));
    }
    QVERIFY(!copy.take(table.table));
    copy.reserve(table.table);
    QVERIFY(!copy.take(other.table)); // the other family has its own room
    QVERIFY(copy.take(table.table));
    QCOMPARE(copy.clients().size(), 100u);
    copy.reserve(other.table);
    QVERIFY(copy.take(other.table));
    QCOMPARE(copy.clients().size(), 100u);
    QVERIFY(copy.take(table.table)); // the first one's is still there
}

void TestClientTable::bytesForAClient()
{
    QFETCH(const Family, family);
    Table table(family);
    const std::size_t most = family == Family::IPv4 ? 14 : 36;
    for (std::uint32_t i = 0; i < 5'000; ++i) {
        table.add(clientOf(family, i));
        if (i >= 200) // about what a shard has at 25,000 clients
            QVERIFY(table.table.byteCount() <= table.table.size() * most);
    }
}

void TestClientTable::keepsEveryKeyApart()
{
    // Of the same bytes, every prefix length is another client.
    Table ipv6(Family::IPv6);
    Table ipv4(Family::IPv4);
    for (unsigned length = 0; length <= 128; ++length)
        ipv6.add(ClientKey::fromIPv6({}, length));
    for (unsigned length = 0; length <= 32; ++length)
        ipv4.add(ClientKey::fromIPv4(0, length));
    for (Table *table : {&ipv4, &ipv6}) {
        QVERIFY(table->isAsModelled());
        QCOMPARE(table->table.size(), table == &ipv4 ? 33u : 129u);
    }
    for (unsigned length = 0; length <= 128; length += 2)
        ipv6.subtract(ClientKey::fromIPv6({}, length));
    for (unsigned length = 0; length <= 32; length += 2)
        ipv4.subtract(ClientKey::fromIPv4(0, length));
    QVERIFY(ipv6.isAsModelled());
    QVERIFY(ipv4.isAsModelled());
}

void TestClientTable::slotsHashLikeTheirClients()
{
    const KeyedHash hash;
    for (unsigned length = 0; length <= 32; ++length) {
        const ClientKey client = ClientKey::fromIPv4(0xcb0071ff, length);
        QCOMPARE(IPv4Slot(client).hash(hash), hash.tableHash(client));
    }
    for (const unsigned length : {0u, 64u, 95u, 128u}) {
        const ClientKey client = ClientKey::fromIPv6({0x20, 1, 0xd, 0xb8, 0, 0, 7, 7, 9}, length);
        QCOMPARE(IPv6Slot(client).hash(hash), hash.tableHash(client));
    }
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
        Table table(kind == 2 ? Family::IPv6 : Family::IPv4);
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
                if (known.tableHash(client) >> 27 != 0)
                    continue; // all in the first of 32 parts of such a table
                break;
            default: break;
            }
            // As in a shard of a limiter, which is chosen by the last bits of the hash.
            if (table.shared.hash.tableHash(client) / 2 % 16 == 0)
                table.add(client);
        }
        longest = std::max(longest, table.table.longestProbe(table.shared.hash));
    }
    // At three quarters full the longest of random ones is about 60 to 100.
    QVERIFY2(longest < 250, qPrintable(QString::number(longest)));
}

QTEST_APPLESS_MAIN(TestClientTable)

#include "tst_clienttable.moc"
