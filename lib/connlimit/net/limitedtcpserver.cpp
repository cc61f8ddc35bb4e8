// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limitergate_p.h"
#include "socketdescriptor_p.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtNetwork/QTcpSocket>

namespace ConnLimit {

class LimitedTcpServer::Private
{
public:
    const std::shared_ptr<LimiterGate> gate;
};

LimitedTcpServer::LimitedTcpServer(ConnectionLimiter *limiter, QObject *parent)
    : QTcpServer(parent)
    , d(new Private{limiter->gate()})
{}

LimitedTcpServer::~LimitedTcpServer() = default;

void LimitedTcpServer::incomingConnection(qintptr descriptor)
{
    SocketDescriptor connection(descriptor); // first: whatever returns from here on closes it
    Admission admission = d->gate->acquire(connection.peer());
    if (admission.isAdmitted())
        admittedConnection(connection.take(), std::move(admission.lease));
}

void LimitedTcpServer::admittedConnection(qintptr descriptor, Lease lease)
{
    SocketDescriptor connection(descriptor);
    auto socket = std::make_unique<QTcpSocket>(this);
    if (!socket->setSocketDescriptor(descriptor))
        return;
    [[maybe_unused]] const qintptr taken = connection.take(); // the socket closes it now
    ConnectionLimiter::attach(std::move(lease), socket.get());
    addPendingConnection(socket.release());
}

} // namespace ConnLimit

#include "moc_limitedtcpserver.cpp"
