// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// Rejected: tombstones (a table of clients that come and go would fill with them), capacities that
// are powers of two (36 bytes a client allow for no doubling), a stored hash (8 bytes a client; to
// compute one again when neighbours move costs less than the memory that it takes).

#include "clienttable_p.h"

#include <algorithm>
#include <new>

namespace ConnLimit {

static constexpr std::uint32_t minimumCapacity = 8;

static bool isFull(std::uint32_t size, std::uint32_t capacity) noexcept
{
    return std::uint64_t(size) * 32 >= std::uint64_t(capacity) * 25;
}

void ClientTable::insert(Place place, const ClientKey &client, std::uint32_t hash,
                         const KeyedHash &keyedHash)
{
    if (isFull(m_size, capacity())) {
        const std::uint32_t larger = std::max(minimumCapacity, capacity() + capacity() / 3);
        replaceSlots(new Slot[larger](), larger, keyedHash);
        place = find(client, hash);
        if (m_size == 0)
            place.index = home(hash);
    }
    slots()[place.index] = {client.bytes(), client.significantBits() << 24 | 1};
    ++m_size;
}

void ClientTable::remove(std::uint32_t index, const KeyedHash &keyedHash) noexcept
{
    if (--m_size == 0)
        return replaceSlots(nullptr, 0, keyedHash);
    Slot *const all = slots();
    std::uint32_t hole = index;
    for (std::uint32_t next = after(hole); all[next].open() != 0; next = after(next)) {
        const std::uint32_t wanted = home(hashOf(keyedHash, all[next].client()));
        if (distance(wanted, next) < distance(hole, next))
            continue; // it would come to lie before its home
        all[hole] = all[next];
        hole = next;
    }
    all[hole].word = 0;

    if (capacity() > minimumCapacity && m_size < capacity() / 4) {
        const std::uint32_t smaller = std::max(minimumCapacity, capacity() / 2);
        if (Slot *fresh = new (std::nothrow) Slot[smaller]())
            replaceSlots(fresh, smaller, keyedHash);
    }
}

/// Moves all clients to \a fresh.
void ClientTable::replaceSlots(Slot *fresh, std::uint32_t capacity,
                               const KeyedHash &keyedHash) noexcept
{
    const Slot *const old = slots();
    const std::uint32_t oldCapacity = this->capacity();
    m_slots.store(fresh, std::memory_order_relaxed);
    m_capacity.store(capacity, std::memory_order_relaxed);
    for (std::uint32_t i = 0; m_size != 0 && i < oldCapacity; ++i) {
        if (old[i].open() == 0)
            continue;
        const ClientKey client = old[i].client();
        fresh[find(client, hashOf(keyedHash, client)).index] = old[i];
    }
    delete[] old;
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
