// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// bench-costs [check] [--quick] [--json FILE]
//
// What one connection costs a server in system calls, instructions and allocations: the same on
// every machine with the same compiler and Qt, so a test holds the library to them. "check" looks
// only at what has a bound, and exits with 1 if one does not hold, with 77 if it cannot say.

#include "costs.h"
#include "descriptors.h"
#include "report.h"
#include "samples.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <cstdio>

struct Row
{
    QString mode;
    QString name;
    Cost cost;
};

/// The costs of one deed, for one server after the other.
using Rows = std::vector<Row>;

static Rows measure(Deed deed, unsigned times, std::vector<std::pair<QString, QString>> servers,
                    unsigned held = 0)
{
    Rows rows;
    for (auto &[mode, name] : servers) {
        if (const std::optional<Cost> cost = costOf(mode, deed, times, held))
            rows.push_back({mode, name, *cost});
        else
            std::fprintf(stderr, "%s: could not be measured\n", qPrintable(name));
    }
    return rows;
}

static void add(Report &report, const QString &deed, const QString &unit, const Rows &rows,
                double Cost::*field)
{
    std::vector<std::pair<QString, double>> values;
    for (const Row &row : rows)
        values.emplace_back(row.name, row.cost.*field);
    report.add(deed, unit, values);
}

static void addWork(Report &report, const QString &deed, const Rows &rows)
{
    report.heading(deed);
    add(report, deed, QStringLiteral("system calls"), rows, &Cost::systemCalls);
    add(report, deed, QStringLiteral("instructions"), rows, &Cost::instructions);
    add(report, deed, QStringLiteral("allocations"), rows, &Cost::allocations);
}

static const Cost *find(const Rows &rows, const QString &mode)
{
    for (const Row &row : rows) {
        if (row.mode == mode)
            return &row.cost;
    }
    return nullptr;
}

/// Says whether \a value is within its \a bound.
static bool holds(const char *what, double value, double bound)
{
    const bool isWithin = value <= bound;
    std::printf("%-6s %-64s %8.2f, at most %.2f\n", isWithin ? "ok" : "FAILED", what, value, bound);
    return isWithin;
}

static constexpr unsigned numHeld = 300; // connections beside the one that is measured

/// Costs of a served connection beyond those with a plain QTcpServer.
struct Surplus
{
    Samples systemCalls;
    Samples instructions; // in %
};

/// The same several times: how often the server wakes up for the same work, and so what it does for
/// each connection, differs by 1 % from run to run.
static Surplus measureSurplus(unsigned times, unsigned beside)
{
    const QString plain = QStringLiteral("plain");
    const QString loop = QStringLiteral("loop");
    Surplus surplus;
    for (int round = 0; round < 3; ++round) {
        const Rows rows = measure(Deed::Serve, times, {{plain, plain}, {loop, loop}}, beside);
        if (rows.size() != 2)
            continue;
        const Cost &theirs = *find(rows, plain);
        const Cost &ours = *find(rows, loop);
        surplus.systemCalls.add(ours.systemCalls - theirs.systemCalls);
        surplus.instructions.add((ours.instructions / theirs.instructions - 1) * 100);
    }
    return surplus;
}

static int check(unsigned times)
{
    const QString plain = QStringLiteral("plain");
    const QString loop = QStringLiteral("loop");
    const QString door = QStringLiteral("door");
    const Rows refused = measure(Deed::Refuse, times, {{door, door}});
    const Surplus served = measureSurplus(times, 0);
    const Surplus servedBesideOthers = measureSurplus(times, numHeld);
    const Rows kept = measure(Deed::Keep, times, {{plain, plain}, {loop, loop}});
    if (refused.size() != 1 || kept.size() != 2 || served.instructions.isEmpty()
        || servedBesideOthers.instructions.isEmpty())
        return 1;

    const Cost &refusal = *find(refused, door);
    // Nearly nothing: what grows with the number of connections grows by steps.
    const double nearlyNothing = 0.1;
    const bool results[] = {
        holds("refusal: system calls", refusal.systemCalls, 2.2),
        holds("refusal: instructions", refusal.instructions, 600),
        holds("refusal: allocations", refusal.allocations, nearlyNothing),
        holds("served connection: system calls beyond plain QTcpServer's",
              served.systemCalls.median(), 0.5),
        // 0.6 of it is the list of open connections, of which each becomes a member.
        holds("served connection: % of instructions beyond plain QTcpServer's",
              served.instructions.median(), 2),
        // Less than nothing, because sockets are found sooner among their siblings.
        holds("the same, beside 300 connections", servedBesideOthers.instructions.median(), 0),
        holds("idle connection: bytes beyond plain QTcpServer's",
              find(kept, loop)->bytes - find(kept, plain)->bytes, 128),
    };
    return std::ranges::count(results, false) == 0 ? 0 : 1;
}

static void show(Report &report, unsigned times)
{
    std::vector<std::pair<QString, QString>> servers{
        {QStringLiteral("plain"), QStringLiteral("QTcpServer, no limit")},
        {QStringLiteral("naive"), QStringLiteral("QTcpServer that counts")},
        {QStringLiteral("loop"), QStringLiteral("ConnLimit, event loop")},
        {QStringLiteral("door"), QStringLiteral("ConnLimit, door")}};
    addWork(report, QStringLiteral("A connection that comes and leaves"),
            measure(Deed::Serve, times, servers));
    addWork(report, u"A connection that comes and leaves beside " + QString::number(numHeld),
            measure(Deed::Serve, times, servers, numHeld));
    const QString idle = QStringLiteral("An idle connection");
    report.heading(idle);
    add(report, idle, QStringLiteral("bytes"), measure(Deed::Keep, times, servers), &Cost::bytes);
    servers.erase(servers.begin());
    addWork(report, QStringLiteral("A refused connection"), measure(Deed::Refuse, times, servers));
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const Options options = readOptions({QStringLiteral("check")});
    if (!canMeasureCosts()) {
        std::fprintf(stderr, "bench-costs: needs valgrind and strace, and to be let use them\n");
        return 77;
    }
    setDescriptorLimit();
    const unsigned times = options.isQuick ? 100 : 1'000;
    if (options.parts.contains(QStringLiteral("check")))
        return check(times);
    Report report(QStringLiteral("costs"));
    show(report, times);
    return report.write(options.json) ? 0 : 1;
}
