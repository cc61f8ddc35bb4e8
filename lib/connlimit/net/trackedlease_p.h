// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "connectionregistry_p.h"

#include <QtNetwork/QAbstractSocket>

#include <cstring>

namespace ConnLimit {

/// The lease of a socket, and the socket's place in the ConnectionRegistry that it leads to.
///
/// A member of the object that receives the calls of the registry: the socket itself or a child of
/// it. 88 bytes, no allocation. Gives the slot back in release(), at the latest when it is
/// destroyed; the connection is no longer listed before that. Belongs to the socket's thread.
class TrackedLease : private ConnectionLink
{
public:
    explicit TrackedLease(Lease &&lease) noexcept
        : m_lease(std::move(lease))
    {}
    ~TrackedLease() { release(); }
    TrackedLease(const TrackedLease &) = delete;
    TrackedLease &operator=(const TrackedLease &) = delete;

    /// Lists the connection of \a socket, which the lease is held for; nothing happens if it leads
    /// to no registry. \a receiver, whose member this is, is \a socket or its child. With a
    /// \a listener of 0, that is the local end of the socket.
    void track(QObject *receiver, const QAbstractSocket &socket, quint8 listener = 0);

    [[nodiscard]] bool isHeld() const noexcept { return bool(m_lease); }

    void release() noexcept
    {
        if (m_id != 0)
            forget();
        m_lease.release();
    }

    /// From now on the connection is listed as encrypted.
    void setEncrypted() noexcept
    {
        if (m_id != 0)
            registry().setEncrypted(*this);
    }

private:
    friend class ConnectionRegistry;
    /// While it is listed.
    [[nodiscard]] ConnectionRegistry &registry() const noexcept
    {
        return static_cast<ConnectionRegistry &>(*m_lease.context());
    }
    void setPeer(const QAbstractSocket &socket);
    void forget() noexcept;
    void abort(quint64 id);

    Lease m_lease;
    quint64 m_id = 0; // 0: not listed
    // These are set while it is listed: other threads read them under the lock of its shard.
    QObject *m_receiver;
    ClientKey::Bytes m_peer;
    quint32 m_since; // in seconds since 1970
    quint16 m_port;
    quint8 m_listener;
    bool m_isEncrypted : 1;
    bool m_isTold : 1; // to end
};

// These are here to become a part of what calls them: a served connection is to cost little more
// than one that is not limited.

/// The first 64 bits of an address: 0 for IPv4, and next to no IPv6 has that.
inline quint64 ConnectionRegistry::networkOf(const ClientKey &client) noexcept
{
    quint64 word;
    std::memcpy(&word, client.bytes().data(), sizeof word);
    return word;
}

/// All of a /64 of IPv6 is in one. Peers may choose addresses that share a shard, which makes lists
/// slower and nothing else.
inline std::size_t ConnectionRegistry::shardOf(const ClientKey &client) noexcept
{
    quint64 word = networkOf(client);
    if (word == 0)
        std::memcpy(&word, client.bytes().data() + sizeof word, sizeof word);
    return std::size_t(word * 0x9e3779b97f4a7c15 >> 58);
}

inline void ConnectionRegistry::add(TrackedLease &lease) noexcept
{
    Shard &shard = m_shards[shardOf(lease.m_lease.client())];
    const MutexLocker locker(shard.mutex);
    lease.m_id = m_lastId.fetch_add(1, std::memory_order_relaxed) + 1; // here, to be in their order
    lease.next = &shard.connections;
    lease.previous = shard.connections.previous;
    lease.previous->next = &lease;
    shard.connections.previous = &lease;
    ++shard.size;
}

inline void ConnectionRegistry::remove(TrackedLease &lease) noexcept
{
    Shard &shard = m_shards[shardOf(lease.m_lease.client())];
    const MutexLocker locker(shard.mutex);
    lease.m_id = 0;
    lease.previous->next = lease.next;
    lease.next->previous = lease.previous;
    --shard.size;
}

} // namespace ConnLimit
