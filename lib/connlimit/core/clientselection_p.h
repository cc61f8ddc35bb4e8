// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "compiledconfig_p.h"
#include "refusalstatistics_p.h"

#include <connlimit/core/limiter.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ConnLimit {

/// Picks the page that a ClientQuery asks for out of all clients, which are added one by one.
///
/// A page near the beginning is kept in a heap, as long as offset + count; for one further down all
/// rows are collected, and no more of them are sorted than the page has. Refers to what it is
/// constructed with. One thread at a time.
class ClientSelection
{
public:
    /// The largest offset + count for which a heap is kept.
    static constexpr std::size_t heapSize = 4096;

    ClientSelection(const ClientQuery &query, const CompiledConfig &config,
                    const RefusalStatistics &refusals);

    /// Says that about so many \a clients will be added.
    void expect(std::size_t clients);

    /// Adds a client with connections; each one once.
    void add(const ClientCount &count);

    /// Adds those without, if they are asked for, and returns the page. The selection is used up.
    [[nodiscard]] ClientPage takePage();

private:
    struct Row
    {
        ClientCount count;
        std::uint64_t value; // what the rows are ordered by, before the address
    };

    struct ComesBefore
    {
        ClientOrder order;
        SortDirection direction;

        bool operator()(const Row &a, const Row &b) const noexcept;
    };

    [[nodiscard]] bool passes(const ClientKey &client);
    void addRefused();
    void keep(const Row &row);
    void sortPage(std::size_t begin, std::size_t end);
    [[nodiscard]] bool needsRefusals() const noexcept;
    [[nodiscard]] std::uint64_t valueOf(const ClientCount &count,
                                        const RefusalStatistics::Entry *refusals) const noexcept;
    [[nodiscard]] ClientStatus statusOf(const ClientCount &count) const;

    const ClientQuery &m_query;
    const CompiledConfig &m_config;
    const RefusalStatistics &m_refusals;
    const RefusalStatistics::TimePoint m_now = std::chrono::system_clock::now();
    const ComesBefore m_comesBefore{m_query.order, m_query.direction};
    const std::size_t m_wanted; // rows, from the first one on
    const bool m_isHeap;
    const bool m_needsRefusals;
    std::size_t m_matching = 0;
    std::vector<Row> m_rows;      // with m_isHeap, the first m_wanted: the last of them is in front
    std::vector<bool> m_hasCount; // of the entries of m_refusals, whether they were added
};

} // namespace ConnLimit
