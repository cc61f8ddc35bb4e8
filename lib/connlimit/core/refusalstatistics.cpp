// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// The entries are ranked by estimate, and those with equal estimates form a group. An estimate
// only ever grows by one: its entry changes places with the first of its group, and is then the
// last of the group above, or a group of its own between the two. No sifting, as in a heap.

#include "refusalstatistics_p.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace ConnLimit {

/// Makes room for the period with the number \a next: those that it takes the place of are over.
///
/// Of threads that refuse at the same moment, one may come with the period before, and the next one
/// with this again: then the few refusals in between are missing in the sum.
void RefusalStatistics::Entry::forgetPeriods(std::int64_t next) noexcept
{
    // A clock that is set back does not get here: old periods stay, for a minute at most.
    const std::int64_t first = std::max(periodOf(last), next - std::int64_t(periods)) + 1;
    for (std::int64_t period = first; period <= next; ++period)
        recent[std::size_t(period) % periods] = 0;
}

std::uint64_t RefusalStatistics::Entry::countLastMinute(TimePoint now) const noexcept
{
    // Refusals at the same time, in several threads, may be told a moment before the last one.
    const std::int64_t passed = std::max(periodOf(now) - periodOf(last), std::int64_t(0));
    std::uint64_t sum = 0;
    for (std::int64_t age = passed; age < std::int64_t(periods); ++age)
        sum += recent[std::size_t(periodOf(last) - (age - passed)) % periods];
    return sum;
}

/// Most often the entry is alone with its estimate, before and after: a flood is of few clients.
inline void RefusalStatistics::increment(Entry &entry) noexcept
{
    ++entry.estimate;
    const std::size_t first = m_first[entry.group];
    const std::size_t next = first + 1;
    const bool isAlone = next == m_order.size() || m_entries[m_order[next]].group != entry.group;
    const Entry *const above = first > 0 ? &m_entries[m_order[first - 1]] : nullptr;
    const bool meetsAnother = above && above->estimate == entry.estimate;
    if (!isAlone || meetsAnother)
        changeGroup(entry, isAlone, meetsAnother ? above : nullptr);
}

/// Takes \a entry out of its group, into that of \a above or one of its own.
void RefusalStatistics::changeGroup(Entry &entry, bool isAlone, const Entry *above) noexcept
{
    const std::uint16_t group = entry.group;
    const std::uint16_t first = m_first[group];
    if (!isAlone) {
        std::swap(m_order[entry.rank], m_order[first]);
        m_entries[m_order[entry.rank]].rank = entry.rank;
        entry.rank = first;
        m_first[group] = static_cast<std::uint16_t>(first + 1);
    }
    if (above) {
        entry.group = above->group;
        if (isAlone)
            m_unused.push_back(group);
    } else {
        entry.group = m_unused.back();
        m_unused.pop_back();
        m_first[entry.group] = first;
    }
}

void RefusalStatistics::record(const ClientKey &client, std::uint32_t hash, Verdict verdict,
                               TimePoint now)
{
    if (m_index.empty())
        reserve();
    std::size_t place = placeOf(client, hash);
    std::uint16_t index = m_index[place];
    if (index == none && m_entries.size() < m_capacity) {
        index = append(client, hash);
        m_index[place] = index;
    } else if (index == none) {
        index = m_order.back();
        Entry &lowest = m_entries[index];
        forget(index);
        for (place = homeOf(hash); m_index[place] != none;) // forget() may have moved some
            place = after(place);
        m_index[place] = index;
        lowest.client = client;
        lowest.hash = hash;
        lowest.error = lowest.estimate;
        lowest.recent = {};
    }
    Entry &entry = m_entries[index];
    increment(entry);
    entry.note(verdict, now);
}

/// Adds \a client with an estimate of 0, for increment() to change at once.
std::uint16_t RefusalStatistics::append(const ClientKey &client, std::uint32_t hash)
{
    const auto index = static_cast<std::uint16_t>(m_entries.size());
    const std::uint16_t group = m_unused.back();
    m_unused.pop_back();
    m_first[group] = index;
    m_entries.emplace_back();
    Entry &entry = m_entries.back();
    entry.client = client;
    entry.group = group;
    entry.hash = hash;
    entry.rank = index;
    m_order.push_back(index);
    return index;
}

const RefusalStatistics::Entry *RefusalStatistics::find(const ClientKey &client,
                                                        std::uint32_t hash) const noexcept
{
    const std::uint16_t index = m_index[placeOf(client, hash)];
    return index == none ? nullptr : &m_entries[index];
}

/// Where \a client is in the index, or where it would go.
std::size_t RefusalStatistics::placeOf(const ClientKey &client, std::uint32_t hash) const noexcept
{
    for (std::size_t place = homeOf(hash);; place = after(place)) {
        if (m_index[place] == none)
            return place;
        const Entry &entry = m_entries[m_index[place]];
        if (entry.hash == hash && entry.client == client)
            return place;
    }
}

/// Takes an entry out of the index; those behind it move up, so that searches end.
void RefusalStatistics::forget(std::uint16_t index) noexcept
{
    const std::size_t mask = m_index.size() - 1;
    std::size_t hole = homeOf(m_entries[index].hash);
    while (m_index[hole] != index)
        hole = after(hole);
    for (std::size_t next = after(hole); m_index[next] != none; next = after(next)) {
        const std::size_t home = homeOf(m_entries[m_index[next]].hash);
        if (((next - home) & mask) < ((next - hole) & mask))
            continue;
        m_index[hole] = m_index[next];
        hole = next;
    }
    m_index[hole] = none;
}

void RefusalStatistics::reserve()
{
    m_entries.reserve(m_capacity);
    m_order.reserve(m_capacity);
    m_first.resize(m_capacity + 1); // one more: while an entry is on its way to another group
    m_unused.resize(m_first.size());
    std::iota(m_unused.begin(), m_unused.end(), std::uint16_t(0));
    m_index.assign(std::bit_ceil(m_capacity * 4), none); // last: it tells that all is there
}

} // namespace ConnLimit
