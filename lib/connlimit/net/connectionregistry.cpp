// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What another thread may do with a socket is to post an event to it, as long as it exists. That it
// does is known under the lock of a shard: whoever destroys it has to take it out of the list
// first. The event does not outlive its receiver either, since Qt removes it; and it moves with it
// to another thread.

#include "trackedlease_p.h"

#include <connlimit/core/subnet_p.h>
#include <connlimit/net/hostaddress.h>

#include <QtCore/QMetaObject>
#include <QtCore/QStringBuilder>

#include <algorithm>

namespace ConnLimit {

/// What is copied of a connection under the lock.
struct ConnectionRegistry::Found
{
    quint64 id;
    ClientKey::Bytes peer;
    quint32 since;
    quint16 port;
    quint8 listener;
    bool isEncrypted;
};

ConnectionRegistry::ConnectionRegistry() = default;

ConnectionRegistry::~ConnectionRegistry() = default;

void ConnectionRegistry::setEncrypted(TrackedLease &lease) noexcept
{
    const MutexLocker locker(m_shards[shardOf(lease.m_lease.client())].mutex);
    lease.m_isEncrypted = true;
}

/// Calls \a visit with the shards in which connections of \a client may be.
template<class Visit>
void ConnectionRegistry::visitShards(const ClientKey &client, Visit visit) const
{
    const bool isInOne = client.significantBits() == 128
                         || (client.significantBits() >= 64 && networkOf(client) != 0);
    if (isInOne)
        return visit(m_shards[shardOf(client)]);
    for (const Shard &shard : m_shards)
        visit(shard);
}

/// Appends the oldest \a count connections of \a client, and returns how many there are.
quint64 ConnectionRegistry::collect(const Shard &shard, const ClientKey &client, std::size_t count,
                                    std::vector<Found> &found)
{
    const std::size_t before = found.size();
    for (std::size_t room = 0;;) {
        found.reserve(before + room); // outside of the lock
        const MutexLocker locker(shard.mutex);
        room = std::min(count, shard.size);
        if (found.capacity() - before < room)
            continue;
        quint64 known = 0;
        for (const ConnectionLink *link = shard.connections.next; link != &shard.connections;
             link = link->next) {
            const auto &lease = static_cast<const TrackedLease &>(*link);
            if (!isWithin(lease.m_lease.client(), client))
                continue;
            ++known;
            if (found.size() - before < room)
                found.push_back({lease.m_id, lease.m_peer, lease.m_since, lease.m_port,
                                 lease.m_listener, lease.m_isEncrypted});
        }
        return known;
    }
}

ConnectionList ConnectionRegistry::list(const ClientKey &client, quint32 count) const
{
    std::vector<Found> found;
    ConnectionList result;
    visitShards(client,
                [&](const Shard &shard) { result.known += collect(shard, client, count, found); });
    std::sort(found.begin(), found.end(),
              [](const Found &a, const Found &b) { return a.id < b.id; });
    found.resize(std::min<std::size_t>(found.size(), count));
    result.connections.reserve(qsizetype(found.size()));
    for (const Found &connection : found)
        result.connections.append(infoOf(connection));
    return result;
}

ConnectionInfo ConnectionRegistry::infoOf(const Found &found) const
{
    ConnectionInfo info;
    info.id = found.id;
    info.address = toHostAddress(ClientKey::fromIPv6(found.peer));
    info.port = found.port;
    info.since = std::chrono::system_clock::from_time_t(found.since);
    info.listener = listenerText(found.listener);
    info.isEncrypted = found.isEncrypted;
    return info;
}

quint64 ConnectionRegistry::disconnect(const ClientKey &client, std::optional<quint64> id)
{
    quint64 told = 0;
    visitShards(client, [&](const Shard &shard) {
        const MutexLocker locker(shard.mutex);
        for (ConnectionLink *link = shard.connections.next; link != &shard.connections;
             link = link->next) {
            auto &lease = static_cast<TrackedLease &>(*link);
            if ((id && lease.m_id != *id) || !isWithin(lease.m_lease.client(), client))
                continue;
            ++told;
            if (lease.m_isTold) // a viewer that asks again and again fills no queue
                continue;
            lease.m_isTold = true;
            const auto abort = [&lease, number = lease.m_id] { lease.abort(number); };
            QMetaObject::invokeMethod(lease.m_receiver, abort, Qt::QueuedConnection);
        }
    });
    return told;
}

quint8 ConnectionRegistry::listener(const QHostAddress &address, quint16 port)
{
    if (port == 0)
        return 0;
    const ClientKey key = toClientKey(address);
    const MutexLocker locker(m_listenersMutex);
    const auto known
        = std::find_if(m_listeners.begin(), m_listeners.end(), [&](const Listener &listener) {
              return listener.port == port && listener.address == key;
          });
    if (known == m_listeners.end()) {
        if (m_listeners.size() == maximumListeners)
            return 0;
        m_listeners.push_back({key, port});
        return static_cast<quint8>(m_listeners.size());
    }
    return static_cast<quint8>(known - m_listeners.begin() + 1);
}

QString ConnectionRegistry::listenerText(quint8 listener) const
{
    if (listener == 0)
        return {};
    const Listener known = [&] {
        const MutexLocker locker(m_listenersMutex);
        return m_listeners[listener - 1u];
    }();
    return endpointText(known.address, known.port);
}

QString endpointText(const ClientKey &address, quint16 port)
{
    const QString text = QString::fromStdString(address.toString());
    if (address.isNull())
        return u"*:" + QString::number(port);
    return (address.isIPv4() ? text : QString(u'[' + text + u']')) + u':' + QString::number(port);
}

} // namespace ConnLimit
