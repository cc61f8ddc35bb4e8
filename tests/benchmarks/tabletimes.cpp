// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What one connection costs in the table: all figures are the time of a step over all threads, so
// that two threads that do not disturb each other halve it.

#include "tablecomparison.h"

/// One client that connects and leaves all the time, in all threads.
template<class Table>
class HotClient
{
public:
    explicit HotClient(std::size_t operations)
        : m_operations(operations)
    {}

    double connectAndLeave(unsigned threads)
    {
        const std::size_t share = m_operations / threads;
        return timed(threads,
                     [this, share](unsigned) {
                         for (std::size_t i = 0; i < share; ++i) {
                             auto held = m_table.acquire(m_key);
                             m_table.release(held);
                         }
                     })
               / double(share * threads);
    }

private:
    Table m_table{100};
    const typename Table::Key m_key
        = keyOf<typename Table::Key>(ConnLimit::ClientKey::fromIPv4(0xcb007107));
    const std::size_t m_operations;
};

static void measureCrowd(Report &report, const Options &options, std::size_t clients,
                         Family family = Family::IPv4)
{
    ForEachTable<Crowd> crowds(clients, options.isQuick ? clients : 400'000, family);
    const auto make = [&](const char *what, unsigned threads, auto measure) {
        Comparison steps
            = comparison(QString::fromLatin1(what) + u", " + withClients(clients, family) + u", "
                             + inThreads(threads),
                         QStringLiteral("ns"), crowds, measure);
        steps.rounds = options.isQuick ? 1 : steps.rounds;
        return steps;
    };
    const auto compare = [&](const char *what, unsigned threads, auto measure) {
        report.compare(make(what, threads, measure));
    };
    Comparison batches = make("acquire, release later, 64 in a call", 1,
                              [](auto &crowd) { return crowd.later(1); });
    batches.contestants.front().run = [&crowds] { return crowds.limiter.laterInBatches(); };
    report.compare(batches);
    if (family == Family::IPv6)
        return compare("acquire, release later", 1, [](auto &crowd) { return crowd.later(1); });
    compare("acquire, release at once", 1, [](auto &crowd) { return crowd.atOnce(); });
    for (const unsigned threads : {1u, 2u}) {
        compare("acquire, release later", threads,
                [threads](auto &crowd) { return crowd.later(threads); });
        compare("a client leaves, another comes", threads,
                [threads](auto &crowd) { return crowd.churn(threads); });
        compare("refusal", threads, [threads](auto &crowd) { return crowd.refusal(threads); });
    }
}

void measureTimes(Report &report, const Options &options)
{
    report.heading(QStringLiteral("Time of a connection in the table"));
    const auto sizes = options.isQuick ? std::vector<std::size_t>{1'000}
                                       : std::vector<std::size_t>{1'000, 100'000, 1'000'000};
    for (const std::size_t clients : sizes)
        measureCrowd(report, options, clients);
    measureCrowd(report, options, sizes.back(), Family::IPv6);

    ForEachTable<HotClient> hot(options.isQuick ? 1'000u : 400'000u);
    for (const unsigned threads : {1u, 2u}) {
        Comparison steps
            = comparison(u"acquire, release at once, the same client, " + inThreads(threads),
                         QStringLiteral("ns"), hot,
                         [threads](auto &client) { return client.connectAndLeave(threads); });
        steps.rounds = options.isQuick ? 1 : steps.rounds;
        report.compare(steps);
    }
}
