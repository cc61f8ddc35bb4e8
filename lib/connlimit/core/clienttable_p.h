// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "keyedhash_p.h"
#include "slotpool_p.h"

#include <connlimit/core/clientkey.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace ConnLimit {

/// Counts the connections of clients; one shard of a limiter's table.
///
/// Open addressing with linear probing. A client with no connection has no slot, and one that goes
/// leaves no trace: those behind it move up. The slots grow by a third when more than 25 of 32 are
/// taken, shrink when fewer than a quarter are, and are freed with the last client: 26 to 35 bytes
/// for a client, none for none. The first ones are from the pool that the shards share.
///
/// Not thread-safe, its owner locks; but prefetch() may run at any time. A hash is the same half
/// of the KeyedHash of the client in all calls: see hashOf(). So is what is shared the same.
class ClientTable
{
public:
    using Slot = ClientSlot;

    /// Connections that can be counted for one client.
    static constexpr std::uint32_t maximumOpen = Slot::maximumOpen;

    /// What the shards of a limiter have in common.
    struct Shared
    {
        KeyedHash hash;
        SlotPool pool;
    };

    /// Where a client is; where it would go, if its count is 0.
    struct Place
    {
        std::uint32_t index = 0;
        std::uint32_t open = 0;
    };

    ClientTable() = default;
    ~ClientTable()
    {
        if (!isPooled())
            delete[] slots();
    }
    ClientTable(const ClientTable &) = delete;
    ClientTable &operator=(const ClientTable &) = delete;

    [[nodiscard]] static std::uint32_t hashOf(const KeyedHash &hash,
                                              const ClientKey &client) noexcept
    {
        return static_cast<std::uint32_t>(hash(client) >> 32);
    }

    void prefetch(std::uint32_t hash) const noexcept;

    [[nodiscard]] Place find(const ClientKey &client, std::uint32_t hash) const noexcept;

    /// Counts one more for the client at \a place, which find() has just returned, and has less
    /// than maximumOpen. Throws std::bad_alloc, without effect, if there is no memory to grow.
    void add(Place place, const ClientKey &client, std::uint32_t hash, Shared &shared)
    {
        if (place.open != 0)
            ++slots()[place.index].word;
        else
            insert(place, client, hash, shared);
    }

    /// Counts one less for a client that is there.
    void subtract(const ClientKey &client, std::uint32_t hash, Shared &shared) noexcept
    {
        const Place place = find(client, hash);
        if (place.open > 1)
            --slots()[place.index].word;
        else
            remove(place.index, shared);
    }

    [[nodiscard]] std::uint32_t size() const noexcept { return m_size; }
    [[nodiscard]] std::uint32_t capacity() const noexcept
    {
        return m_capacity.load(std::memory_order_relaxed);
    }

    /// Copies all slots, the empty ones included, to \a buffer, which has room for capacity().
    void copyTo(Slot *buffer) const noexcept;

    /// Slots to look at in the longest search for a client that is there.
    [[nodiscard]] std::uint32_t longestProbe(const KeyedHash &keyedHash) const noexcept;

private:
    [[nodiscard]] Slot *slots() const noexcept { return m_slots.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint32_t home(std::uint32_t hash) const noexcept
    {
        return static_cast<std::uint32_t>((std::uint64_t(hash) * capacity()) >> 32);
    }
    [[nodiscard]] std::uint32_t after(std::uint32_t index) const noexcept
    {
        return index + 1 == capacity() ? 0 : index + 1;
    }
    [[nodiscard]] std::uint32_t distance(std::uint32_t from, std::uint32_t to) const noexcept
    {
        return to >= from ? to - from : to + capacity() - from;
    }

    [[nodiscard]] bool isPooled() const noexcept { return capacity() == SlotPool::capacity; }

    void insert(Place place, const ClientKey &client, std::uint32_t hash, Shared &shared);
    void grow(Shared &shared);
    void remove(std::uint32_t index, Shared &shared) noexcept;
    void closeGap(std::uint32_t hole, const KeyedHash &keyedHash) noexcept;
    void shrink(Shared &shared) noexcept;
    static void free(Slot *slots, bool isPooled, Shared &shared) noexcept;
    void moveTo(Slot *fresh, std::uint32_t capacity, Shared &shared) noexcept;
    void setSlots(Slot *slots, std::uint32_t capacity) noexcept
    {
        m_slots.store(slots, std::memory_order_relaxed);
        m_capacity.store(capacity, std::memory_order_relaxed);
    }

    // Atomic for prefetch(), which may see one of them old and the other new: it reads nothing.
    std::atomic<Slot *> m_slots = nullptr;
    std::atomic<std::uint32_t> m_capacity = 0;
    std::uint32_t m_size = 0;
};

inline void ClientTable::prefetch(std::uint32_t hash) const noexcept
{
#ifdef __GNUC__
    // Never dereferenced, so a number: the two may not belong together.
    const auto slot = reinterpret_cast<std::uintptr_t>(slots()) + home(hash) * sizeof(Slot);
    __builtin_prefetch(reinterpret_cast<const void *>(slot), 1);
    __builtin_prefetch(reinterpret_cast<const void *>(slot + 64), 1); // most searches end there
#else
    static_cast<void>(hash);
#endif
}

inline ClientTable::Place ClientTable::find(const ClientKey &client,
                                            std::uint32_t hash) const noexcept
{
    if (m_size == 0)
        return {};
    std::uint64_t wanted[2];
    std::memcpy(wanted, client.bytes().data(), sizeof wanted);
    const std::uint32_t bits = client.significantBits();
    const Slot *const all = slots();
    const std::uint32_t end = capacity();
    for (std::uint32_t index = home(hash);;) {
        const std::uint32_t word = all[index].word;
        std::uint64_t found[2];
        std::memcpy(found, all[index].bytes.data(), sizeof found);
        const bool isSame = found[0] == wanted[0] && found[1] == wanted[1] && word >> 24 == bits;
        if (isSame || (word & maximumOpen) == 0)
            return {index, word & maximumOpen};
        if (++index == end)
            index = 0;
    }
}

} // namespace ConnLimit
