// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/lease.h>

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtNetwork/QSslServer>
#include <QtNetwork/QSslSocket>

namespace ConnLimit {

/// Sees one connection of a server through its handshake. A child of the socket.
///
/// Tells of it by the signals of QSslServer, as that does for its own connections. Deletes the
/// socket if the handshake fails or time is up, and itself when it is done.
class TlsHandshake : public QObject
{
    Q_OBJECT

public:
    /// \a lease is held until the handshake is done.
    TlsHandshake(QSslSocket *socket, QSslServer *server, Lease lease);

    [[nodiscard]] QSslSocket *socket() const noexcept { return m_socket; }

Q_SIGNALS:
    void done();

private:
    void passOnSignals();
    void readHello();
    void finish();
    void fail();

    QSslSocket *const m_socket;
    QSslServer *const m_server;
    Lease m_lease;
    QTimer m_timeout;
};

/// Sends the last bytes over an encrypted connection, and reads what still comes until the peer
/// closes or time is up. A child of the socket, which it deletes in the end.
class TlsFarewell : public QObject
{
    Q_OBJECT

public:
    TlsFarewell(QSslSocket *socket, const QByteArray &bytes, std::chrono::milliseconds timeout);

private:
    void endWriting();

    QSslSocket *const m_socket;
    QTimer m_timeout;
    qint64 m_drained = 0;
    bool m_hasEnded = false;
};

} // namespace ConnLimit
