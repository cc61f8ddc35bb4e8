// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientselection_p.h"

#include <algorithm>
#include <limits>

namespace ConnLimit {

static std::size_t rowsUpTo(const ClientQuery &query)
{
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    if (query.count == 0)
        return 0;
    return query.count > most - query.offset ? most : query.offset + query.count;
}

ClientSelection::ClientSelection(const ClientQuery &query, const CompiledConfig &config,
                                 const RefusalStatistics &refusals)
    : m_query(query)
    , m_config(config)
    , m_refusals(refusals)
    , m_wanted(rowsUpTo(query))
    , m_isHeap(m_wanted <= heapSize)
    , m_needsRefusals(needsRefusals())
    , m_hasCount(query.includeRefused ? refusals.entries().size() : 0)
{}

bool ClientSelection::ComesBefore::operator()(const Row &a, const Row &b) const noexcept
{
    const bool isUp = direction == SortDirection::Ascending;
    if (order == ClientOrder::Client)
        return isUp ? a.count.client < b.count.client : b.count.client < a.count.client;
    if (a.value != b.value)
        return (a.value < b.value) == isUp;
    return a.count.client < b.count.client;
}

void ClientSelection::expect(std::size_t clients)
{
    if (!m_isHeap && !m_query.filter)
        m_rows.reserve(clients);
}

bool ClientSelection::passes(const ClientKey &client)
{
    if (m_query.filter && !m_query.filter(client))
        return false;
    ++m_matching;
    return true;
}

void ClientSelection::add(const ClientCount &count)
{
    if (!passes(count.client))
        return;
    const RefusalStatistics::Entry *const refusals
        = m_needsRefusals ? m_refusals.find(count.client) : nullptr;
    if (refusals && !m_hasCount.empty())
        m_hasCount[std::size_t(refusals - m_refusals.entries().data())] = true;
    keep({count, valueOf(count, refusals)});
}

/// Those that add() has not seen. To ask for their counts instead might list a client twice, or not
/// at all, that comes or goes meanwhile.
void ClientSelection::addRefused()
{
    for (std::size_t i = 0; i < m_hasCount.size(); ++i) {
        const RefusalStatistics::Entry &entry = m_refusals.entries()[i];
        if (m_hasCount[i] || !passes(entry.client))
            continue;
        const ClientCount count{entry.client, 0};
        keep({count, valueOf(count, &entry)});
    }
}

void ClientSelection::keep(const Row &row)
{
    if (m_wanted == 0)
        return;
    if (!m_isHeap) {
        m_rows.push_back(row);
        return;
    }
    if (m_rows.size() < m_wanted) {
        m_rows.push_back(row);
    } else {
        if (!m_comesBefore(row, m_rows.front()))
            return;
        std::pop_heap(m_rows.begin(), m_rows.end(), m_comesBefore);
        m_rows.back() = row;
    }
    std::push_heap(m_rows.begin(), m_rows.end(), m_comesBefore);
}

ClientPage ClientSelection::takePage()
{
    addRefused();
    const std::size_t begin = std::min(m_query.offset, m_rows.size());
    const std::size_t end = std::min(m_wanted, m_rows.size());
    if (m_isHeap)
        std::sort_heap(m_rows.begin(), m_rows.end(), m_comesBefore);
    else
        sortPage(begin, end);
    ClientPage page;
    page.matching = m_matching;
    if (begin < end)
        page.clients.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i)
        page.clients.push_back(statusOf(m_rows[i].count));
    return page;
}

/// Puts the rows from \a begin to \a end in their places; the others are in no order.
void ClientSelection::sortPage(std::size_t begin, std::size_t end)
{
    if (begin >= end)
        return;
    const auto at = [this](std::size_t row) { return m_rows.begin() + std::ptrdiff_t(row); };
    // First the cut that leaves less to look at for the second one.
    if (begin > m_rows.size() - end) {
        std::nth_element(at(0), at(begin), m_rows.end(), m_comesBefore);
        std::nth_element(at(begin), at(end), m_rows.end(), m_comesBefore);
    } else {
        std::nth_element(at(0), at(end), m_rows.end(), m_comesBefore);
        std::nth_element(at(0), at(begin), at(end), m_comesBefore);
    }
    std::sort(at(begin), at(end), m_comesBefore);
}

bool ClientSelection::needsRefusals() const noexcept
{
    switch (m_query.order) {
    case ClientOrder::Refused:
    case ClientOrder::LastRefused:
    case ClientOrder::RefusedLastMinute: return true;
    case ClientOrder::Client:
    case ClientOrder::Open:
    case ClientOrder::Limit:
    case ClientOrder::Share: break;
    }
    return m_query.includeRefused;
}

static std::uint64_t shareOf(std::uint32_t open, std::uint32_t limit, bool isBlocked) noexcept
{
    static_assert(Limiter::maximumOpenPerClient < 1u << 24); // so that 40 bits are left
    if (isBlocked)
        return open == 0 ? 0 : std::numeric_limits<std::uint64_t>::max();
    return limit == 0 ? 0 : (std::uint64_t(open) << 40) / limit;
}

std::uint64_t ClientSelection::valueOf(const ClientCount &count,
                                       const RefusalStatistics::Entry *refusals) const noexcept
{
    switch (m_query.order) {
    case ClientOrder::Client: return 0;
    case ClientOrder::Open: return count.open;
    case ClientOrder::Refused: return refusals ? refusals->count() : 0;
    case ClientOrder::LastRefused:
        return refusals ? static_cast<std::uint64_t>(refusals->last.time_since_epoch().count()) : 0;
    case ClientOrder::RefusedLastMinute: return refusals ? refusals->countLastMinute(m_now) : 0;
    case ClientOrder::Limit:
    case ClientOrder::Share: break;
    }
    const Rule *const rule = m_config.ruleFor(count.client);
    const bool isBlocked = rule && rule->action == RuleAction::Block;
    const std::uint32_t limit = m_config.limitUnder(rule);
    if (m_query.order == ClientOrder::Share)
        return shareOf(count.open, limit, isBlocked);
    return isBlocked || limit != 0 ? limit : std::numeric_limits<std::uint64_t>::max();
}

ClientStatus ClientSelection::statusOf(const ClientCount &count) const
{
    ClientStatus status{count.client, count.open};
    m_config.setRule(status, m_config.ruleFor(count.client));
    if (const RefusalStatistics::Entry *entry = m_refusals.find(count.client))
        entry->copyTo(status, m_now);
    return status;
}

} // namespace ConnLimit
