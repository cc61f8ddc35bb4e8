// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientslot_p.h"
#include "keyedhash_p.h"
#include "slotpool_p.h"

#include <connlimit/core/limiter.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ConnLimit {

/// Counts the connections of clients of one family; one shard of a limiter's table.
///
/// Open addressing with linear probing. A client with no connection has no slot, and one that goes
/// leaves no trace: those behind it move up. The slots grow by a third when more than 25 of 32 are
/// taken, shrink when fewer than a quarter are, and are freed with the last client: 10 to 14 bytes
/// for an IPv4 client, 26 to 35 for an IPv6 client, none for none. The first ones are from the pool
/// that the shards share.
///
/// Not thread-safe, its owner locks; but prefetch() and Copy::reserve() may run at any time. A hash
/// is the KeyedHash::tableHash() of the client in all calls, who is of the table's family. So is
/// what is shared the same.
class ClientTable
{
public:
    /// Connections that can be counted for one client.
    static constexpr std::uint32_t maximumOpen = IPv4Slot::maximumOpen;

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

    /// A copy of the slots of one table after the other, to be looked at without their locks.
    class Copy
    {
    public:
        /// Makes room for what \a table has, and some more.
        void reserve(const ClientTable &table);
        /// Copies \a table; false if it has outgrown the room meanwhile. Allocates nothing.
        [[nodiscard]] bool take(const ClientTable &table) noexcept;

        /// The clients in it, until the next call.
        [[nodiscard]] std::span<const ClientCount> clients();

    private:
        template<class Slot>
        std::size_t list(const std::vector<Slot> &slots) noexcept;

        bool m_isIPv6 = false;
        std::size_t m_capacity = 0;
        std::vector<IPv4Slot> m_ipv4;
        std::vector<IPv6Slot> m_ipv6;
        std::vector<ClientCount> m_clients;
    };

    /// For IPv4 clients, until setIPv6() is called.
    ClientTable() = default;
    ~ClientTable();
    ClientTable(const ClientTable &) = delete;
    ClientTable &operator=(const ClientTable &) = delete;

    /// Once, before anything else.
    void setIPv6() noexcept { m_isIPv6 = true; }

    /// Whether the client that has \a hash goes into a table for IPv6.
    [[nodiscard]] static bool isIPv6(std::uint32_t hash) noexcept { return hash % 2 != 0; }

    void prefetch(std::uint32_t hash) const noexcept;

    [[nodiscard]] Place find(const ClientKey &client, std::uint32_t hash) const noexcept
    {
        return isIPv6(hash) ? find<IPv6Slot>(client, hash) : find<IPv4Slot>(client, hash);
    }

    /// The same where it is known that the slots are of that class.
    template<class Slot>
    [[nodiscard]] Place find(const ClientKey &client, std::uint32_t hash) const noexcept;

    /// Counts one more for the client at \a place, which find() has just returned, and has less
    /// than maximumOpen. Throws std::bad_alloc, without effect, if there is no memory to grow.
    template<class Slot>
    void add(Place place, const ClientKey &client, std::uint32_t hash, Shared &shared)
    {
        if (place.open != 0)
            slots<Slot>()[place.index].increment();
        else
            insert<Slot>(place, client, hash, shared);
    }

    /// Counts one less for a client that is there.
    void subtract(const ClientKey &client, std::uint32_t hash, Shared &shared) noexcept
    {
        if (isIPv6(hash))
            subtract<IPv6Slot>(client, hash, shared);
        else
            subtract<IPv4Slot>(client, hash, shared);
    }

    [[nodiscard]] std::uint32_t size() const noexcept { return m_size; }
    [[nodiscard]] std::uint32_t capacity() const noexcept
    {
        return m_capacity.load(std::memory_order_relaxed);
    }

    /// Bytes of all slots.
    [[nodiscard]] std::size_t byteCount() const noexcept
    {
        return capacity() * (m_isIPv6 ? sizeof(IPv6Slot) : sizeof(IPv4Slot));
    }

    /// Slots to look at in the longest search for a client that is there.
    [[nodiscard]] std::uint32_t longestProbe(const KeyedHash &keyedHash) const noexcept;

private:
    template<class Slot>
    [[nodiscard]] Slot *slots() const noexcept
    {
        return static_cast<Slot *>(m_slots.load(std::memory_order_relaxed));
    }
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

    /// The arrays of the pool have an odd number of slots, those of the heap an even one.
    [[nodiscard]] static bool isPooled(std::uint32_t capacity) noexcept
    {
        return capacity % 2 != 0;
    }

    template<class Slot>
    void subtract(const ClientKey &client, std::uint32_t hash, Shared &shared) noexcept
    {
        const Place place = find<Slot>(client, hash);
        if (place.open > 1)
            slots<Slot>()[place.index].decrement();
        else
            remove<Slot>(place.index, shared);
    }
    template<class Slot>
    void insert(Place place, const ClientKey &client, std::uint32_t hash, Shared &shared);
    template<class Slot>
    void grow(Shared &shared);
    template<class Slot>
    void remove(std::uint32_t index, Shared &shared) noexcept;
    template<class Slot>
    void closeGap(std::uint32_t hole, const KeyedHash &keyedHash) noexcept;
    template<class Slot>
    void shrink(Shared &shared) noexcept;
    template<class Slot>
    void moveTo(Slot *fresh, std::uint32_t capacity, Shared &shared) noexcept;
    template<class Slot>
    std::uint32_t longestProbe(const KeyedHash &keyedHash) const noexcept;
    void setSlots(void *slots, std::uint32_t capacity) noexcept
    {
        m_slots.store(slots, std::memory_order_relaxed);
        m_capacity.store(capacity, std::memory_order_relaxed);
    }

    // Atomic for prefetch(), which may see one of them old and the other new: it reads nothing.
    std::atomic<void *> m_slots = nullptr;
    std::atomic<std::uint32_t> m_capacity = 0;
    std::uint32_t m_size = 0;
    bool m_isIPv6 = false;
};

inline void ClientTable::prefetch(std::uint32_t hash) const noexcept
{
#ifdef __GNUC__
    // Never dereferenced, so a number: the two may not belong together. The second is where most
    // searches have ended.
    const auto first = reinterpret_cast<std::uintptr_t>(slots<void>());
    const std::uintptr_t slot
        = first + home(hash) * (isIPv6(hash) ? sizeof(IPv6Slot) : sizeof(IPv4Slot));
    __builtin_prefetch(reinterpret_cast<const void *>(slot), 1);
    __builtin_prefetch(reinterpret_cast<const void *>(slot + (isIPv6(hash) ? 64 : 24)), 1);
#else
    static_cast<void>(hash);
#endif
}

template<class Slot>
inline ClientTable::Place ClientTable::find(const ClientKey &client,
                                            std::uint32_t hash) const noexcept
{
    if (m_size == 0)
        return {};
    const typename Slot::Wanted wanted = Slot::wanted(client);
    const Slot *const all = slots<Slot>();
    const std::uint32_t end = capacity();
    for (std::uint32_t index = home(hash);;) {
        const Slot slot = all[index];
        if (slot.is(wanted) || slot.open() == 0)
            return {index, slot.open()};
        if (++index == end)
            index = 0;
    }
}

} // namespace ConnLimit
