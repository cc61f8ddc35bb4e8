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
/// the limit is closed before any socket object exists for it: its peer is sent nothing, and
/// newConnection() is not emitted.
///
/// To make sockets of your own, or to hand descriptors to worker threads, override
/// admittedConnection() where a subclass of QTcpServer would override incomingConnection(qintptr).
///
/// Differs from QTcpServer in this: at most a batch of connections is accepted in one turn of the
/// event loop; the kernel may hold 4,096 that wait to be accepted unless setListenBacklogSize()
/// says otherwise (QTcpServer: 50, which a burst overflows); when descriptors run out,
/// acceptError() is emitted once and accepting goes on by itself when there are some again. The
/// functions that QTcpServer has not made virtual are to be called through this class.
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

    bool listen(const QHostAddress &address = QHostAddress::Any, quint16 port = 0);
    bool setSocketDescriptor(qintptr descriptor);
    void close();
    void pauseAccepting();
    void resumeAccepting();
    QTcpSocket *nextPendingConnection() override;

protected:
    /// Called for each admitted connection. \a descriptor is the connected socket's; the callee
    /// owns it.
    ///
    /// The connection is counted for as long as \a lease is held: pass both on together. The
    /// default makes a QTcpSocket, a child of the server, attaches the lease to it and calls
    /// addPendingConnection().
    virtual void admittedConnection(qintptr descriptor, Lease lease);

    void addPendingConnection(QTcpSocket *socket);

    /// Counts the connection, then calls admittedConnection() or closes it. For systems where
    /// QTcpServer accepts the connections.
    void incomingConnection(qintptr descriptor) final;

private:
    class Private;
    const std::unique_ptr<Private> d;
};

} // namespace ConnLimit
