// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// CPU time of the server for a connection that it refuses, and for one that comes and leaves.

#include "contestants.h"
#include "doorparts.h"

static void measure(Report &report, const Options &options, const std::vector<Kind> &kinds,
                    const QByteArray &verb)
{
    const auto heldClients = options.isQuick ? std::vector{10u} : std::vector{0u, 1'000u, 9'000u};
    for (const unsigned held : heldClients) {
        std::vector<std::unique_ptr<Arena>> arenas;
        for (const Kind &kind : kinds)
            arenas.push_back(Arena::withHeld(kind, held));
        for (const unsigned atOnce : {1u, 64u}) {
            Comparison cpu{.name = u"A connection that is " + QString::fromLatin1(verb) + u", "
                                   + QString::number(held) + u" held, " + QString::number(atOnce)
                                   + u" at once",
                           .unit = QStringLiteral("us of the server's CPU"),
                           .contestants = {},
                           .rounds = options.isQuick ? 1 : 35};
            // Many short turns: the speed of a machine that others use changes within seconds.
            const double seconds = options.isQuick ? 0.01 : 0.05;
            for (std::size_t i = 0; i < kinds.size(); ++i) {
                cpu.contestants.push_back({kinds[i].name, [=, &arenas] {
                                               return arenas[i] ? arenas[i]->cpuOfFlood(
                                                          verb, atOnce, seconds)
                                                                : std::nullopt;
                                           }});
            }
            report.compare(cpu);
        }
    }
}

void measureRefused(Report &report, const Options &options)
{
    report.heading(QStringLiteral("Refused"));
    measure(report, options, refusingKinds(), "refused");
}

void measureAdmitted(Report &report, const Options &options)
{
    report.heading(QStringLiteral("Admitted, and gone again"));
    measure(report, options, servingKinds(), "admitted");
}
