// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/limiter.h>
#include <connlimit/net/event.h>

#include <chrono>
#include <utility>
#include <vector>

namespace ConnLimit {

/// Makes events of the refusals since it last looked: one for each client that was refused most,
/// and one for all others, so that the counts of all its events add up to Totals::refused().
///
/// Remembers a count for each client whose refusals the Limiter remembers. Not thread-safe.
class RefusalWatch
{
public:
    using TimePoint = std::chrono::system_clock::time_point;

    /// Clients that are told apart in one look, at most.
    static constexpr qsizetype maximumClients = 20;

    /// Whether there is something to tell: only then are the clients of interest.
    [[nodiscard]] bool isDue(const Totals &totals) const { return totals.refused() > m_told; }

    /// The events. \a clients were looked at before \a totals.
    [[nodiscard]] QList<Event> look(const std::vector<ClientStatus> &clients, const Totals &totals,
                                    TimePoint now);

private:
    using Count = std::pair<ClientKey, std::uint64_t>;

    QList<Event> takeRises(const std::vector<ClientStatus> &clients, TimePoint now);

    std::vector<Count> m_seen; // by client
    std::uint64_t m_told = 0;
    std::uint64_t m_dryRunRefused = 0;
};

} // namespace ConnLimit
