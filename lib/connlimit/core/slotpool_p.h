// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace ConnLimit {

/// Slots for tables with few clients, shared by those of a limiter.
///
/// A client that is the only one in its shard, as most are in a server that has a few dozen, would
/// make that shard ask the heap for memory when it comes, and give it back when it leaves, which
/// takes longer than all the rest. Thread-safe, without a lock; the arrays share no cache line.
class SlotPool
{
    static constexpr std::size_t arraySize = 128; // bytes

public:
    /// Arrays that can be given out.
    static constexpr unsigned arrays = 32;
    /// Slots in each of them. Always odd.
    template<class Slot>
    static constexpr std::uint32_t capacity = (arraySize / sizeof(Slot) - 1) | 1;

    /// An array of empty slots; null if all are given out.
    template<class Slot>
    [[nodiscard]] Slot *take() noexcept
    {
        std::uint32_t free = m_free.load(std::memory_order_relaxed);
        while (free != 0) {
            if (m_free.compare_exchange_weak(free, free & (free - 1), std::memory_order_acquire,
                                             std::memory_order_relaxed)) {
                void *const array = &m_arrays[std::size_t(std::countr_zero(free))];
                return static_cast<Slot *>(array);
            }
        }
        return nullptr;
    }

    /// Takes back what take() has returned, empty again: all zero, for slots of any class.
    void giveBack(const void *slots) noexcept
    {
        const auto array = static_cast<const Array *>(slots) - m_arrays.data();
        m_free.fetch_or(std::uint32_t(1) << array, std::memory_order_release);
    }

private:
    struct alignas(64) Array
    {
        std::array<std::byte, arraySize> bytes;
    };

    alignas(64) std::atomic<std::uint32_t> m_free = 0xffffffff; // a bit for each array
    std::array<Array, arrays> m_arrays{};
};

} // namespace ConnLimit
