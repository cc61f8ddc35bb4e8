// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/limited.h>

#include <QtNetwork/QSslServer>

namespace ConnLimit {

class TlsHandshake;

extern template class CONNLIMIT_NET_EXPORT Limited<QSslServer>;

/// A QSslServer that refuses the connections of clients that have too many. See Limited.
///
///     ConnLimit::LimitedSslServer server(&limiter);
///     server.setSslConfiguration(configuration);
///     server.listen(QHostAddress::Any, 7443);
///
/// A connection is counted from the moment that it is accepted: handshakes that are never finished
/// count as well. They end after handshakeTimeout(), 5 s by default, whatever the peer has sent by
/// then, and there is a maximum of them for each client and over all. Connections whose handshake
/// is under way are not pending: they keep nobody from being accepted, as they do with QSslServer.
///
/// newConnection() is emitted, with pendingConnectionAvailable(), when the handshake is done
/// (QSslServer: when it begins, and nextPendingConnection() has nothing yet). The other signals are
/// QSslServer's.
///
/// A Refusal::reply() is sent encrypted, after a handshake, which counts like the others.
class CONNLIMIT_NET_EXPORT LimitedSslServer : public Limited<QSslServer>
{
    Q_OBJECT

public:
    explicit LimitedSslServer(ConnectionLimiter *limiter, QObject *parent = nullptr);
    ~LimitedSslServer() override;

    void setRefusal(const Refusal &refusal);
    [[nodiscard]] const Refusal &refusal() const { return m_refusal; }

    /// Sets how many handshakes of one client may be under way at a time, 16 by default; 0 = no
    /// limit.
    ///
    /// One client is an IPv4 address or an IPv6 /64. One more is closed without a word, and counted
    /// as Verdict::PerClientLimit. Holds for exempt clients, too.
    void setMaximumHandshakesPerClient(quint32 maximum);
    [[nodiscard]] quint32 maximumHandshakesPerClient() const;

    /// Sets how many handshakes of all clients may be under way at a time, 512 by default; 0 = no
    /// limit. One more is closed without a word, and counted as Verdict::Overload.
    void setMaximumHandshakes(quint32 maximum);
    [[nodiscard]] quint32 maximumHandshakes() const;

protected:
    /// Makes a QSslSocket that belongs to the server and attaches the lease to it; when its
    /// handshake is done, calls addPendingConnection().
    void admittedConnection(qintptr descriptor, Lease lease) override;

private:
    TlsHandshake *startHandshake(qintptr descriptor);
    void replyEncrypted(qintptr descriptor);

    Refusal m_refusal;
};

} // namespace ConnLimit
