// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/limiter.h>
#include <connlimit/net/export.h>

#include <QtCore/QObject>
#include <QtNetwork/QAbstractSocket>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <memory>

namespace ConnLimit {

class LimiterGate;

/// Limits the concurrent connections of every client of one or several servers.
///
///     ConnLimit::ConnectionLimiter limiter;
///     limiter.setConfig({.maximumConnectionsPerClient = 10});
///     ConnLimit::LimitedTcpServer server(&limiter);
///
/// For a server that is no LimitedTcpServer, call admit() for each new socket, or acquire() for
/// each new descriptor.
///
/// Refusals are written to the log category connlimit.refusals, at most a few lines a second, each
/// with the number of those that were left out.
///
/// \par Threads
/// Thread-safe, but for admit() and attach(), which belong to the thread of their socket. Servers
/// in several threads may share a limiter. The signals are emitted in the limiter's own thread: at
/// once if the connection came or went there, by an event if that was in another thread.
///
/// \par Ownership
/// Servers, sockets and leases may outlive the limiter. Its servers go on limiting by its last
/// Config.
class CONNLIMIT_NET_EXPORT ConnectionLimiter : public QObject
{
    Q_OBJECT

public:
    explicit ConnectionLimiter(QObject *parent = nullptr);
    ~ConnectionLimiter() override;

    /// Replaces the Config as a whole; every connection accepted afterwards obeys it, none is
    /// closed.
    ///
    /// Emits configChanged() if that made a difference.
    /// \par Errors
    /// Invalid: the present Config stays in force. The outcome names the field, and so does a
    /// warning in the log category connlimit.net.
    ConfigChange setConfig(const Config &config);

    /// Does the same if the revision of the Config is still \a basedOn, otherwise nothing
    /// (Conflict).
    ConfigChange setConfig(const Config &config, quint64 basedOn);
    [[nodiscard]] Config config() const;
    [[nodiscard]] ConfigRevision configRevision() const;

    /// Sets the least time between two statisticsChanged(), 250 ms by default. Belongs to the
    /// limiter's thread.
    void setStatisticsInterval(std::chrono::milliseconds interval);
    [[nodiscard]] std::chrono::milliseconds statisticsInterval() const;

    /// The number of open connections of the client that \a address belongs to.
    [[nodiscard]] quint32 numOpen(const QHostAddress &address) const;
    [[nodiscard]] Totals totals() const;

    /// The counts themselves, without signals. Lives on for as long as somebody holds it.
    [[nodiscard]] std::shared_ptr<const Limiter> limiter() const;

    /// Admits a connected \a socket, or closes it.
    ///
    /// For the newConnection handler of a server that is not ours. An admitted socket is counted
    /// until it disconnects. A refused one is closed without a byte and deleted later, once control
    /// returns to the event loop: the caller just forgets it.
    ///
    ///     QTcpSocket *socket = server.nextPendingConnection();
    ///     if (limiter.admit(socket) != ConnLimit::Verdict::Admitted)
    ///         return;
    Verdict admit(QAbstractSocket *socket);

    /// Tries to take one connection slot for a peer at \a address. See Limiter::acquire().
    Admission acquire(const QHostAddress &address);

    /// Hands \a lease to \a socket, which gives the slot back when it disconnects, or is deleted.
    ///
    /// The lease is held by a child object of the socket: it moves to another thread with the
    /// socket. If the socket is not connected (QAbstractSocket::UnconnectedState) the slot is given
    /// back at once.
    ///
    /// Who calls QObject::disconnect() for all receivers of a QTcpSocket, as the destructor of a
    /// QWebSocket does, delays that until the socket is deleted. The sockets of LimitedTcpServer
    /// and LimitedSslServer, and every QSslSocket, are safe from it.
    ///
    /// A socket notices that its peer has closed only while it reads: with a read buffer that is
    /// limited and full, the slot is held until the application has read.
    static void attach(Lease lease, QAbstractSocket *socket);

    /// For the servers of this library: what they share with the limiter and keep when it is gone.
    [[nodiscard]] std::shared_ptr<LimiterGate> gate() const;

Q_SIGNALS:
    /// A connection of \a client was admitted and is counted.
    ///
    /// This signal and the next two come once for every connection. They cost nothing while nobody
    /// is connected to them; a receiver in another thread than the connections has to keep up with
    /// them, because what it has not dealt with yet waits in its event queue. To show counts, use
    /// statisticsChanged().
    void connectionAdmitted(const ConnLimit::ClientKey &client);
    /// A connection of \a client has ended and its slot was given back.
    void connectionReleased(const ConnLimit::ClientKey &client);
    /// A connection of \a client was refused. The key is null for the verdict NoAddress.
    void connectionRefused(const ConnLimit::ClientKey &client, ConnLimit::Verdict verdict);

    /// The Config was replaced by another; config() has it. Changes that other threads make in
    /// quick succession are told of once.
    void configChanged();

    /// At least one count in totals() has changed since the last time. At most once every
    /// statisticsInterval().
    void statisticsChanged();

protected:
    void connectNotify(const QMetaMethod &signal) override;
    void disconnectNotify(const QMetaMethod &signal) override;

private:
    class Private;
    const std::unique_ptr<Private> d;
};

} // namespace ConnLimit
