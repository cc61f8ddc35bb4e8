// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "refusalwatch_p.h"

#include <algorithm>

namespace ConnLimit {

static Event refusals(quint64 count, RefusalWatch::TimePoint time)
{
    Event event;
    event.kind = Event::Kind::Refused;
    event.time = time;
    event.count = count;
    return event;
}

/// An event for each client that was refused since the last look, the most refused first.
QList<Event> RefusalWatch::takeRises(const std::vector<ClientStatus> &clients, TimePoint now)
{
    QList<Event> rises;
    std::vector<Count> seen;
    seen.reserve(clients.size());
    for (const ClientStatus &status : clients) {
        const auto before = std::ranges::lower_bound(m_seen, status.client, {}, &Count::first);
        std::uint64_t known = 0;
        // Fewer than before: it was forgotten, and came back.
        if (before != m_seen.end() && before->first == status.client
            && before->second <= status.refused)
            known = before->second;
        if (status.refused > known) {
            Event rise = refusals(status.refused - known, status.lastRefused.value_or(now));
            rise.client = status.client;
            rise.verdict = status.lastVerdict;
            rises.append(rise);
        }
        seen.emplace_back(status.client, status.refused);
    }
    std::ranges::sort(seen);
    m_seen = std::move(seen);
    std::ranges::stable_sort(rises, std::ranges::greater(), &Event::count);
    return rises;
}

QList<Event> RefusalWatch::look(const std::vector<ClientStatus> &clients, const Totals &totals,
                                TimePoint now)
{
    QList<Event> rises = takeRises(clients, now);
    // What a dry run would have refused is among the counts of the clients: who was refused in
    // truth cannot be told.
    if (std::exchange(m_dryRunRefused, totals.dryRunRefused) != totals.dryRunRefused)
        rises.clear();
    rises.resize(std::min(rises.size(), maximumClients));

    quint64 rest = totals.refused() - m_told;
    m_told = totals.refused();
    QList<Event> events;
    for (Event &rise : rises) {
        // A refusal that came between the looks at clients and totals was told among the others.
        rise.count = std::min(rise.count, rest);
        rest -= rise.count;
        if (rise.count > 0)
            events.append(rise);
    }
    if (rest > 0)
        events.append(refusals(rest, now));
    return events;
}

} // namespace ConnLimit
