// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "tables.h"

#include <connlimit/core/clientkey.h>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <thread>
#include <vector>

using Keys = std::vector<ConnLimit::ClientKey>;
using Clock = std::chrono::steady_clock;

inline double nanoseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::nano>(duration).count();
}

enum class Family { IPv4, IPv6 };

/// \a count clients, none of them twice, and none that a lower \a first gives. Those of IPv6 are
/// subnets of 64 bits.
inline Keys makeKeys(Family family, std::size_t count, std::size_t first = 0)
{
    Keys keys;
    keys.reserve(count);
    for (std::size_t i = first; i < first + count; ++i) {
        const auto number = std::uint32_t(i * 2654435761u); // odd
        const auto part = [number](unsigned shift) { return std::uint8_t(number >> shift); };
        if (family == Family::IPv4)
            keys.push_back(ConnLimit::ClientKey::fromIPv4(number));
        else
            keys.push_back(ConnLimit::ClientKey::fromIPv6(
                {0x20, 0x01, 0x0d, 0xb8, part(24), part(16), part(8), part(0)}, 64));
    }
    return keys;
}

/// The time that \a work(thread) takes in all threads together, in nanoseconds.
template<class Work>
double timed(unsigned threads, Work work)
{
    std::barrier barrier(threads);
    std::vector<std::thread> others;
    for (unsigned thread = 1; thread < threads; ++thread) {
        others.emplace_back([&, thread] {
            barrier.arrive_and_wait();
            work(thread);
            barrier.arrive_and_wait();
        });
    }
    barrier.arrive_and_wait();
    const auto start = Clock::now();
    work(0u);
    barrier.arrive_and_wait();
    const double result = nanoseconds(Clock::now() - start);
    for (std::thread &other : others)
        other.join();
    return result;
}

/// A table in which each of many clients holds one connection and may have two.
///
/// The clients were put into it in one order, are measured in a second and leave in a third, all
/// random. The keys lie in memory in the order in which they are used: what misses the cache is the
/// table.
template<class Table>
class Crowd
{
public:
    using Key = typename Table::Key;
    using Held = typename Table::Held;

    Crowd(std::size_t clients, std::size_t operations, Family family = Family::IPv4)
        : m_table(2)
        , m_passes(std::max<std::size_t>(1, operations / clients))
    {
        std::mt19937 random(clients);
        Keys all = makeKeys(family, clients);
        std::ranges::shuffle(all, random);
        m_first.reserve(clients);
        for (const ConnLimit::ClientKey &client : all)
            m_first.push_back(taken(keyOf<Key>(client)));
        std::ranges::shuffle(all, random);
        m_keys = keysOf(all);
        Keys newcomers = makeKeys(family, clients, clients);
        std::ranges::shuffle(newcomers, random);
        m_newcomers = keysOf(newcomers);
        for (std::size_t i = clients - 1; i > 0; --i)
            std::swap(m_first[i], m_first[random() % (i + 1)]);
        m_second.resize(clients);
    }

    Table &table() { return m_table; }
    const std::vector<Key> &keys() const { return m_keys; }

    /// One more connection of every client, and after the last of them all given back.
    double later(unsigned threads)
    {
        return perStep(threads, [this](std::size_t from, std::size_t to) {
            for (std::size_t i = from; i < to; ++i)
                m_second[i] = taken(m_keys[i]);
            for (std::size_t i = from; i < to; ++i)
                m_table.release(m_second[i]);
        });
    }

    /// Does the same as later(), a batch at a time.
    double laterInBatches()
    {
        return perStep(1, [this](std::size_t from, std::size_t to) {
            for (std::size_t i = from; i < to; i += Table::batch) {
                const std::size_t count = std::min(Table::batch, to - i);
                m_table.acquireBatch({&m_keys[i], count}, {&m_second[i], count});
            }
            for (std::size_t i = from; i < to; i += Table::batch)
                m_table.releaseBatch({&m_second[i], std::min(Table::batch, to - i)});
        });
    }

    /// One more connection of every client, given back at once.
    double atOnce()
    {
        return perStep(1, [this](std::size_t from, std::size_t to) {
            for (std::size_t i = from; i < to; ++i) {
                Held held = taken(m_keys[i]);
                m_table.release(held);
            }
        });
    }

    /// A client leaves and a new one comes, until all are others; and all of it back again.
    double churn(unsigned threads)
    {
        const auto pass = [&](std::size_t from, std::size_t to, const std::vector<Key> &newcomers) {
            for (std::size_t i = from; i < to; ++i) {
                m_table.release(m_first[i]);
                m_first[i] = taken(newcomers[i]);
            }
        };
        return perStep(threads,
                       [&](std::size_t from, std::size_t to) {
                           pass(from, to, m_newcomers);
                           pass(from, to, m_keys);
                       })
               / 2;
    }

    /// Every client at its limit tries to have one more.
    double refusal(unsigned threads)
    {
        for (std::size_t i = 0; i < m_keys.size(); ++i)
            m_second[i] = taken(m_keys[i]);
        const double result = perStep(threads, [this](std::size_t from, std::size_t to) {
            for (std::size_t i = from; i < to; ++i) {
                if (m_table.acquire(m_keys[i]))
                    std::abort();
            }
        });
        for (Held &held : m_second)
            m_table.release(held);
        return result;
    }

private:
    static std::vector<Key> keysOf(const Keys &clients)
    {
        std::vector<Key> keys;
        keys.reserve(clients.size());
        for (const ConnLimit::ClientKey &client : clients)
            keys.push_back(keyOf<Key>(client));
        return keys;
    }
    Held taken(const Key &key)
    {
        Held held = m_table.acquire(key);
        if (!held)
            std::abort(); // not what is to be measured
        return held;
    }

    template<class Work>
    double perStep(unsigned threads, Work work)
    {
        const std::size_t share = m_keys.size() / threads;
        const double total = timed(threads, [&](unsigned thread) {
            for (std::size_t pass = 0; pass < m_passes; ++pass)
                work(thread * share, thread * share + share);
        });
        return total / double(share * threads * m_passes);
    }

    Table m_table;
    std::vector<Key> m_keys;
    std::vector<Key> m_newcomers;
    std::size_t m_passes;
    std::vector<Held> m_first;
    std::vector<Held> m_second;
};
