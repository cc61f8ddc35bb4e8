// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/lease.h>
#include <connlimit/net/export.h>

#include <QtNetwork/QTcpServer>

#include <memory>

namespace ConnLimit {

class ConnectionLimiter;

/// A QTcpServer that refuses the connections of clients that have too many.
///
/// Use it as a QTcpServer: listen(), newConnection(), nextPendingConnection(). A connection over
/// the limit is closed before any socket object exists for it, and its peer is sent nothing.
///
/// To make sockets of your own, or to hand descriptors to worker threads, override
/// admittedConnection() where a subclass of QTcpServer would override incomingConnection(qintptr).
///
/// \par Threads
/// Belongs to its thread, like QTcpServer.
/// \par Ownership
/// Does not own the limiter. If the limiter is destroyed first, the server goes on limiting by its
/// last Config.
class CONNLIMIT_NET_EXPORT LimitedTcpServer : public QTcpServer
{
    Q_OBJECT

public:
    explicit LimitedTcpServer(ConnectionLimiter *limiter, QObject *parent = nullptr);
    ~LimitedTcpServer() override;

protected:
    /// Called for each admitted connection. \a descriptor is the connected socket's; the callee
    /// owns it.
    ///
    /// The connection is counted for as long as \a lease is held: pass both on together. The
    /// default makes a QTcpSocket, a child of the server, attaches the lease to it and calls
    /// addPendingConnection().
    virtual void admittedConnection(qintptr descriptor, Lease lease);

    /// Counts the connection, then calls admittedConnection() or closes it.
    void incomingConnection(qintptr descriptor) final;

private:
    class Private;
    const std::unique_ptr<Private> d;
};

} // namespace ConnLimit
