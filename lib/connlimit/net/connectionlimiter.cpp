// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "leaseholder_p.h"
#include "limitergate_p.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/hostaddress.h>

#include <QtCore/QMetaMethod>
#include <QtCore/QMutex>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

namespace ConnLimit {

class ConnectionLimiter::Private
{
public:
    explicit Private(ConnectionLimiter *limiter);

    void updateForwarding();
    void dropUnheard();
    void reportStatistics();

    ConnectionLimiter *const q;
    const std::shared_ptr<LimiterGate> gate = std::make_shared<LimiterGate>();
    QTimer statisticsTimer{q};
    QTimer logTimer{q}; // active: refusals were left out of the log
    Totals reported;
    std::atomic<bool> mayBeUnheard = false; // a receiver has gone: see disconnectNotify()

private:
    template<class... Arguments>
    void forward(std::atomic<bool> &wanted, QMetaObject::Connection &connection,
                 void (LimiterEvents::*from)(Arguments...),
                 void (ConnectionLimiter::*to)(Arguments...));

    QMutex m_mutex; // connectNotify() runs in whichever thread connects
    QMetaObject::Connection m_admitted;
    QMetaObject::Connection m_released;
    QMetaObject::Connection m_refused;
    bool m_wantsStatistics = false;
};

ConnectionLimiter::Private::Private(ConnectionLimiter *limiter)
    : q(limiter)
{
    statisticsTimer.setInterval(250);
    connect(&statisticsTimer, &QTimer::timeout, q, [this] { reportStatistics(); });
    logTimer.setSingleShot(true);
    // Rarely: each time wakes the event loop, which polls all sockets there are for it. A flood
    // that goes on writes its lines without.
    logTimer.setInterval(2000);
    connect(&gate->events(), &LimiterEvents::refusalLogHeldBack, &logTimer,
            qOverload<>(&QTimer::start));
    connect(&logTimer, &QTimer::timeout, q, [this] {
        if (!gate->flushRefusalLog())
            logTimer.start();
    });
    connect(&gate->events(), &LimiterEvents::configChanged, q, [this] {
        gate->events().isConfigChangeUnderWay = false;
        Q_EMIT q->configChanged();
    });
}

ConnectionLimiter::ConnectionLimiter(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{}

ConnectionLimiter::~ConnectionLimiter()
{
    // A receiver that ends in another thread may be about to tell disconnectNotify() so. QObject
    // waits for it, but in its own destructor, when d is gone; this waits for it here.
    for (int i = staticMetaObject.methodOffset(); i < staticMetaObject.methodCount(); ++i)
        disconnect(this, staticMetaObject.method(i), nullptr, QMetaMethod());
    d->gate->flushRefusalLog();
}

ConfigChange ConnectionLimiter::setConfig(const Config &config)
{
    return d->gate->setConfig(config);
}

ConfigChange ConnectionLimiter::setConfig(const Config &config, quint64 basedOn)
{
    return d->gate->setConfig(config, basedOn);
}

Config ConnectionLimiter::config() const
{
    return d->gate->limiter().config();
}

ConfigRevision ConnectionLimiter::configRevision() const
{
    return d->gate->limiter().configRevision();
}

void ConnectionLimiter::setStatisticsInterval(std::chrono::milliseconds interval)
{
    d->statisticsTimer.setInterval(interval);
}

std::chrono::milliseconds ConnectionLimiter::statisticsInterval() const
{
    return d->statisticsTimer.intervalAsDuration();
}

quint32 ConnectionLimiter::numOpen(const QHostAddress &address) const
{
    return d->gate->limiter().numOpen(toClientKey(address));
}

Totals ConnectionLimiter::totals() const
{
    return d->gate->limiter().totals();
}

std::shared_ptr<const Limiter> ConnectionLimiter::limiter() const
{
    return {d->gate, &d->gate->limiter()};
}

Verdict ConnectionLimiter::admit(QAbstractSocket *socket)
{
    Admission admission = acquire(socket->peerAddress());
    if (admission.isAdmitted()) {
        attach(std::move(admission.lease), socket);
    } else {
        socket->abort();
        socket->deleteLater();
    }
    return admission.verdict;
}

Admission ConnectionLimiter::acquire(const QHostAddress &address)
{
    return d->gate->acquire(toClientKey(address));
}

void ConnectionLimiter::attach(Lease lease, QAbstractSocket *socket)
{
    // No disconnected() would ever come from a socket without a connection.
    if (lease && socket->state() != QAbstractSocket::UnconnectedState)
        new LeaseHolder(std::move(lease), socket);
}

std::shared_ptr<LimiterGate> ConnectionLimiter::gate() const
{
    return d->gate;
}

void ConnectionLimiter::connectNotify(const QMetaMethod &)
{
    d->updateForwarding();
}

void ConnectionLimiter::disconnectNotify(const QMetaMethod &signal)
{
    if (signal.isValid() && signal.enclosingMetaObject() != &staticMetaObject)
        return; // destroyed(), after whose receivers nobody waits
    // QObject may hold one of its mutexes here, and must not be entered again, not even by
    // isSignalConnected(). Whether anybody still listens is looked at when there is something to
    // tell.
    d->mayBeUnheard = true;
}

/// Connects the events to the signals that have receivers, and to no others.
void ConnectionLimiter::Private::updateForwarding()
{
    LimiterEvents &events = gate->events();
    const QMutexLocker locker(&m_mutex);
    forward(events.wantsAdmitted, m_admitted, &LimiterEvents::admitted,
            &ConnectionLimiter::connectionAdmitted);
    forward(events.wantsReleased, m_released, &LimiterEvents::released,
            &ConnectionLimiter::connectionReleased);
    gate->updateReleaseHandler();
    forward(events.wantsRefused, m_refused, &LimiterEvents::refused,
            &ConnectionLimiter::connectionRefused);

    const bool wantsStatistics
        = q->isSignalConnected(QMetaMethod::fromSignal(&ConnectionLimiter::statisticsChanged));
    if (std::exchange(m_wantsStatistics, wantsStatistics) == wantsStatistics)
        return;
    // By an event unless this is the timer's thread.
    QMetaObject::invokeMethod(q, [this, wantsStatistics] {
        reported = gate->limiter().totals();
        wantsStatistics ? statisticsTimer.start() : statisticsTimer.stop();
    });
}

template<class... Arguments>
void ConnectionLimiter::Private::forward(std::atomic<bool> &wanted,
                                         QMetaObject::Connection &connection,
                                         void (LimiterEvents::*from)(Arguments...),
                                         void (ConnectionLimiter::*to)(Arguments...))
{
    const bool isWanted = q->isSignalConnected(QMetaMethod::fromSignal(to));
    if (wanted == isWanted)
        return;
    if (isWanted)
        connection = connect(&gate->events(), from, q, [this, to](Arguments... arguments) {
            const QPointer<ConnectionLimiter> guard(q); // a receiver may destroy it
            Q_EMIT(q->*to)(arguments...);
            if (guard)
                dropUnheard();
        });
    else
        disconnect(connection);
    wanted = isWanted;
}

void ConnectionLimiter::Private::dropUnheard()
{
    if (mayBeUnheard.exchange(false))
        updateForwarding();
}

void ConnectionLimiter::Private::reportStatistics()
{
    dropUnheard();
    if (const Totals totals = gate->limiter().totals(); totals != reported) {
        reported = totals;
        Q_EMIT q->statisticsChanged();
    }
}

} // namespace ConnLimit

#include "moc_connectionlimiter.cpp"
