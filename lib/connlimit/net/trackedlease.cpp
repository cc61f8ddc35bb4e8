// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "trackedlease_p.h"

#include <connlimit/net/hostaddress.h>

#include <ctime>

namespace ConnLimit {

static quint8 listenerOf(ConnectionRegistry &registry, const QAbstractSocket &socket)
{
    return registry.listener(socket.localAddress(), socket.localPort());
}

void TrackedLease::track(QObject *receiver, const QAbstractSocket &socket, quint8 listener)
{
    ConnectionRegistry *const registry = ConnectionRegistry::of(m_lease);
    if (!registry || m_id != 0)
        return;
    m_receiver = receiver;
    m_isEncrypted = false;
    m_isTold = false;
    m_since = static_cast<quint32>(std::time(nullptr));
    m_listener = listener != 0 ? listener : listenerOf(*registry, socket);
    m_peer = m_lease.client().bytes();
    m_port = socket.peerPort();
    if (m_lease.client().significantBits() != 128) // otherwise that is its address
        setPeer(socket);
    registry->add(*this);
}

/// A socket whose peer is not of the client that is counted belongs to a proxy that was not told
/// of.
void TrackedLease::setPeer(const QAbstractSocket &socket)
{
    const ClientKey peer = toClientKey(socket.peerAddress());
    if (m_lease.client().contains(peer))
        m_peer = peer.bytes();
    else
        m_port = 0;
}

void TrackedLease::forget() noexcept
{
    registry().remove(*this);
}

/// Called in the socket's thread. The connection with that number may have ended meanwhile.
void TrackedLease::abort(quint64 id)
{
    if (m_id != id)
        return;
    auto *socket = qobject_cast<QAbstractSocket *>(m_receiver);
    if (!socket)
        socket = qobject_cast<QAbstractSocket *>(m_receiver->parent());
    if (socket)
        socket->abort();
}

} // namespace ConnLimit
