// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace ConnLimit {

/// A client in a ClientTable in 16 + 4 bytes: 24 bits of count, which is 0 in an empty slot, and 8
/// bits of significant bits.
struct ClientSlot
{
    static constexpr std::uint32_t maximumOpen = 0xffffff;

    ClientKey::Bytes bytes;
    std::uint32_t word;

    [[nodiscard]] std::uint32_t open() const noexcept { return word & maximumOpen; }
    [[nodiscard]] ClientKey client() const noexcept
    {
        return ClientKey::fromIPv6(bytes, word >> 24);
    }
};
static_assert(sizeof(ClientSlot) == 20);

/// Slots for tables with few clients, shared by those of a limiter.
///
/// A client that is the only one in its shard, as most are in a server that has a few dozen, would
/// make that shard ask the heap for memory when it comes, and give it back when it leaves, which
/// takes longer than all the rest. Thread-safe, without a lock.
class SlotPool
{
public:
    /// Slots in each of the arrays that it gives out.
    static constexpr std::uint32_t capacity = 6;

    /// An array of empty slots; null if all are given out.
    [[nodiscard]] ClientSlot *take() noexcept
    {
        std::uint32_t free = m_free.load(std::memory_order_relaxed);
        while (free != 0) {
            if (m_free.compare_exchange_weak(free, free & (free - 1), std::memory_order_acquire,
                                             std::memory_order_relaxed))
                return &m_slots[std::size_t(std::countr_zero(free)) * capacity];
        }
        return nullptr;
    }

    /// Takes back what take() has returned, with all of its slots empty again.
    void giveBack(ClientSlot *slots) noexcept
    {
        const auto array = std::size_t(slots - m_slots.data()) / capacity;
        m_free.fetch_or(std::uint32_t(1) << array, std::memory_order_release);
    }

private:
    std::atomic<std::uint32_t> m_free = 0xffffffff; // a bit for each array
    std::array<ClientSlot, 32 * capacity> m_slots{};
};

} // namespace ConnLimit
