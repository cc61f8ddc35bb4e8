// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "relayedsocket_p.h"
#include "trackedlease_p.h"

#include <QtNetwork/QTcpSocket>

namespace ConnLimit {

/// A QTcpSocket that gives its lease back when it is disconnected.
///
/// Holds the lease in itself: a child object and a connection to it, as for sockets that are not of
/// our making, cost some 400 bytes and 3,000 instructions. Every end of a connected QTcpSocket
/// passes through disconnectFromHost(), whoever closes; what does not, the destructor does.
class LeasedSocket : public RelayedSocket<QTcpSocket>
{
public:
    LeasedSocket(QObject *parent, Lease &&lease)
        : RelayedSocket(parent)
        , m_lease(std::move(lease))
    {}

    /// Lists the connection, which is there now. \a listener is what ConnectionRegistry calls the
    /// server.
    void track(quint8 listener) { m_lease.track(this, *this, listener); }

    void disconnectFromHost() override
    {
        // Before disconnected() is emitted, so that whoever hears it finds the slot free. With data
        // to write the connection goes on until that is sent, which ends in another call.
        if (bytesToWrite() == 0)
            m_lease.release();
        QTcpSocket::disconnectFromHost();
        if (m_lease.isHeld() && state() == UnconnectedState)
            m_lease.release();
    }

private:
    TrackedLease m_lease;
};

} // namespace ConnLimit
