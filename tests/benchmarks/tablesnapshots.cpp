// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What looking at all clients costs, and those who connect meanwhile.

#include "tablecomparison.h"

#include <atomic>

template<class Table>
static double snapshotTime(Crowd<Table> &crowd)
{
    std::vector<ConnLimit::ClientCount> rows;
    rows.reserve(crowd.keys().size());
    const auto start = Clock::now();
    crowd.table().snapshot(rows);
    const double result = nanoseconds(Clock::now() - start);
    if (rows.size() != crowd.keys().size())
        std::abort();
    return result / 1e6;
}

template<class Table>
static double topTime(Crowd<Table> &crowd)
{
    const auto start = Clock::now();
    const auto rows = crowd.table().top(1'000);
    const double result = nanoseconds(Clock::now() - start);
    if (rows.size() != 1'000)
        std::abort();
    return result / 1e6;
}

/// The longest acquire-and-release in this thread while another one does \a work.
template<class Table, class Work>
static double worstDelay(Crowd<Table> &crowd, Work work)
{
    std::atomic<bool> isStarted = false;
    std::atomic<bool> isDone = false;
    std::thread other([&] {
        while (!isStarted)
            std::this_thread::yield();
        work();
        isDone = true;
    });
    Clock::duration worst{};
    for (std::size_t i = 0; !isDone; i = (i + 1) % crowd.keys().size()) {
        const auto start = Clock::now();
        auto held = crowd.table().acquire(crowd.keys()[i]);
        crowd.table().release(held);
        worst = std::max(worst, Clock::now() - start);
        if (i == 1'000)
            isStarted = true;
    }
    other.join();
    return nanoseconds(worst) / 1e6;
}

template<class Table>
static double delayBySnapshot(Crowd<Table> &crowd)
{
    std::vector<ConnLimit::ClientCount> rows;
    rows.reserve(crowd.keys().size());
    return worstDelay(crowd, [&] { crowd.table().snapshot(rows); });
}

/// Keeps the other processor as busy, and its memory, without touching the table.
template<class Table>
static double delayByCopy(Crowd<Table> &crowd)
{
    const std::vector<ConnLimit::ClientCount> rows(crowd.keys().size());
    std::vector<ConnLimit::ClientCount> copy(rows.size());
    const auto end = Clock::now() + std::chrono::milliseconds(10);
    return worstDelay(crowd, [&] {
        while (Clock::now() < end)
            std::ranges::copy(rows, copy.begin());
    });
}

void measureSnapshots(Report &report, const Options &options)
{
    const std::size_t clients = options.isQuick ? 10'000 : 1'000'000;
    report.heading(u"Looking at " + withClients(clients));
    ForEachTable<Crowd> crowds(clients, clients);
    const auto compare = [&](const char *name, int rounds, auto measure) {
        Comparison times = comparison(QString::fromLatin1(name) + u", " + withClients(clients),
                                      QStringLiteral("ms"), crowds, measure);
        times.rounds = options.isQuick ? 1 : rounds;
        report.compare(times);
    };
    compare("snapshot", 7, [](auto &crowd) { return snapshotTime(crowd); });
    compare("top 1000", 7, [](auto &crowd) { return topTime(crowd); });
    compare("longest acquire + release beside a snapshot", 21,
            [](auto &crowd) { return delayBySnapshot(crowd); });
    compare("longest acquire + release beside a copy of other memory", 21,
            [](auto &crowd) { return delayByCopy(crowd); });
}
