// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "keyedhash_p.h"

#include <connlimit/core/limiter.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ConnLimit {

/// Remembers how often the most refused clients were refused, in bounded memory.
///
/// Space-Saving (Metwally, Agrawal and El Abbadi, 2005): when all places are taken, a
/// new client takes the place of one with the lowest estimate and inherits that estimate as its
/// error. Of N refusals in all, an estimate is at most N / capacity too high, and whoever was
/// refused more often than that is in it for sure. count() is the part that is certain: never more
/// than the client was refused. With it go the refusals of the last minute, which begin anew when a
/// place is taken over.
///
/// Allocates with the first record, and never again. Not thread-safe; its owner locks.
class RefusalStatistics
{
public:
    using TimePoint = std::chrono::system_clock::time_point;

    /// What is remembered of one client. 80 bytes: there are a thousand of them.
    struct Entry
    {
        /// Refusals are counted by periods of 8 s, of which eight are remembered: what of the
        /// first is too much and what of the last is missing make +- 4 s of a minute.
        static constexpr std::size_t periods = 8;
        static constexpr std::chrono::seconds periodLength{8};

        ClientKey client;
        std::uint8_t verdict = 0;     // of the last refusal
        std::uint16_t group = 0;      // clients with this estimate
        std::uint32_t hash = 0;       // of the client
        std::uint64_t rank : 16 = 0;  // its place in the order of estimates
        std::uint64_t error : 48 = 0; // estimate - error is never more than the true count
        std::uint64_t estimate = 0;   // never less than the true count
        TimePoint last;
        std::array<std::uint32_t, periods> recent{}; // up to that of `last`, by number % periods

        [[nodiscard]] std::uint64_t count() const noexcept { return estimate - error; }
        [[nodiscard]] Verdict lastVerdict() const noexcept { return Verdict(verdict); }

        /// The refusals of the last minute before \a now, +- 4 s.
        [[nodiscard]] std::uint64_t countLastMinute(TimePoint now) const noexcept;

        void copyTo(ClientStatus &status, TimePoint now) const
        {
            status.refused = count();
            status.lastRefused = last;
            status.refusedLastMinute = countLastMinute(now);
            status.lastVerdict = lastVerdict();
        }

        /// Counts one more in the period of \a now.
        void note(Verdict refusal, TimePoint now) noexcept
        {
            const std::int64_t period = periodOf(now);
            if (period > periodOf(last)) [[unlikely]]
                forgetPeriods(period);
            ++recent[std::size_t(period) % periods];
            verdict = static_cast<std::uint8_t>(refusal);
            last = now;
        }

    private:
        [[nodiscard]] static std::int64_t periodOf(TimePoint time) noexcept
        {
            // Unsigned, which costs half of the division; no time here is before 1970.
            constexpr std::uint64_t length = TimePoint::duration(periodLength).count();
            return std::int64_t(std::uint64_t(time.time_since_epoch().count()) / length);
        }
        void forgetPeriods(std::int64_t next) noexcept;
    };
    static_assert(sizeof(Entry) <= 80);

    /// \a capacity is 1 to 32,768.
    explicit RefusalStatistics(std::size_t capacity, const KeyedHash &hash = KeyedHash())
        : m_capacity(capacity)
        , m_hash(hash)
    {}

    /// Costs one hash look-up and a number of steps that does not depend on the capacity.
    void record(const ClientKey &client, Verdict verdict, TimePoint now)
    {
        record(client, hashOf(client), verdict, now);
    }
    void record(const ClientKey &client, std::uint32_t hash, Verdict verdict, TimePoint now);

    [[nodiscard]] const Entry *find(const ClientKey &client) const noexcept
    {
        return m_entries.empty() ? nullptr : find(client, hashOf(client));
    }

    /// In no order.
    [[nodiscard]] const std::vector<Entry> &entries() const noexcept { return m_entries; }

private:
    static constexpr std::uint16_t none = 0xffff;

    [[nodiscard]] std::uint32_t hashOf(const ClientKey &client) const noexcept
    {
        return m_hash.tableHash(client);
    }
    [[nodiscard]] const Entry *find(const ClientKey &client, std::uint32_t hash) const noexcept;
    [[nodiscard]] std::size_t placeOf(const ClientKey &client, std::uint32_t hash) const noexcept;
    [[nodiscard]] std::size_t homeOf(std::uint32_t hash) const noexcept
    {
        return (hash >> 1) & (m_index.size() - 1); // the last bit is that of the family
    }
    [[nodiscard]] std::size_t after(std::size_t place) const noexcept
    {
        return (place + 1) & (m_index.size() - 1);
    }
    void forget(std::uint16_t index) noexcept;
    void reserve();
    std::uint16_t append(const ClientKey &client, std::uint32_t hash);
    void increment(Entry &entry) noexcept;
    void changeGroup(Entry &entry, bool isAlone, const Entry *above) noexcept;

    std::size_t m_capacity;
    KeyedHash m_hash;
    std::vector<Entry> m_entries;
    std::vector<std::uint16_t> m_index;  // open addressing by hash: a place in m_entries, or none
    std::vector<std::uint16_t> m_order;  // places in m_entries, the highest estimate first
    std::vector<std::uint16_t> m_first;  // of each group: the first in m_order
    std::vector<std::uint16_t> m_unused; // groups without a client
};

} // namespace ConnLimit
