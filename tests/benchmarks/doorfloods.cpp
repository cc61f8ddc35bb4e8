// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a flood does to the rest of the server.

#include "contestants.h"
#include "doorparts.h"

#include <chrono>

/// One comparison among the servers that serve, each started anew for every round.
static Comparison amongServers(const QString &name, const QString &unit, const QStringList &options,
                               const std::function<std::optional<double>(Arena &)> &run)
{
    Comparison comparison{.name = name, .unit = unit, .contestants = {}, .warmUp = false};
    for (const Kind &kind : servingKinds()) {
        comparison.contestants.push_back({kind.name, [=]() -> std::optional<double> {
                                              const auto arena
                                                  = Arena::plain(QStringList{kind.mode} + options);
                                              return arena ? run(*arena) : std::nullopt;
                                          }});
    }
    return comparison;
}

void measureGap(Report &report, const Options &options)
{
    report.heading(QStringLiteral("A flood that is admitted"));
    const unsigned connections = options.isQuick ? 500 : 12'000;
    Comparison gap = amongServers(
        QString::number(connections)
            + u" connections at 9000 a second, 100 us of work with each: longest wait of a timer "
              u"of 5 ms",
        QStringLiteral("ms"),
        {QStringLiteral("--gap"), QStringLiteral("--work"), QStringLiteral("100")},
        [connections](Arena &arena) -> std::optional<double> {
            arena.server().number("gap");
            if (!arena.clients().number("burst " + QByteArray::number(connections) + " 9000"))
                return {};
            return arena.server().number("gap");
        });
    gap.rounds = options.isQuick ? 1 : 7;
    report.compare(gap);
}

void measureExhaustion(Report &report, const Options &options)
{
    report.heading(QStringLiteral("No descriptors left"));
    const QStringList arguments{QStringLiteral("--descriptors"), QStringLiteral("64"),
                                QStringLiteral("--greet")};
    const QByteArray starve = options.isQuick ? "starve 100 100" : "starve 500 1000";
    Comparison cpu = amongServers(
        QStringLiteral("500 clients at a server that may have 64 descriptors"),
        QStringLiteral("% of a CPU"), arguments, [starve](Arena &arena) -> std::optional<double> {
            if (!arena.clients().number("starve 100 100"))
                return {};
            const double before = arena.server().cpuTime();
            const std::optional<double> seconds = arena.clients().number(starve);
            if (!seconds)
                return {};
            return (arena.server().cpuTime() - before) / *seconds * 100;
        });
    const int patience = options.isQuick ? 300 : 3'000;
    Comparison recovery = amongServers(
        QStringLiteral("when all of them have left, until it serves (3000: not by then)"),
        QStringLiteral("ms"), arguments, [patience](Arena &arena) -> std::optional<double> {
            if (!arena.clients().number("starve 500 200"))
                return {};
            const std::optional<double> time
                = arena.clients().number("recover " + QByteArray::number(patience));
            return time && *time < 0 ? patience : time;
        });
    cpu.ratios = recovery.ratios = false; // to a server that spins, or never comes back
    cpu.rounds = recovery.rounds = options.isQuick ? 1 : 7;
    report.compare(cpu);
    report.compare(recovery);
}
