// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/history.h>
#include <connlimit/core/limiter.h>

#include <functional>
#include <vector>

namespace ConnLimit {

/// The samples of the last intervals of one length, in bounded memory.
class HistoryRing
{
public:
    HistoryRing(std::chrono::seconds interval, std::size_t capacity);

    /// Adds what happened in the second that ends at \a second; seconds between it and the one
    /// before were not looked at. Seconds count from 1, and rise.
    void add(quint64 second, const HistorySample &sample);

    /// The last intervals that are complete, as many as make up \a span: at most span().
    [[nodiscard]] QList<std::optional<HistorySample>> last(std::chrono::seconds span) const;

    [[nodiscard]] std::chrono::seconds interval() const { return m_interval; }
    [[nodiscard]] std::chrono::seconds span() const { return m_interval * (m_samples.size() - 1); }
    /// The second at which the last complete interval ends.
    [[nodiscard]] quint64 end() const { return m_complete * quint64(m_interval.count()); }

private:
    std::optional<HistorySample> &at(quint64 number);

    std::chrono::seconds m_interval;
    std::vector<std::optional<HistorySample>> m_samples; // number n is at n % size
    quint64 m_newest = 0;   // the number of the newest interval; they count from 1
    quint64 m_complete = 0; // of the last one that is complete
};

/// Looks at a server's totals once a second and remembers an hour of them.
///
/// By an injected clock: whoever owns it calls look(). Not thread-safe.
class HistorySampler
{
public:
    struct Time
    {
        std::chrono::nanoseconds steady{0}; ///< Goes on while the machine sleeps.
        std::chrono::system_clock::time_point wall;
    };

    /// Reads \a clock at once: the first second begins there.
    HistorySampler(std::function<Totals()> totals, std::function<Time()> clock = now);

    /// Looks at the totals if that is due. True if it was.
    bool look();

    /// The past \a span, 1 s to History::maximumSpan, in the shortest intervals that are remembered
    /// for so long. Looks first.
    [[nodiscard]] History history(std::chrono::seconds span);

    /// The time of this machine.
    [[nodiscard]] static Time now();

private:
    quint64 secondOf(const Time &time) const;

    const std::function<Totals()> m_totals;
    const std::function<Time()> m_clock;
    const std::chrono::nanoseconds m_start;
    quint64 m_second = 0; // that was looked at last
    quint64 m_admitted;   // up to then
    quint64 m_refused;
    HistoryRing m_rings[2]; // the finer one first
};

} // namespace ConnLimit
