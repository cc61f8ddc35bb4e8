// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// The limiter, and what one writes instead of it, behind the same two functions. Each check and
// count is one atomic step; what acquire() returns is what a caller has to keep to give back.

#pragma once

#include <connlimit/core/limiter.h>
#include <connlimit/net/hostaddress.h>

#include <QtCore/QHash>
#include <QtCore/QMutex>

#include <array>
#include <bit>
#include <mutex>
#include <optional>
#include <span>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace ConnLimit {

/// For QHash, which finds it by the argument. Not qHashBits(): in Qt 6.4 that takes four times as
/// long for 16 bytes.
inline size_t qHash(const ClientKey &client, size_t seed = 0) noexcept
{
    const auto words = std::bit_cast<std::array<quint64, 2>>(client.bytes());
    return qHashMulti(seed, words[0], words[1]);
}

} // namespace ConnLimit

/// A client as the key of a table; an address of its own, as each connection has one.
template<class Key>
Key keyOf(const ConnLimit::ClientKey &client)
{
    if constexpr (std::is_same_v<Key, QHostAddress>)
        return ConnLimit::toHostAddress(client);
    else
        return client;
}
inline ConnLimit::ClientKey clientOf(const ConnLimit::ClientKey &key)
{
    return key;
}
inline ConnLimit::ClientKey clientOf(const QHostAddress &key)
{
    return ConnLimit::toClientKey(key);
}

struct ClientKeyHash
{
    std::size_t operator()(const ConnLimit::ClientKey &client) const noexcept
    {
        const ConnLimit::ClientKey::Bytes &bytes = client.bytes();
        return std::hash<std::string_view>()(
            {reinterpret_cast<const char *>(bytes.data()), bytes.size()});
    }
};

/// The library's own. The only class here that knows its API.
class LimiterTable
{
public:
    using Key = ConnLimit::ClientKey;
    using Held = ConnLimit::Lease;

    explicit LimiterTable(std::uint32_t limit)
    {
        m_limiter.setConfig({.maximumConnectionsPerClient = limit});
    }
    Held acquire(const ConnLimit::ClientKey &client)
    {
        return std::move(m_limiter.acquire(client).lease);
    }
    void release(Held &held) { held.release(); }

    static constexpr std::size_t batch = 64;
    /// Does acquire() for up to a batch of \a clients, in one call. In one thread at a time.
    void acquireBatch(std::span<const ConnLimit::ClientKey> clients, std::span<Held> held)
    {
        m_admissions.resize(batch); // once
        m_limiter.acquire(clients, m_admissions);
        for (std::size_t i = 0; i < clients.size(); ++i)
            held[i] = std::move(m_admissions[i].lease);
    }
    void releaseBatch(std::span<Held> held) { Held::release(held); }

    void snapshot(std::vector<ConnLimit::ClientCount> &rows) const
    {
        m_limiter.snapshot([&rows](std::span<const ConnLimit::ClientCount> some) {
            rows.insert(rows.end(), some.begin(), some.end());
        });
    }
    std::vector<ConnLimit::ClientCount> top(std::size_t count) const
    {
        std::vector<ConnLimit::ClientCount> rows;
        for (const auto &status : m_limiter.top({.count = count, .filter = {}}).clients)
            rows.push_back({status.client, status.open});
        return rows;
    }

private:
    ConnLimit::Limiter m_limiter;
    std::vector<ConnLimit::Admission> m_admissions;
};

/// A map behind a mutex.
template<class Mutex, class Map>
class LockedTable
{
public:
    using Key = typename Map::key_type;

    struct Held
    {
        std::optional<Key> client;

        explicit operator bool() const { return client.has_value(); }
    };

    explicit LockedTable(std::uint32_t limit)
        : m_limit(limit)
    {}
    Held acquire(const Key &client)
    {
        const std::lock_guard lock(m_mutex);
        std::uint32_t &open = m_open[client]; // stays as it is where one was open before
        if (m_limit != 0 && open >= m_limit) {
            ++m_refused;
            return {};
        }
        ++open;
        ++m_admitted;
        return {client};
    }
    void release(Held &held)
    {
        const std::optional<Key> client = std::exchange(held.client, std::nullopt);
        if (!client)
            return;
        const std::lock_guard lock(m_mutex);
        const auto found = m_open.find(*client);
        if (--count(found) == 0)
            m_open.erase(found);
    }

    void snapshot(std::vector<ConnLimit::ClientCount> &rows) const
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_open.begin(); it != m_open.end(); ++it)
            rows.push_back({clientOf(key(it)), count(it)});
    }
    std::vector<ConnLimit::ClientCount> top(std::size_t wanted) const
    {
        std::vector<ConnLimit::ClientCount> rows;
        snapshot(rows);
        const auto end = rows.begin() + std::ptrdiff_t(std::min(wanted, rows.size()));
        std::partial_sort(rows.begin(), end, rows.end(),
                          [](const auto &a, const auto &b) { return a.open > b.open; });
        rows.erase(end, rows.end());
        return rows;
    }

private:
    // QHash's iterators refer to the value, those of the standard library to a pair.
    static auto &count(const auto &it)
    {
        if constexpr (requires { it.value(); })
            return it.value();
        else
            return it->second;
    }
    static const Key &key(const auto &it)
    {
        if constexpr (requires { it.key(); })
            return it.key();
        else
            return it->first;
    }

    const std::uint32_t m_limit;
    mutable Mutex m_mutex;
    Map m_open;
    std::uint64_t m_admitted = 0;
    std::uint64_t m_refused = 0;
};

/// What one writes with Qt: a connection has its QHostAddress already.
using AddressTable = LockedTable<QMutex, QHash<QHostAddress, std::uint32_t>>;
/// The fastest that QHash can do: with the library's 17 bytes as the key, which need no memory of
/// their own, and a quick hash of them.
using QtTable = LockedTable<QMutex, QHash<ConnLimit::ClientKey, std::uint32_t>>;
using StandardTable
    = LockedTable<std::mutex,
                  std::unordered_map<ConnLimit::ClientKey, std::uint32_t, ClientKeyHash>>;
