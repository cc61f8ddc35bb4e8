// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// Rejected: tombstones (a table of clients that come and go would fill with them), capacities that
// are powers of two (36 bytes a client allow for no doubling), a stored hash (8 bytes a client; to
// compute one again when neighbours move costs less than the memory that it takes).

#include "clienttable_p.h"

#include <algorithm>
#include <new>

namespace ConnLimit {

static constexpr std::uint32_t minimumCapacity = 8; // on the heap

static constexpr std::uint32_t even(std::uint32_t capacity) noexcept
{
    return capacity & ~1u;
}

static bool isFull(std::uint32_t size, std::uint32_t capacity) noexcept
{
    return std::uint64_t(size) * 32 >= std::uint64_t(capacity) * 25;
}

ClientTable::~ClientTable()
{
    if (isPooled(capacity()))
        return;
    if (m_isIPv6)
        delete[] slots<IPv6Slot>();
    else
        delete[] slots<IPv4Slot>();
}

template<class Slot>
static void free(Slot *slots, bool isPooled, ClientTable::Shared &shared) noexcept
{
    if (isPooled)
        shared.pool.giveBack(slots);
    else
        delete[] slots;
}

template<class Slot>
void ClientTable::insert(Place place, const ClientKey &client, std::uint32_t hash, Shared &shared)
{
    if (isFull(m_size, capacity())) {
        Slot *const first = m_size == 0 ? shared.pool.take<Slot>() : nullptr;
        if (first)
            setSlots(first, SlotPool::capacity<Slot>);
        else
            grow<Slot>(shared);
        place.index = m_size == 0 ? home(hash) : find<Slot>(client, hash).index;
    }
    slots<Slot>()[place.index] = Slot(client);
    ++m_size;
}
// Called from the header.
template void ClientTable::insert<IPv4Slot>(Place, const ClientKey &, std::uint32_t, Shared &);
template void ClientTable::insert<IPv6Slot>(Place, const ClientKey &, std::uint32_t, Shared &);

template<class Slot>
void ClientTable::grow(Shared &shared)
{
    const std::uint32_t larger = std::max(minimumCapacity, even(capacity() + capacity() / 3));
    moveTo(new Slot[larger](), larger, shared);
}

template<class Slot>
void ClientTable::remove(std::uint32_t index, Shared &shared) noexcept
{
    if (--m_size == 0) {
        Slot *const last = slots<Slot>();
        last[index] = Slot();
        const bool wasPooled = isPooled(capacity());
        setSlots(nullptr, 0);
        return free(last, wasPooled, shared);
    }
    closeGap<Slot>(index, shared.hash);
    const std::uint32_t slots = capacity();
    if (slots > minimumCapacity && m_size < slots / 4 && !isPooled(slots))
        shrink<Slot>(shared);
}
template void ClientTable::remove<IPv4Slot>(std::uint32_t, Shared &) noexcept;
template void ClientTable::remove<IPv6Slot>(std::uint32_t, Shared &) noexcept;

/// Moves up those behind the client at \a hole, who goes.
template<class Slot>
void ClientTable::closeGap(std::uint32_t hole, const KeyedHash &keyedHash) noexcept
{
    Slot *const all = slots<Slot>();
    for (std::uint32_t next = after(hole); all[next].open() != 0; next = after(next)) {
        const std::uint32_t wanted = home(all[next].hash(keyedHash));
        if (distance(wanted, next) < distance(hole, next))
            continue; // it would come to lie before its home
        all[hole] = all[next];
        hole = next;
    }
    all[hole] = Slot();
}

/// Does nothing if there is no memory for it.
template<class Slot>
void ClientTable::shrink(Shared &shared) noexcept
{
    const std::uint32_t smaller = std::max(minimumCapacity, even(capacity() / 2));
    if (Slot *fresh = new (std::nothrow) Slot[smaller]())
        moveTo(fresh, smaller, shared);
}

/// Moves all clients to \a fresh, and frees the slots that they were in.
template<class Slot>
void ClientTable::moveTo(Slot *fresh, std::uint32_t capacity, Shared &shared) noexcept
{
    Slot *const old = slots<Slot>();
    const std::uint32_t oldCapacity = this->capacity();
    setSlots(fresh, capacity);
    for (std::uint32_t i = 0; m_size != 0 && i < oldCapacity; ++i) {
        if (old[i].open() == 0)
            continue;
        fresh[find<Slot>(old[i].client(), old[i].hash(shared.hash)).index] = old[i];
        old[i] = Slot();
    }
    free(old, isPooled(oldCapacity), shared);
}

template<class Slot>
std::uint32_t ClientTable::longestProbe(const KeyedHash &keyedHash) const noexcept
{
    std::uint32_t longest = 0;
    for (std::uint32_t i = 0; i < capacity(); ++i) {
        const Slot &slot = slots<Slot>()[i];
        if (slot.open() != 0)
            longest = std::max(longest, distance(home(slot.hash(keyedHash)), i) + 1);
    }
    return longest;
}

std::uint32_t ClientTable::longestProbe(const KeyedHash &keyedHash) const noexcept
{
    return m_isIPv6 ? longestProbe<IPv6Slot>(keyedHash) : longestProbe<IPv4Slot>(keyedHash);
}

void ClientTable::Copy::reserve(const ClientTable &table)
{
    const std::size_t room = table.capacity() * std::size_t(3) / 2;
    if (table.m_isIPv6 && m_ipv6.size() < table.capacity())
        m_ipv6.resize(room);
    else if (!table.m_isIPv6 && m_ipv4.size() < table.capacity())
        m_ipv4.resize(room);
}

bool ClientTable::Copy::take(const ClientTable &table) noexcept
{
    m_isIPv6 = table.m_isIPv6;
    m_capacity = table.capacity();
    if ((m_isIPv6 ? m_ipv6.size() : m_ipv4.size()) < m_capacity)
        return false;
    if (m_isIPv6)
        std::copy_n(table.slots<IPv6Slot>(), m_capacity, m_ipv6.begin());
    else
        std::copy_n(table.slots<IPv4Slot>(), m_capacity, m_ipv4.begin());
    return true;
}

/// Writes all clients of \a slots to m_clients, and returns how many they are.
template<class Slot>
std::size_t ClientTable::Copy::list(const std::vector<Slot> &slots) noexcept
{
    // Without a branch, which nobody could predict: what an empty slot writes is overwritten.
    std::size_t count = 0;
    for (std::size_t i = 0; i < m_capacity; ++i) {
        ::new (&m_clients[count]) ClientCount{slots[i].client(), slots[i].open()}; // no copy
        count += slots[i].open() != 0;
    }
    return count;
}

std::span<const ClientCount> ClientTable::Copy::clients()
{
    if (m_clients.size() < m_capacity)
        m_clients.resize(m_capacity);
    return {m_clients.data(), m_isIPv6 ? list(m_ipv6) : list(m_ipv4)};
}

} // namespace ConnLimit
