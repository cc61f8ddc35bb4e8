// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/lease.h>

#include <QtCore/QObject>
#include <QtNetwork/QAbstractSocket>

namespace ConnLimit {

/// Holds the lease of the socket that is its parent.
///
/// A child of the socket, not a connection from the socket to its server: QSslServer calls
/// disconnect(server) on a socket when its handshake ends, and QWebSocket disconnects all
/// receivers. What a connection misses, the destructor does.
class LeaseHolder : public QObject
{
    Q_OBJECT

public:
    LeaseHolder(Lease lease, QAbstractSocket *socket);

private:
    Lease m_lease;
};

} // namespace ConnLimit
