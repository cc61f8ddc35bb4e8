// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What the tables take from the heap, by the C library's own accounts: what callers hold (leases)
// is not the table's and lies in memory that was there before. The data of a QHostAddress, which it
// shares with its copies, is the table's: it lives for as long as the table has the client.

#include "tablecomparison.h"

#include <malloc.h>

static double heapInUse()
{
    const struct mallinfo2 info = ::mallinfo2();
    return double(info.uordblks) + double(info.hblkhd);
}

struct Memory
{
    double empty;      ///< Bytes of a table that has never had a client.
    double perClient;  ///< Bytes for each client beyond that, while all hold one connection.
    double afterwards; ///< Bytes when all have gone.
};

template<class Table>
static Memory memoryOf(const Keys &keys)
{
    std::vector<typename Table::Held> held(keys.size());
    const double before = heapInUse();
    const auto table = std::make_unique<Table>(2);
    Memory result{.empty = heapInUse() - before, .perClient = 0, .afterwards = 0};
    for (std::size_t i = 0; i < keys.size(); ++i)
        held[i] = table->acquire(keyOf<typename Table::Key>(keys[i]));
    result.perClient = (heapInUse() - before - result.empty) / double(keys.size());
    for (auto &connection : held)
        table->release(connection);
    result.afterwards = heapInUse() - before;
    return result;
}

static void measureMemory(Report &report, Family family, std::size_t clients, bool isFirst)
{
    const Keys keys = makeKeys(family, clients);
    const Memory limiter = memoryOf<LimiterTable>(keys);
    const Memory address = memoryOf<AddressTable>(keys);
    const Memory qt = memoryOf<QtTable>(keys);
    const Memory standard = memoryOf<StandardTable>(keys);
    const auto add = [&](const QString &name, const QString &unit, double Memory::*field) {
        report.add(name, unit,
                   {{QStringLiteral("ConnLimit"), limiter.*field},
                    {QStringLiteral("QMutex + QHash<QHostAddress>"), address.*field},
                    {QStringLiteral("QMutex + QHash<ClientKey>"), qt.*field},
                    {QStringLiteral("std::mutex + std::unordered_map"), standard.*field}});
    };
    if (isFirst)
        add(QStringLiteral("empty"), QStringLiteral("bytes"), &Memory::empty);
    add(u"a client, " + withClients(clients, family), QStringLiteral("bytes"), &Memory::perClient);
    add(u"when all have gone, " + withClients(clients, family), QStringLiteral("bytes"),
        &Memory::afterwards);
}

void measureMemory(Report &report, const Options &options)
{
    report.heading(QStringLiteral("Memory of the table"));
    const auto sizes = options.isQuick ? std::vector<std::size_t>{1'000}
                                       : std::vector<std::size_t>{1'000, 100'000, 1'000'000};
    for (const std::size_t clients : sizes)
        measureMemory(report, Family::IPv4, clients, clients == sizes.front());
    measureMemory(report, Family::IPv6, sizes.back(), false);
}
