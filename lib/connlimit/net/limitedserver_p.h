// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "acceptor_p.h"
#include "socketowner_p.h"

#include <QtNetwork/QTcpServer>

#include <functional>
#include <memory>

namespace ConnLimit {

/// What every Limited<Base> has in common, whatever its Base.
class LimitedServer
{
public:
    using Admitted = std::function<void(qintptr descriptor, Lease lease)>;

    /// When newConnection() is emitted.
    enum class Announce { Admitted, Pending };

    LimitedServer(QTcpServer *server, std::shared_ptr<LimiterGate> gate, Announce announce,
                  Admitted admitted);

    /// False, with the server closed, if connections cannot be accepted.
    bool start();
    void stop();
    void setPaused(bool isPaused);
    void noteAdded();
    void announcePending();
    void noteTaken();
    void updateRoom();

    Acceptor acceptor;
    SocketOwner sockets;
    Lease handshake; // of the connection that is being received

private:
    void receive(Arrival arrival);

    QTcpServer *const m_server;
    const Announce m_announce;
    const Admitted m_admitted;
    int m_pending = 0;
    bool m_isPaused = false;
};

} // namespace ConnLimit
