// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "trackedlease_p.h"

#include <connlimit/net/hostaddress.h>

#include <ctime>

namespace ConnLimit {

void TrackedLease::track(QObject *receiver, const QAbstractSocket &socket, quint8 listener)
{
    ConnectionRegistry *const registry = ConnectionRegistry::of(m_lease);
    if (!registry || m_id != 0)
        return;
    m_receiver = receiver;
    m_since = static_cast<quint32>(std::time(nullptr));
    m_listener
        = listener != 0 ? listener : registry->listener(socket.localAddress(), socket.localPort());
    setPeer(socket);
    registry->add(*this);
}

/// The client's address is at hand where it is counted alone: that saves a look at the socket. A
/// socket whose peer is not of that client belongs to a proxy that was not told of.
void TrackedLease::setPeer(const QAbstractSocket &socket)
{
    const ClientKey &client = m_lease.client();
    m_peer = client.bytes();
    m_port = socket.peerPort();
    if (client.significantBits() == 128)
        return;
    const ClientKey peer = toClientKey(socket.peerAddress());
    if (client.contains(peer))
        m_peer = peer.bytes();
    else
        m_port = 0;
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
