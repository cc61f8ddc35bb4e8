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
static_assert(SlotPool::capacity < minimumCapacity);

static bool isFull(std::uint32_t size, std::uint32_t capacity) noexcept
{
    return std::uint64_t(size) * 32 >= std::uint64_t(capacity) * 25;
}

void ClientTable::insert(Place place, const ClientKey &client, std::uint32_t hash, Shared &shared)
{
    if (isFull(m_size, capacity())) {
        Slot *const first = m_size == 0 ? shared.pool.take() : nullptr;
        if (first)
            setSlots(first, SlotPool::capacity);
        else
            grow(shared);
        place.index = m_size == 0 ? home(hash) : find(client, hash).index;
    }
    slots()[place.index] = {client.bytes(), client.significantBits() << 24 | 1};
    ++m_size;
}

void ClientTable::grow(Shared &shared)
{
    const std::uint32_t larger = std::max(minimumCapacity, capacity() + capacity() / 3);
    moveTo(new Slot[larger](), larger, shared);
}

void ClientTable::remove(std::uint32_t index, Shared &shared) noexcept
{
    Slot *const all = slots();
    if (--m_size == 0) {
        all[index].word = 0;
        const bool wasPooled = isPooled();
        setSlots(nullptr, 0);
        return free(all, wasPooled, shared);
    }
    closeGap(index, shared.hash);
    if (capacity() > minimumCapacity && m_size < capacity() / 4)
        shrink(shared);
}

/// Moves up those behind the client at \a hole, who goes.
void ClientTable::closeGap(std::uint32_t hole, const KeyedHash &keyedHash) noexcept
{
    Slot *const all = slots();
    for (std::uint32_t next = after(hole); all[next].open() != 0; next = after(next)) {
        const std::uint32_t wanted = home(hashOf(keyedHash, all[next].client()));
        if (distance(wanted, next) < distance(hole, next))
            continue; // it would come to lie before its home
        all[hole] = all[next];
        hole = next;
    }
    all[hole].word = 0;
}

/// Does nothing if there is no memory for it.
void ClientTable::shrink(Shared &shared) noexcept
{
    const std::uint32_t smaller = std::max(minimumCapacity, capacity() / 2);
    if (Slot *fresh = new (std::nothrow) Slot[smaller]())
        moveTo(fresh, smaller, shared);
}

/// Frees \a slots, all of which are empty.
inline void ClientTable::free(Slot *slots, bool isPooled, Shared &shared) noexcept
{
    if (isPooled)
        shared.pool.giveBack(slots);
    else
        delete[] slots;
}

/// Moves all clients to \a fresh, and frees the slots that they were in.
void ClientTable::moveTo(Slot *fresh, std::uint32_t capacity, Shared &shared) noexcept
{
    Slot *const old = slots();
    const std::uint32_t oldCapacity = this->capacity();
    const bool wasPooled = isPooled();
    setSlots(fresh, capacity);
    for (std::uint32_t i = 0; m_size != 0 && i < oldCapacity; ++i) {
        if (old[i].open() == 0)
            continue;
        const ClientKey client = old[i].client();
        fresh[find(client, hashOf(shared.hash, client)).index] = old[i];
        old[i].word = 0;
    }
    free(old, wasPooled, shared);
}

void ClientTable::copyTo(Slot *buffer) const noexcept
{
    std::copy_n(slots(), capacity(), buffer);
}

std::uint32_t ClientTable::longestProbe(const KeyedHash &keyedHash) const noexcept
{
    std::uint32_t longest = 0;
    for (std::uint32_t i = 0; i < capacity(); ++i) {
        const Slot &slot = slots()[i];
        if (slot.open() != 0)
            longest = std::max(longest, distance(home(hashOf(keyedHash, slot.client())), i) + 1);
    }
    return longest;
}

} // namespace ConnLimit
