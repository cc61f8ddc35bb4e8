// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/limited.h>

namespace ConnLimit {

extern template class CONNLIMIT_NET_EXPORT Limited<QTcpServer>;

/// A QTcpServer that refuses the connections of clients that have too many. See Limited.
///
///     ConnLimit::LimitedTcpServer server(&limiter);
///     server.listen(QHostAddress::Any, 7000);
class CONNLIMIT_NET_EXPORT LimitedTcpServer : public Limited<QTcpServer>
{
    Q_OBJECT

public:
    explicit LimitedTcpServer(ConnectionLimiter *limiter, QObject *parent = nullptr);
    ~LimitedTcpServer() override;

protected:
    /// Makes a QTcpSocket that belongs to the server and gives the lease back when it disconnects,
    /// and calls addPendingConnection().
    void admittedConnection(qintptr descriptor, Lease lease) override;
};

} // namespace ConnLimit
