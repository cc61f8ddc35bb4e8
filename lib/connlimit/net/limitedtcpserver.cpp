// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "leasedsocket_p.h"
#include "socketdescriptor_p.h"

#include <connlimit/net/limitedtcpserver.h>

#include <memory>

namespace ConnLimit {

LimitedTcpServer::LimitedTcpServer(ConnectionLimiter *limiter, QObject *parent)
    : Limited(limiter, parent)
{}

LimitedTcpServer::~LimitedTcpServer() = default;

void LimitedTcpServer::admittedConnection(qintptr descriptor, Lease lease)
{
    SocketDescriptor connection(descriptor);
    auto socket = std::make_unique<LeasedSocket>(socketParent(), std::move(lease));
    if (!socket->setSocketDescriptor(descriptor))
        return;
    [[maybe_unused]] const qintptr taken = connection.take(); // the socket closes it now
    socket->setPeer(proxyHeader());
    socket->track(listener());
    addPendingConnection(socket.release());
}

} // namespace ConnLimit

#include "moc_limitedtcpserver.cpp"
