// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// QTcpServer listens, and an Acceptor takes the connections in its stead. QTcpServer's own notifier
// stays disabled for that. Its list of pending connections is not used either: to take one from it
// enables the notifier again, and to disable it wakes the event loop up by a system call each.

#include "limitedserver_p.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/hostaddress.h>
#include <connlimit/net/limited.h>

#include <QtCore/QMetaMethod>
#include <QtCore/QPointer>
#include <QtCore/QStringBuilder>
#include <QtNetwork/QTcpSocket>
#if QT_CONFIG(ssl)
#include <QtNetwork/QSslServer>
#endif

#include <type_traits>

namespace ConnLimit {

/// The index of a signal of QTcpServer itself, as QMetaObject::activate() wants it.
template<class Signal>
static int indexOf(Signal signal)
{
    return QMetaMethod::fromSignal(signal).methodIndex()
           - QTcpServer::staticMetaObject.methodOffset();
}

LimitedServer::LimitedServer(QTcpServer *server, std::shared_ptr<LimiterGate> gate,
                             Announce announce, Admitted admitted)
    : acceptor(
        gate, [this](Arrival &arrival) { receive(arrival); }, server)
    , sockets(server)
    , m_server(server)
    , m_gate(std::move(gate))
    , m_announce(announce)
    , m_admitted(std::move(admitted))
    , m_newConnection(indexOf(&QTcpServer::newConnection))
    , m_pendingConnectionAvailable(indexOf(&QTcpServer::pendingConnectionAvailable))
    , m_atDoor(m_gate->eventLog(), server)
    , m_withoutDescriptors(m_gate->eventLog(), server, [this] { return acceptor.isShort(); })
    , m_pause(m_gate->eventLog(), server)
{
    QObject::connect(&acceptor, &Acceptor::moved, server, [this] {
        acceptor.place() == AcceptMode::Door ? m_atDoor.begin() : m_atDoor.end();
    });
    QObject::connect(&acceptor, &Acceptor::exhausted, server, [this, server] {
        m_withoutDescriptors.begin();
        m_withoutDescriptors.end(); // to be looked at later
        Q_EMIT server->acceptError(QAbstractSocket::SocketResourceError);
    });
}

LimitedServer::~LimitedServer()
{
    acceptor.stop(); // while what it is connected to is there
    noteClosed();
    if (m_isGone)
        *m_isGone = true;
}

bool LimitedServer::start()
{
    m_isPaused = false;
    noteListening();
    updateRoom();
    // A server behind a proxy has no descriptor that could be accepted from: QTcpServer does it
    // then.
    if (!Intake::isAvailable() || m_server->socketDescriptor() == -1)
        return true;
    m_server->QTcpServer::pauseAccepting();
    if (acceptor.start(m_server->socketDescriptor()))
        return true;
    m_server->QTcpServer::close();
    noteClosed();
    return false;
}

/// Before it accepts: what comes then has an address to be told with.
void LimitedServer::noteListening()
{
    const QHostAddress address = m_server->serverAddress();
    const quint16 port = m_server->serverPort();
    m_listener = m_gate->connections().listener(address, port);
    m_endpoint = endpointText(toClientKey(address), port);
    m_atDoor.setTexts(m_endpoint + u": accepting at the door, a thread of its own",
                      m_endpoint + u": accepting in the event loop again");
    m_withoutDescriptors.setTexts(m_endpoint + u": out of descriptors, closing who comes",
                                  m_endpoint + u": descriptors are back");
    m_pause.setTexts(m_endpoint + u": accepting paused by the application",
                     m_endpoint + u": accepting resumed by the application");
    m_gate->eventLog().addServer(u"listening on " + m_endpoint);
}

void LimitedServer::noteClosed()
{
    if (m_endpoint.isEmpty())
        return;
    m_atDoor.reset();
    m_withoutDescriptors.reset();
    m_pause.reset();
    m_gate->eventLog().addServer(u"no longer listening on " + std::exchange(m_endpoint, {}));
}

void LimitedServer::stop()
{
    acceptor.stop();
    noteClosed();
    m_numPending = 0;
    for (QTcpSocket *socket : std::exchange(m_pending, {}))
        delete socket;
}

void LimitedServer::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    if (!m_endpoint.isEmpty())
        isPaused ? m_pause.begin() : m_pause.end();
    updateRoom();
}

void LimitedServer::updateRoom()
{
    const int room = m_server->maxPendingConnections() - m_numPending;
    acceptor.setRoom(m_isPaused ? 0 : std::max(room, 0));
}

