// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// QTcpServer listens, and an Acceptor takes the connections in its stead. QTcpServer's own notifier
// has to stay disabled for that: nextPendingConnection() enables it again, so that is overridden.

#include "acceptor_p.h"
#include "limitergate_p.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QMetaMethod>
#include <QtCore/QPointer>
#include <QtNetwork/QTcpSocket>

namespace ConnLimit {

class LimitedTcpServer::Private
{
public:
    Private(LimitedTcpServer *server, std::shared_ptr<LimiterGate> sharedGate);

    bool startAccepting();
    void handle(SocketDescriptor connection, const ClientKey &peer);
    void updateAcceptor();

    LimitedTcpServer *const q;
    const std::shared_ptr<LimiterGate> gate;
    Acceptor acceptor;
    int pending = 0;
    bool isPaused = false;
};

LimitedTcpServer::Private::Private(LimitedTcpServer *server,
                                   std::shared_ptr<LimiterGate> sharedGate)
    : q(server)
    , gate(std::move(sharedGate))
    , acceptor([this](SocketDescriptor connection,
                      const ClientKey &peer) { handle(std::move(connection), peer); },
               server)
{
    connect(&acceptor, &Acceptor::exhausted, server,
            [server] { Q_EMIT server->acceptError(QAbstractSocket::SocketResourceError); });
}

bool LimitedTcpServer::Private::startAccepting()
{
    isPaused = false;
    updateAcceptor();
    // A server behind a proxy has no descriptor that could be accepted from: QTcpServer does it
    // then.
    if (!Acceptor::isAvailable() || q->socketDescriptor() == -1)
        return true;
    q->QTcpServer::pauseAccepting();
    if (acceptor.start(q->socketDescriptor()))
        return true;
    q->QTcpServer::close();
    return false;
}

void LimitedTcpServer::Private::handle(SocketDescriptor connection, const ClientKey &peer)
{
    Admission admission = gate->acquire(peer);
    if (!admission.isAdmitted())
        return;
    const QPointer<LimitedTcpServer> guard(q); // those who are called may destroy the server
    q->admittedConnection(connection.take(), std::move(admission.lease));
    static const QMetaMethod newConnection = QMetaMethod::fromSignal(&QTcpServer::newConnection);
    if (guard)
        newConnection.invoke(q, Qt::DirectConnection); // a private signal: no other way to emit it
}

void LimitedTcpServer::Private::updateAcceptor()
{
    acceptor.setEnabled(!isPaused && pending < q->maxPendingConnections());
}

LimitedTcpServer::LimitedTcpServer(ConnectionLimiter *limiter, QObject *parent)
    : QTcpServer(parent)
    , d(new Private(this, limiter->gate()))
{
    setListenBacklogSize(4096);
}

LimitedTcpServer::~LimitedTcpServer() = default;

bool LimitedTcpServer::listen(const QHostAddress &address, quint16 port)
{
    return QTcpServer::listen(address, port) && d->startAccepting();
}

bool LimitedTcpServer::setSocketDescriptor(qintptr descriptor)
{
    return QTcpServer::setSocketDescriptor(descriptor) && d->startAccepting();
}

void LimitedTcpServer::close()
{
    d->acceptor.stop();
    d->pending = 0;
    QTcpServer::close();
}

void LimitedTcpServer::pauseAccepting()
{
    d->isPaused = true;
    d->updateAcceptor();
    QTcpServer::pauseAccepting();
}

void LimitedTcpServer::resumeAccepting()
{
    d->isPaused = false;
    d->updateAcceptor();
    if (!d->acceptor.isStarted())
        QTcpServer::resumeAccepting();
}

QTcpSocket *LimitedTcpServer::nextPendingConnection()
{
    QTcpSocket *socket = QTcpServer::nextPendingConnection();
    if (!socket)
        return nullptr;
    if (d->acceptor.isStarted())
        QTcpServer::pauseAccepting();
    --d->pending;
    d->updateAcceptor();
    return socket;
}

void LimitedTcpServer::addPendingConnection(QTcpSocket *socket)
{
    ++d->pending;
    d->updateAcceptor();
    QTcpServer::addPendingConnection(socket);
}

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
