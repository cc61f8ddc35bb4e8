// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// QTcpServer listens, and an Acceptor takes the connections in its stead. QTcpServer's own notifier
// has to stay disabled for that: nextPendingConnection() enables it again, so that is overridden.

#include "limitedserver_p.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limited.h>

#include <QtCore/QMetaMethod>
#include <QtCore/QPointer>
#include <QtNetwork/QTcpSocket>
#if QT_CONFIG(ssl)
#include <QtNetwork/QSslServer>
#endif

#include <type_traits>

namespace ConnLimit {

LimitedServer::LimitedServer(QTcpServer *server, std::shared_ptr<LimiterGate> gate,
                             Announce announce, Admitted admitted)
    : acceptor(
        std::move(gate), [this](Arrival arrival) { receive(std::move(arrival)); }, server)
    , sockets(server)
    , m_server(server)
    , m_announce(announce)
    , m_admitted(std::move(admitted))
{
    QObject::connect(&acceptor, &Acceptor::exhausted, server, [server] {
        Q_EMIT server->acceptError(QAbstractSocket::SocketResourceError);
    });
}

bool LimitedServer::start()
{
    m_isPaused = false;
    updateRoom();
    // A server behind a proxy has no descriptor that could be accepted from: QTcpServer does it
    // then.
    if (!Intake::isAvailable() || m_server->socketDescriptor() == -1)
        return true;
    m_server->QTcpServer::pauseAccepting();
    if (acceptor.start(m_server->socketDescriptor()))
        return true;
    m_server->QTcpServer::close();
    return false;
}

void LimitedServer::stop()
{
    acceptor.stop();
    m_pending = 0;
}

void LimitedServer::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    updateRoom();
}

void LimitedServer::noteAdded()
{
    ++m_pending;
    updateRoom();
}

void LimitedServer::noteTaken()
{
    if (acceptor.isStarted())
        m_server->QTcpServer::pauseAccepting();
    m_pending = std::max(m_pending - 1, 0);
    updateRoom();
}

void LimitedServer::updateRoom()
{
    acceptor.setRoom(m_isPaused ? 0 : std::max(m_server->maxPendingConnections() - m_pending, 0));
}

/// The signal is private to QTcpServer; this is what its moc-generated body does.
static void emitNewConnection(QTcpServer *server)
{
    static const QMetaObject *const metaObject = &QTcpServer::staticMetaObject;
    static const int signal = QMetaMethod::fromSignal(&QTcpServer::newConnection).methodIndex()
                              - metaObject->methodOffset();
    QMetaObject::activate(server, metaObject, signal, nullptr);
}

void LimitedServer::receive(Arrival arrival)
{
    const QPointer<QTcpServer> guard(m_server); // those who are called may destroy the server
    handshake = std::move(arrival.handshake);
    const qintptr descriptor = arrival.connection.take();
    if (arrival.admission.isAdmitted()) {
        const bool isAnnounced = m_announce == Announce::Admitted && acceptor.isStarted();
        m_admitted(descriptor, std::move(arrival.admission.lease));
        if (guard && isAnnounced)
            emitNewConnection(m_server);
    } else {
        const Refusal::Handler handler = acceptor.refusal().handler(); // it may set another
        handler(descriptor, arrival.admission.client, arrival.admission.verdict);
    }
    if (guard)
        handshake.release();
}

void LimitedServer::announcePending()
{
    if (m_announce == Announce::Pending)
        emitNewConnection(m_server);
}

template<class Base>
Limited<Base>::Limited(ConnectionLimiter *limiter, QObject *parent)
    : Base(parent)
    , d(std::make_unique<LimitedServer>(this, limiter->gate(),
                                        std::is_same_v<Base, QTcpServer>
                                            ? LimitedServer::Announce::Admitted
                                            : LimitedServer::Announce::Pending,
                                        [this](qintptr descriptor, Lease lease) {
                                            admittedConnection(descriptor, std::move(lease));
                                        }))
{
    this->setListenBacklogSize(4096);
    if constexpr (!std::is_same_v<Base, QTcpServer>)
        d->acceptor.limitHandshakes(std::make_shared<Limiter>());
}

template<class Base>
Limited<Base>::~Limited() = default;

template<class Base>
bool Limited<Base>::listen(const QHostAddress &address, quint16 port)
{
    return Base::listen(address, port) && d->start();
}

template<class Base>
bool Limited<Base>::setSocketDescriptor(qintptr descriptor)
{
    return Base::setSocketDescriptor(descriptor) && d->start();
}

template<class Base>
void Limited<Base>::close()
{
    d->stop();
    Base::close();
}

template<class Base>
void Limited<Base>::setMaxPendingConnections(int count)
{
    Base::setMaxPendingConnections(count);
    d->updateRoom();
}

template<class Base>
void Limited<Base>::pauseAccepting()
{
    d->setPaused(true);
    Base::pauseAccepting();
}

template<class Base>
void Limited<Base>::resumeAccepting()
{
    d->setPaused(false);
    if (!d->acceptor.isStarted())
        Base::resumeAccepting();
}

template<class Base>
bool Limited<Base>::waitForNewConnection(int msec, bool *timedOut)
{
    if (!d->acceptor.isStarted())
        return Base::waitForNewConnection(msec, timedOut);
    if (timedOut)
        *timedOut = false;
    if (this->hasPendingConnections()
        || d->acceptor.waitForArrival(std::chrono::milliseconds(msec)))
        return true;
    if (timedOut)
        *timedOut = this->isListening();
    return false;
}

template<class Base>
QTcpSocket *Limited<Base>::nextPendingConnection()
{
    QTcpSocket *socket = Base::nextPendingConnection();
    if (socket)
        d->noteTaken();
    return socket;
}

template<class Base>
void Limited<Base>::setAcceptMode(AcceptMode mode)
{
    d->acceptor.setMode(mode);
}

template<class Base>
AcceptMode Limited<Base>::acceptMode() const
{
    return d->acceptor.mode();
}

template<class Base>
AcceptMode Limited<Base>::acceptPlace() const
{
    return d->acceptor.place();
}

template<class Base>
void Limited<Base>::setRefusal(const Refusal &refusal)
{
    d->acceptor.setRefusal(refusal);
}

template<class Base>
const Refusal &Limited<Base>::refusal() const
{
    return d->acceptor.refusal();
}

template<class Base>
void Limited<Base>::addPendingConnection(QTcpSocket *socket)
{
    d->noteAdded();
    const QPointer<QTcpServer> guard(this);
    Base::addPendingConnection(socket);
    if (guard)
        d->announcePending();
}

template<class Base>
QObject *Limited<Base>::socketParent()
{
    return d->sockets.parent();
}

template<class Base>
Limiter *Limited<Base>::handshakes() const
{
    return d->acceptor.handshakes();
}

template<class Base>
Lease Limited<Base>::takeHandshake()
{
    return std::move(d->handshake);
}

template<class Base>
void Limited<Base>::incomingConnection(qintptr descriptor)
{
    d->acceptor.decide(SocketDescriptor(descriptor)); // first of all: from here on it is owned
}

template class CONNLIMIT_NET_EXPORT Limited<QTcpServer>;
#if QT_CONFIG(ssl)
template class CONNLIMIT_NET_EXPORT Limited<QSslServer>;
#endif

} // namespace ConnLimit
