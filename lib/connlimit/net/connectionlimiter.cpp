// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "leaseholder_p.h"
#include "limitergate_p.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/hostaddress.h>

#include <QtCore/QMetaMethod>
#include <QtCore/QMutex>
#include <QtCore/QTimer>

namespace ConnLimit {

class ConnectionLimiter::Private
{
public:
    explicit Private(ConnectionLimiter *limiter);

    void updateForwarding();
    void reportStatistics();

    ConnectionLimiter *const q;
    const std::shared_ptr<LimiterGate> gate = std::make_shared<LimiterGate>();
    QTimer statisticsTimer{q};
    Totals reported;

private:
    template <class From, class To>
    void forward(std::atomic<bool> &wanted, From from, To to);

    QMutex m_mutex; // connectNotify() runs in whichever thread connects
    bool m_wantsStatistics = false;
};

ConnectionLimiter::Private::Private(ConnectionLimiter *limiter)
    : q(limiter)
{
    statisticsTimer.setInterval(250);
    connect(&statisticsTimer, &QTimer::timeout, q, [this] { reportStatistics(); });
    connect(&gate->events(), &LimiterEvents::configChanged, q, &ConnectionLimiter::configChanged);
}

ConnectionLimiter::ConnectionLimiter(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{}

ConnectionLimiter::~ConnectionLimiter() = default;

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

void ConnectionLimiter::disconnectNotify(const QMetaMethod &)
{
    d->updateForwarding();
}

void ConnectionLimiter::Private::updateForwarding()
{
    LimiterEvents &events = gate->events();
    const QMutexLocker locker(&m_mutex);
    forward(events.wantsAdmitted, &LimiterEvents::admitted, &ConnectionLimiter::connectionAdmitted);
    forward(events.wantsReleased, &LimiterEvents::released, &ConnectionLimiter::connectionReleased);
    forward(events.wantsRefused, &LimiterEvents::refused, &ConnectionLimiter::connectionRefused);

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

template <class From, class To>
void ConnectionLimiter::Private::forward(std::atomic<bool> &wanted, From from, To to)
{
    const bool isWanted = q->isSignalConnected(QMetaMethod::fromSignal(to));
    if (wanted == isWanted)
        return;
    if (isWanted)
        connect(&gate->events(), from, q, to);
    else
        disconnect(&gate->events(), from, q, to);
    wanted = isWanted;
}

void ConnectionLimiter::Private::reportStatistics()
{
    if (const Totals totals = gate->limiter().totals(); totals != reported) {
        reported = totals;
        Q_EMIT q->statisticsChanged();
    }
}

} // namespace ConnLimit

#include "moc_connectionlimiter.cpp"
