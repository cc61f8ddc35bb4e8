// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "history_p.h"

#include <algorithm>
#include <ctime>

using namespace std::chrono_literals;

namespace ConnLimit {

HistoryRing::HistoryRing(std::chrono::seconds interval, std::size_t capacity)
    : m_interval(interval)
    , m_samples(capacity + 1) // one more, for the one that is not complete yet
{}

std::optional<HistorySample> &HistoryRing::at(quint64 number)
{
    return m_samples[number % m_samples.size()];
}

void HistoryRing::add(quint64 second, const HistorySample &sample)
{
    const auto length = quint64(m_interval.count());
    const quint64 number = (second + length - 1) / length;
    const quint64 skipped = std::min<quint64>(number - m_newest, m_samples.size());
    for (quint64 i = 0; i < skipped; ++i)
        at(number - i).reset();
    m_newest = number;
    m_complete = second / length;

    std::optional<HistorySample> &present = at(number);
    if (!present)
        present.emplace();
    present->open = std::max(present->open, sample.open);
    present->admitted += sample.admitted;
    present->refused += sample.refused;
}

QList<std::optional<HistorySample>> HistoryRing::last(std::chrono::seconds span) const
{
    const auto count = quint64((span + m_interval - 1s) / m_interval);
    QList<std::optional<HistorySample>> samples;
    for (quint64 i = count; i-- > 0;) {
        samples.append(i < m_complete ? m_samples[(m_complete - i) % m_samples.size()]
                                      : std::nullopt);
    }
    return samples;
}

HistorySampler::HistorySampler(std::function<Totals()> totals, std::function<Time()> clock)
    : m_totals(std::move(totals))
    , m_clock(std::move(clock))
    , m_start(m_clock().steady)
    , m_rings{{1s, 600}, {10s, std::size_t(History::maximumSpan / 10s)}}
{
    const Totals before = m_totals();
    m_admitted = before.admitted;
    m_refused = before.refused();
}

HistorySampler::Time HistorySampler::now()
{
#ifdef CLOCK_BOOTTIME // steady_clock stands still while the machine sleeps
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    const std::chrono::nanoseconds steady
        = std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
#else
    const std::chrono::nanoseconds steady = std::chrono::steady_clock::now().time_since_epoch();
#endif
    return {steady, std::chrono::system_clock::now()};
}

/// The last second that is over. A timer may fire a little early.
quint64 HistorySampler::secondOf(const Time &time) const
{
    return quint64((time.steady - m_start + 20ms) / 1s);
}

bool HistorySampler::look()
{
    const quint64 second = secondOf(m_clock());
    if (second == m_second)
        return false;
    const Totals totals = m_totals();
    // Some are withdrawn after they were admitted: that second has none, and the sum stays right.
    const quint64 admitted = std::max<quint64>(totals.admitted, m_admitted);
    const HistorySample sample{totals.open, admitted - m_admitted, totals.refused() - m_refused};
    for (HistoryRing &ring : m_rings)
        ring.add(second, sample);
    m_admitted = admitted;
    m_refused = totals.refused();
    m_second = second;
    return true;
}

History HistorySampler::history(std::chrono::seconds span)
{
    look();
    const HistoryRing &ring = m_rings[span <= m_rings[0].span() ? 0 : 1];
    const Time time = m_clock();
    const std::chrono::nanoseconds age = time.steady - m_start - std::chrono::seconds(ring.end());
    using Wall = std::chrono::system_clock;
    return {ring.interval(), time.wall - std::chrono::duration_cast<Wall::duration>(age),
            ring.last(span)};
}

} // namespace ConnLimit