/// What the moc-generated bodies of the signals do, which are private.
inline void LimitedServer::emitSignal(Signal signal)
{
    QMetaObject::activate(m_server, &QTcpServer::staticMetaObject, signal, nullptr);
}

bool LimitedServer::addPending(QTcpSocket *socket)
{
    if (m_isDeciding)
        return false;
    m_pending.push_back(socket);
    ++m_numPending;
    updateRoom();
    if (m_announce == Announce::Admitted) {
        emitSignal(m_pendingConnectionAvailable);
        return true;
    }
    const QPointer<QTcpServer> guard(m_server);
    emitSignal(m_pendingConnectionAvailable);
    if (guard)
        emitSignal(m_newConnection);
    return true;
}

QTcpSocket *LimitedServer::takePending()
{
    if (m_pending.empty())
        return nullptr;
    QTcpSocket *socket = m_pending.front();
    m_pending.pop_front();
    --m_numPending;
    updateRoom();
    return socket;
}

void LimitedServer::receive(Arrival &arrival)
{
    if (!arrival.admission.isAdmitted())
        return passOn(arrival);
    bool isGone = false; // those who are called may destroy the server, or run an event loop
    bool *const outer = std::exchange(m_isGone, &isGone);
    if (arrival.handshake || handshake) [[unlikely]]
        handshake = std::move(arrival.handshake);
    const auto *const outerHeader = std::exchange(header, &arrival.header);
    m_admitted(arrival.connection.take(), arrival.admission.lease);
    if (!isGone) {
        handshake.release();
        header = outerHeader;
        if (m_announce == Announce::Admitted && !m_isDeciding)
            emitSignal(m_newConnection);
    }
    if (!isGone)
        m_isGone = outer;
    else if (outer)
        *outer = true;
}

/// A refused connection, to the application.
void LimitedServer::passOn(Arrival &arrival)
{
    const QPointer<QTcpServer> guard(m_server);
    const Refusal::Handler handler = acceptor.refusal().handler(); // a copy: it may set another
    handshake = std::move(arrival.handshake);
    const auto *const outerHeader = std::exchange(header, &arrival.header);
    handler(arrival.connection.take(), arrival.admission.client, arrival.admission.verdict);
    if (!guard)
        return;
    header = outerHeader;
    handshake.release();
}

void LimitedServer::decide(SocketDescriptor connection)
{
    const QPointer<QTcpServer> guard(m_server);
    m_isDeciding = true;
    updateRoom();
    acceptor.decide(std::move(connection));
    if (guard)
        m_isDeciding = false;
}

template<class Base>
Limited<Base>::Limited(ConnectionLimiter *limiter, QObject *parent)
    : Base(parent)
    , d(std::make_unique<LimitedServer>(this, limiter->gate(),
                                        std::is_same_v<Base, QTcpServer>
                                            ? LimitedServer::Announce::Admitted
                                            : LimitedServer::Announce::Pending,
                                        [this](qintptr descriptor, Lease &lease) {
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
bool Limited<Base>::hasPendingConnections() const
{
    return d->hasPending() || Base::hasPendingConnections();
}

template<class Base>
QTcpSocket *Limited<Base>::nextPendingConnection()
{
    if (QTcpSocket *socket = d->takePending())
        return socket;
    QTcpSocket *socket = Base::nextPendingConnection(); // of those that QTcpServer has accepted
    if (socket && d->acceptor.isStarted())
        Base::pauseAccepting();
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
void Limited<Base>::setProxyProtocol(const ProxyProtocol &protocol)
{
    d->acceptor.setProxyProtocol(protocol);
}

template<class Base>
const ProxyProtocol &Limited<Base>::proxyProtocol() const
{
    return d->acceptor.proxyProtocol();
}

template<class Base>
const std::optional<ProxyHeader> &Limited<Base>::proxyHeader() const
{
    static const std::optional<ProxyHeader> none;
    return d->header ? *d->header : none;
}

template<class Base>
void Limited<Base>::addPendingConnection(QTcpSocket *socket)
{
    if (!d->addPending(socket))
        Base::addPendingConnection(socket);
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
quint8 Limited<Base>::listener() const
{
    return d->listener();
}

template<class Base>
void Limited<Base>::incomingConnection(qintptr descriptor)
{
    d->decide(SocketDescriptor(descriptor)); // first of all: from here on it is owned
}

template class CONNLIMIT_NET_EXPORT Limited<QTcpServer>;
#if QT_CONFIG(ssl)
template class CONNLIMIT_NET_EXPORT Limited<QSslServer>;
#endif

} // namespace ConnLimit
