// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "refusalstatistics_p.h"

namespace ConnLimit {

void RefusalStatistics::record(const ClientKey &client, TimePoint now)
{
    if (const auto found = m_places.find(client); found != m_places.end()) {
        Entry &entry = m_heap[found->second];
        ++entry.estimate;
        entry.last = now;
        siftDown(found->second);
        return;
    }
    if (m_heap.size() < m_capacity) {
        m_places.emplace(client, m_heap.size());
        m_heap.push_back({client, 1, 0, now});
        siftUp(m_heap.size() - 1);
        return;
    }
    Entry &lowest = m_heap.front();
    auto place = m_places.extract(lowest.client); // the node is used again: nothing is allocated
    place.key() = client;
    m_places.insert(std::move(place));
    lowest = {client, lowest.estimate + 1, lowest.estimate, now};
    siftDown(0);
}

const RefusalStatistics::Entry *RefusalStatistics::find(const ClientKey &client) const
{
    const auto found = m_places.find(client);
    return found == m_places.end() ? nullptr : &m_heap[found->second];
}

void RefusalStatistics::siftUp(std::size_t index)
{
    while (index > 0) {
        const std::size_t parent = (index - 1) / 2;
        if (m_heap[parent].estimate <= m_heap[index].estimate)
            return;
        exchange(parent, index);
        index = parent;
    }
}

void RefusalStatistics::siftDown(std::size_t index)
{
    for (;;) {
        std::size_t lowest = index;
        for (std::size_t child = 2 * index + 1; child <= 2 * index + 2; ++child) {
            if (child < m_heap.size() && m_heap[child].estimate < m_heap[lowest].estimate)
                lowest = child;
        }
        if (lowest == index)
            return;
        exchange(lowest, index);
        index = lowest;
    }
}

void RefusalStatistics::exchange(std::size_t a, std::size_t b)
{
    std::swap(m_heap[a], m_heap[b]);
    m_places[m_heap[a].client] = a;
    m_places[m_heap[b].client] = b;
}

} // namespace ConnLimit
