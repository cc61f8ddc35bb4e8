// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "connectionregistry_p.h"

#include <QtNetwork/QAbstractSocket>

namespace ConnLimit {

/// The lease of a socket, and the socket's place in the ConnectionRegistry that it leads to.
///
/// A member of the object that receives the calls of the registry: the socket itself or a child of
/// it. 88 bytes, no allocation. Gives the slot back in release(), at the latest when it is
/// destroyed; the connection is no longer listed before that. Belongs to the socket's thread.
class TrackedLease : private ConnectionLink
{
public:
    explicit TrackedLease(Lease lease) noexcept
        : m_lease(std::move(lease))
    {}
    ~TrackedLease() { release(); }
    TrackedLease(const TrackedLease &) = delete;
    TrackedLease &operator=(const TrackedLease &) = delete;

    /// Lists the connection of \a socket, which the lease is held for; nothing happens if it leads
    /// to no registry. \a receiver, whose member this is, is \a socket or its child. With a
    /// \a listener of 0, that is the local end of the socket.
    void track(QObject *receiver, const QAbstractSocket &socket, quint8 listener = 0);

    void release() noexcept
    {
        if (m_id != 0)
            registry().remove(*this);
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
    void abort(quint64 id);

    Lease m_lease;
    // While it is listed, other threads read these under the lock of its shard.
    QObject *m_receiver = nullptr;
    quint64 m_id = 0; // 0: not listed
    ClientKey::Bytes m_peer{};
    quint32 m_since = 0; // in seconds since 1970
    quint16 m_port = 0;
    quint8 m_listener = 0;
    bool m_isEncrypted = false;
};

} // namespace ConnLimit
