// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/lease.h>
#include <connlimit/core/mutex_p.h>
#include <connlimit/net/connectioninfo.h>
#include <connlimit/net/export.h>

#include <array>
#include <atomic>
#include <optional>
#include <typeinfo>
#include <vector>

namespace ConnLimit {

class TrackedLease;

/// A place in a circular list.
struct ConnectionLink
{
    ConnectionLink *previous;
    ConnectionLink *next;
};

/// All connections of a limiter that a socket is known of.
///
/// A TrackedLease is a member of it while its socket is connected. The leases of the limiter keep
/// it alive: it is their context.
///
/// Thread-safe. The connections are spread over shards by their client, each with a lock that is
/// held for a few dozen instructions to add or remove one, and for a look at all of a shard to list
/// or disconnect those of a client.
class CONNLIMIT_NET_EXPORT ConnectionRegistry final : public LeaseContext
{
public:
    /// Listeners that are told apart, at most: connections of any more have none that is known.
    static constexpr std::size_t maximumListeners = 255;

    ConnectionRegistry();
    ~ConnectionRegistry() override;

    /// The one that \a lease leads to; null if its limiter has none, or no slot is held.
    [[nodiscard]] static ConnectionRegistry *of(const Lease &lease) noexcept
    {
        LeaseContext *const context = lease.context();
        const bool isOurs = context && typeid(*context) == typeid(ConnectionRegistry);
        return isOurs ? static_cast<ConnectionRegistry *>(context) : nullptr;
    }

    /// The connections of \a client, or of all clients within it, the oldest \a count of them.
    ///
    /// \a client is what the limiter counts, or a subnet: with limits for each /64, an address
    /// alone has none. A subnet is of IPv4 or of IPv6, like that of a Rule.
    ///
    /// \par Cost
    /// A pass over the connections of 1 of 64 shards for an IPv4 address or an IPv6 subnet of 64
    /// bits or more, of all shards for others.
    [[nodiscard]] ConnectionList list(const ClientKey &client, quint32 count) const;

    /// Ends the connection with the number \a id if it is one of those that list() has for
    /// \a client; without a number, all of them. Returns how many were told to end.
    ///
    /// Each of them is aborted in the thread of its socket, as soon as the event loop of that gets
    /// to it; never if there is none. One that was told before is not told again. If it ends by
    /// itself before, nothing happens: a connection that the same socket has later is another one.
    /// \par Threads
    /// The events are posted under a shard's lock, which is what keeps the sockets alive meanwhile.
    quint64 disconnect(const ClientKey &client, std::optional<quint64> id = {});

    /// A number for the listener at \a address and \a port, the same for the same; 0 if there are
    /// too many, or there is no port.
    [[nodiscard]] quint8 listener(const QHostAddress &address, quint16 port);

private:
    friend class TrackedLease;
    struct Found;

    /// The head of a list of connections, oldest first.
    struct alignas(64) Shard
    {
        mutable Mutex mutex;
        std::size_t size CONNLIMIT_GUARDED_BY(mutex) = 0;
        ConnectionLink connections CONNLIMIT_GUARDED_BY(mutex){&connections, &connections};
    };

    struct Listener
    {
        ClientKey address; // null: all addresses, of both families
        quint16 port;
    };

    static constexpr std::size_t shardCount = 64;

    [[nodiscard]] static quint64 networkOf(const ClientKey &client) noexcept;
    [[nodiscard]] static std::size_t shardOf(const ClientKey &client) noexcept;
    void add(TrackedLease &lease) noexcept;
    void remove(TrackedLease &lease) noexcept;
    void setEncrypted(TrackedLease &lease) noexcept;

    template<class Visit>
    void visitShards(const ClientKey &client, Visit visit) const;
    static quint64 collect(const Shard &shard, const ClientKey &client, std::size_t count,
                           std::vector<Found> &found);
    [[nodiscard]] ConnectionInfo infoOf(const Found &found) const;
    [[nodiscard]] QString listenerText(quint8 listener) const;

    std::atomic<quint64> m_lastId = 0;
    mutable Mutex m_listenersMutex;
    std::vector<Listener> m_listeners CONNLIMIT_GUARDED_BY(m_listenersMutex); // number 1 is first
    std::array<Shard, shardCount> m_shards;
};

/// "127.0.0.1:4242", "[::1]:4242"; "*:4242" for all addresses of both families.
[[nodiscard]] CONNLIMIT_NET_EXPORT QString endpointText(const ClientKey &address, quint16 port);

} // namespace ConnLimit
