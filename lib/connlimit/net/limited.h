// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/lease.h>
#include <connlimit/net/acceptmode.h>
#include <connlimit/net/export.h>
#include <connlimit/net/proxyheader.h>
#include <connlimit/net/proxyprotocol.h>
#include <connlimit/net/refusal.h>

#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpServer>

#include <memory>
#include <optional>

namespace ConnLimit {

class ConnectionLimiter;
class LimitedServer;
class Limiter;

/// What LimitedTcpServer and LimitedSslServer add to QTcpServer and QSslServer, their \a Base.
///
/// Use them as their base: listen(), newConnection(), nextPendingConnection(). A connection over
/// the limit is refused before any socket object exists for it, and newConnection() is not emitted.
///
/// To make sockets of your own, or to hand descriptors to worker threads, override
/// admittedConnection() where a subclass of QTcpServer would override incomingConnection(qintptr).
///
/// Differs from QTcpServer in this:
/// - At most a batch of connections is dealt with in one turn of the event loop.
/// - The kernel may hold 4,096 that wait to be accepted unless setListenBacklogSize() says
///   otherwise (QTcpServer: 50, which a burst overflows).
/// - When descriptors run out, acceptError() is emitted once and accepting goes on by itself when
///   there are some again. An eighth of the process's limit, 4 to 64 descriptors, is left to the
///   rest of the program; a connection that would take one of them is closed at once
///   (Verdict::Overload): 512 in a burst, then 320 a second, which costs about 1 % of a core; the
///   others wait in the kernel's queue.
/// - A socket's parent is an object that belongs to the server, not the server itself.
/// - With connections at the door (see AcceptMode), up to 64 of them are admitted and counted
///   before the server has got to know them. pauseAccepting() leaves those waiting.
/// - The functions that QTcpServer has not made virtual are to be called through this class: called
///   through a QTcpServer pointer they use Qt's own accept loop. The limits hold there, too.
///
/// \par Threads
/// Belongs to its thread, like QTcpServer. admittedConnection() and Refusal::Handler are called
/// there, wherever connections are accepted.
/// \par Ownership
/// Does not own the limiter. If the limiter is destroyed first, the server goes on limiting by its
/// last Config.
template<class Base>
class Limited : public Base
{
public:
    ~Limited() override;

    bool listen(const QHostAddress &address = QHostAddress::Any, quint16 port = 0);
    bool setSocketDescriptor(qintptr descriptor);
    void close();
    void setMaxPendingConnections(int count);
    void pauseAccepting();
    void resumeAccepting();
    bool waitForNewConnection(int msec = 0, bool *timedOut = nullptr);
    bool hasPendingConnections() const override;
    QTcpSocket *nextPendingConnection() override;

    /// Sets where connections are accepted. May be changed at any time.
    ///
    /// Where a system has no accept4(), QTcpServer accepts them in the event loop, always.
    void setAcceptMode(AcceptMode mode);
    [[nodiscard]] AcceptMode acceptMode() const;

    /// Where they are accepted at this moment: EventLoop or Door.
    [[nodiscard]] AcceptMode acceptPlace() const;

    /// Sets what a refused client gets. Holds for every connection that is refused from now on.
    void setRefusal(const Refusal &refusal);
    [[nodiscard]] const Refusal &refusal() const;

    /// Sets which peers are proxies, and what becomes of others. Off by default.
    ///
    /// A proxy's connection begins with a header of the PROXY protocol, version 1 or 2. It is
    /// counted for the client that the header names, never for the proxy, and admitted or refused
    /// when the header is there. The socket's peerAddress() and peerPort() are the client's. What
    /// follows the header is left for the application.
    ///
    /// Served and not counted, with the proxy's own address, are connections for which the proxy
    /// names no client: LOCAL, UNKNOWN, and what is not TCP over IP. Beware of HAProxy: it says
    /// LOCAL not only of its health checks, but also of clients that come by a unix domain socket;
    /// and in version 1 its health checks name itself as the client, like any other one. With
    /// LimitedSslServer, handshakes for nobody are counted for the proxy.
    ///
    /// A header that is wrong, too long, late or missing ends the connection without a byte,
    /// whatever refusal() says; it is counted as Verdict::BadProxyHeader of the proxy.
    ///
    /// So does a header from anybody else. What others send first is looked at, for 50 ms at the
    /// most: they are served with the first byte that does not belong to a header, or when nothing
    /// has come by then. They have their slot meanwhile: connectionAdmitted() tells of it, and
    /// connectionReleased() when a header comes. In the totals, such a connection is then one that
    /// was refused and none that was admitted. A header that comes later is data like any other; it
    /// is never believed.
    ///
    /// Holds for connections that are accepted from now on.
    /// \par Errors
    /// On systems without epoll(7), connections of proxies are refused, and nobody else's first
    /// bytes are looked at.
    void setProxyProtocol(const ProxyProtocol &protocol);
    [[nodiscard]] const ProxyProtocol &proxyProtocol() const;

protected:
    explicit Limited(ConnectionLimiter *limiter, QObject *parent = nullptr);

    /// Called for each admitted connection. \a descriptor is the connected socket's; the callee
    /// owns it.
    ///
    /// The connection is counted for as long as \a lease is held: pass both on together. Without a
    /// client that is known, the lease is empty: see setProxyProtocol().
    virtual void admittedConnection(qintptr descriptor, Lease lease) = 0;

    void addPendingConnection(QTcpSocket *socket);

    /// An object with the server's lifetime that sockets are to be children of. Looking for one
    /// among thousands of siblings, as QObject does when a child goes, takes its time; this has
    /// few.
    [[nodiscard]] QObject *socketParent();

    /// The handshakes that are under way, if they are limited: those of LimitedSslServer.
    [[nodiscard]] Limiter *handshakes() const;

    /// In admittedConnection() and in Refusal::Handler: the handshake that this connection begins.
    [[nodiscard]] Lease takeHandshake();

    /// In admittedConnection() and in Refusal::Handler: the PROXY header that came before this
    /// connection; nothing if none did. A socket made of the descriptor has the proxy's address.
    [[nodiscard]] const std::optional<ProxyHeader> &proxyHeader() const;

    /// Counts the connection, then calls admittedConnection() or refuses it. For systems where
    /// QTcpServer accepts the connections.
    void incomingConnection(qintptr descriptor) final;

private:
    friend class LimitedTcpServer;
    friend class LimitedSslServer;
    [[nodiscard]] quint8 listener() const;

    const std::unique_ptr<LimitedServer> d;
};

} // namespace ConnLimit
