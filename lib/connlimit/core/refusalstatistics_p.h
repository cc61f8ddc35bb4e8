// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "keyedhash_p.h"

#include <connlimit/core/clientkey.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace ConnLimit {

/// Remembers how often the most refused clients were refused, in bounded memory.
///
/// Space-Saving (Metwally, Agrawal and El Abbadi, 2005): when all places are taken, a
/// new client takes the place of the one with the lowest estimate and inherits that estimate as its
/// error. Whoever was refused more often than once in every `capacity` refusals is in it for sure.
/// count() is the part that is certain: never more than the client was refused.
///
/// Not thread-safe; its owner locks.
class RefusalStatistics
{
public:
    using TimePoint = std::chrono::system_clock::time_point;

    struct Entry
    {
        ClientKey client;
        std::uint64_t estimate = 0; // never less than the true count
        std::uint64_t error = 0;    // estimate - error is never more than the true count
        TimePoint last;

        [[nodiscard]] std::uint64_t count() const noexcept { return estimate - error; }
    };

    explicit RefusalStatistics(std::size_t capacity)
        : m_capacity(capacity)
    {}

    /// Costs one hash look-up and O(log capacity) moves.
    void record(const ClientKey &client, TimePoint now);

    [[nodiscard]] const Entry *find(const ClientKey &client) const;
    [[nodiscard]] const std::vector<Entry> &entries() const noexcept { return m_heap; }

private:
    void siftUp(std::size_t index);
    void siftDown(std::size_t index);
    void exchange(std::size_t a, std::size_t b);

    std::size_t m_capacity;
    std::vector<Entry> m_heap; // the lowest estimate first
    std::unordered_map<ClientKey, std::size_t, KeyedHash> m_places;
};

} // namespace ConnLimit
