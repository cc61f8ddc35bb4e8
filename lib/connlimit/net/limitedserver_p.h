// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "acceptor_p.h"
#include "socketowner_p.h"
#include "statenews_p.h"

#include <QtNetwork/QTcpServer>

#include <deque>
#include <functional>
#include <memory>

namespace ConnLimit {

/// What every Limited<Base> has in common, whatever its Base.
class LimitedServer
{
public:
    using Admitted = std::function<void(qintptr descriptor, Lease &lease)>; // to be moved

    /// When newConnection() is emitted.
    enum class Announce { Admitted, Pending };

    LimitedServer(QTcpServer *server, std::shared_ptr<LimiterGate> gate, Announce announce,
                  Admitted admitted);
    ~LimitedServer();
    LimitedServer(const LimitedServer &) = delete;
    LimitedServer &operator=(const LimitedServer &) = delete;

    /// False, with the server closed, if connections cannot be accepted.
    bool start();
    void stop();
    void setPaused(bool isPaused);
    void updateRoom();

    /// Queues a socket that waits to be taken, and announces it. False if the Base has to do so,
    /// because it has accepted the connection itself.
    bool addPending(QTcpSocket *socket);
    [[nodiscard]] bool hasPending() const noexcept { return !m_pending.empty(); }

    /// The first of them, or null.
    QTcpSocket *takePending();

    /// Decides over a connection that QTcpServer has accepted, and will announce itself.
    void decide(SocketDescriptor connection);

    /// What ConnectionRegistry calls the server; 0 unless start() was called.
    [[nodiscard]] quint8 listener() const noexcept { return m_listener; }

    Acceptor acceptor;
    SocketOwner sockets;
    Lease handshake;                                    // of the connection that is being received
    const std::optional<ProxyHeader> *header = nullptr; // the same; null while none is

private:
    /// A signal that is private to QTcpServer, as its number among the server's.
    using Signal = int;

    void emitSignal(Signal signal);
    void receive(Arrival &arrival);
    void passOn(Arrival &arrival);
    void noteListening();
    void noteClosed();

    QTcpServer *const m_server;
    const std::shared_ptr<LimiterGate> m_gate;
    const Announce m_announce;
    const Admitted m_admitted;
    const Signal m_newConnection;
    const Signal m_pendingConnectionAvailable;
    std::deque<QTcpSocket *> m_pending;
    int m_numPending = 0; // its size, which a deque has to compute
    quint8 m_listener = 0;
    QString m_endpoint; // that it listens on; empty if it does not
    StateNews m_atDoor;
    StateNews m_withoutDescriptors;
    StateNews m_pause;
    bool m_isPaused = false;
    bool *m_isGone = nullptr; // of a call that is under way
    bool m_isDeciding = false;
};

} // namespace ConnLimit
