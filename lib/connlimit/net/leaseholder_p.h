// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "trackedlease_p.h"

#include <QtCore/QObject>
#include <QtNetwork/QAbstractSocket>

namespace ConnLimit {

/// Holds the lease of the socket that is its parent.
///
/// A child of the socket, not a connection from the socket to its server: QSslServer calls
/// disconnect(server) on a socket when its handshake ends. QWebSocket's destructor disconnects all
/// receivers of its socket, this child as well, and if that still has something to send then, it is
/// never deleted either: an encrypted one is watched where QWebSocket does not get at it, for
/// others there is LeasedSocket. What a connection misses, the destructor does.
class LeaseHolder : public QObject
{
    Q_OBJECT

public:
    /// \a listener is what ConnectionRegistry calls the server of \a socket, 0 if that is not
    /// known.
    LeaseHolder(Lease lease, QAbstractSocket *socket, quint8 listener = 0);

private:
    void watchEncryption(QAbstractSocket *socket);

    TrackedLease m_lease;
};

} // namespace ConnLimit
