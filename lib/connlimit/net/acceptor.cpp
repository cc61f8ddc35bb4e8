// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// The listening descriptor has one reader at a time: the notifier of this thread's event loop while
// there is no m_door, its thread while there is one. Intake decides the same in both.

#include "acceptor_p.h"
#include "acceptpace_p.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QLoggingCategory>
#include <QtCore/QPointer>

#include <algorithm>
#include <climits>

#ifdef Q_OS_UNIX
#include <poll.h>
#endif

namespace ConnLimit {

Q_DECLARE_LOGGING_CATEGORY(lcNet)

using Clock = Drain::Clock;

Acceptor::Acceptor(std::shared_ptr<LimiterGate> gate, Handler handler, QObject *parent,
                   Intake::AcceptFunction function)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_intake(std::make_shared<Intake>(std::move(gate), function))
    , m_exhaustion(this)
    , m_delivery(this)
    , m_waitingDeadline(this)
    , m_quiet(this)
{
    for (QTimer *timer : {&m_exhaustion, &m_delivery, &m_waitingDeadline, &m_quiet})
        timer->setSingleShot(true);
    m_exhaustion.setInterval(AcceptPace::exhaustionPause);
    connect(&m_exhaustion, &QTimer::timeout, this, &Acceptor::acceptTurn);
    connect(&m_delivery, &QTimer::timeout, this, &Acceptor::deliverTurn);
    connect(&m_waitingDeadline, &QTimer::timeout, this, &Acceptor::onWaiting);
    m_quiet.setInterval(AcceptPace::quietPeriod);
    connect(&m_quiet, &QTimer::timeout, this, &Acceptor::onQuietPeriod);
}

Acceptor::~Acceptor()
{
    stop();
}

bool Acceptor::start(qintptr listener)
{
    stop();
    if (!m_intake->open(listener))
        return false;
    m_listenNotifier
        = std::make_unique<QSocketNotifier>(m_intake->descriptor(), QSocketNotifier::Read, this);
    connect(m_listenNotifier.get(), &QSocketNotifier::activated, this, &Acceptor::onConnections);
    m_isExhausted = false;
    m_pressure = 0;
    if (m_mode == AcceptMode::Door)
        openDoor();
    updateNotifier();
    return true;
}

void Acceptor::stop()
{
    closeDoor();
    m_exhaustion.stop();
    m_delivery.stop();
    retire(m_listenNotifier);
    m_next = 0;
    const std::vector<Arrival> dropped = std::exchange(m_arrived, {}); // closed, and given back
    m_intake->close();
}

/// Later, because it may be emitting the signal that has led here; it is deaf from now on.
void Acceptor::retire(std::unique_ptr<QSocketNotifier> &notifier)
{
    if (!notifier)
        return;
    notifier->setEnabled(false);
    notifier.release()->deleteLater();
}

void Acceptor::onRoomChanged(bool hadRoom)
{
    if (m_door)
        permit();
    if (hadRoom == (m_room > 0))
        return;
    updateNotifier();
    scheduleDelivery();
}

void Acceptor::scheduleDelivery()
{
    if (m_room > 0 && (m_next < m_arrived.size() || (!m_door && m_intake->hasReady())))
        m_delivery.start();
}

void Acceptor::setMode(AcceptMode mode)
{
    m_mode = mode;
    if (!isStarted())
        return;
    closeDoor(); // it may have to stay for good from now on, or go
    if (mode == AcceptMode::Door)
        openDoor();
    updateNotifier();
}

void Acceptor::setRefusal(const Refusal &refusal)
{
    const bool wasOpen = m_door != nullptr;
    closeDoor(); // the Intake is the door's own meanwhile
    m_intake->setRefusal(refusal);
    if (wasOpen)
        openDoor();
    updateNotifier();
}

void Acceptor::setProxyProtocol(const ProxyProtocol &protocol)
{
    const bool wasOpen = m_door != nullptr;
    closeDoor();
    m_intake->setProxyProtocol(protocol);
    if (wasOpen)
        openDoor();
    updateNotifier();
}

void Acceptor::updateNotifier()
{
    if (!m_listenNotifier)
        return;
    const bool isEnabled = !m_door && m_room > 0 && !m_exhaustion.isActive();
    if (m_listenNotifier->isEnabled() != isEnabled)
        m_listenNotifier->setEnabled(isEnabled);
}

void Acceptor::onConnections()
{
    // Where there may be more to deliver than these, one timer does all of it: of the notifiers
    // that become active in one turn of the event loop, each would begin a batch of its own.
    if (m_delivery.isActive())
        return;
    if (m_intake->headers().isEmpty()) [[likely]]
        acceptTurn();
    else
        m_delivery.start();
}

void Acceptor::acceptTurn()
{
    // The handler and receivers of signals may stop or destroy us, or open the door.
    const QPointer<Acceptor> guard(this);
    const std::shared_ptr<Intake> intake = m_intake;
    Arrival arrival;
    quint32 refused = 0;
    const bool isPausing = m_exhaustion.isActive();
    for (int i = 0; i < AcceptPace::turn && !m_door && m_room > 0; ++i) {
        if (!m_intake->hasReady() && (isPausing || !isStarted()))
            break;
        const Intake::Outcome outcome = intake->acceptOne(arrival);
        if (!guard)
            return;
        if (outcome == Intake::Outcome::Nothing)
            break;
        if (outcome == Intake::Outcome::Shed || outcome == Intake::Outcome::Exhausted) {
            const bool isPause = noteShortage(outcome);
            if (!guard)
                return;
            if (isPause)
                break;
            continue;
        }
        if (outcome != Intake::Outcome::Failed)
            m_isExhausted = false;
        refused += outcome == Intake::Outcome::Refused;
        if (!arrival.connection.isValid())
            continue;
        deliver(arrival);
        if (!guard)
            return;
    }
    endTurn(refused);
}

/// May end with the acceptor destroyed.
void Acceptor::endTurn(quint32 refused)
{
    const QPointer<Acceptor> guard(this);
    watchPressure(refused);
    updateNotifier();
    if (m_door || !m_intake->isBusy())
        return;
    if (m_intake->headers().isEmpty())
        updateWaiting();
    else
        armWaiting(); // what is ready by now is for the next turn
    if (guard)
        scheduleDelivery();
}

void Acceptor::deliver(Arrival &arrival)
{
    ++m_deliveries;
    m_handler(arrival);
}

/// Whether it is time for a pause, after Shed or Exhausted.
bool Acceptor::noteShortage(Intake::Outcome outcome)
{
    const bool isPause = outcome == Intake::Outcome::Exhausted || !m_intake->mayShedMore();
    if (isPause)
        m_exhaustion.start();
    if (!std::exchange(m_isExhausted, true))
        Q_EMIT exhausted();
    return isPause;
}

void Acceptor::watchPressure(quint32 refused)
{
    if (m_mode != AcceptMode::Automatic || refused == 0 || m_door || !isStarted())
        return;
    const auto now = Clock::now();
    if (now - m_pressureSince > AcceptPace::pressurePeriod) {
        m_pressureSince = now;
        m_pressure = 0;
    }
    m_pressure += refused;
    if (m_pressure >= AcceptPace::pressureRefusals)
        openDoor();
}

void Acceptor::openDoor()
{
    m_pressure = 0;
    auto door = std::make_unique<Door>(*m_intake);
    retire(m_drainNotifier);
    retire(m_headerNotifier);
    m_waitingDeadline.stop();
    m_exhaustion.stop();
    m_listenNotifier->setEnabled(false);
    if (!door->start()) {
        qCWarning(lcNet, "No thread to accept connections in; the event loop does it");
        updateNotifier();
        armWaiting();
        return;
    }
    m_door = std::move(door);
    m_delivered = -qint64(m_arrived.size() - m_next);
    m_doorNotifier
        = std::make_unique<QSocketNotifier>(m_door->descriptor(), QSocketNotifier::Read, this);
    connect(m_doorNotifier.get(), &QSocketNotifier::activated, this, &Acceptor::onDoorNews);
    m_refusedAtTheDoor = 0;
    if (m_mode == AcceptMode::Automatic)
        beginQuietPeriod();
    permit();
    Q_EMIT moved();
}

void Acceptor::closeDoor()
{
    if (!m_door)
        return;
    retire(m_doorNotifier);
    m_quiet.stop();
    m_door->stop();
    m_door->take(m_arrived);
    m_door.reset();
    scheduleDelivery();
    armWaiting();
    Q_EMIT moved();
}

void Acceptor::permit()
{
    if (m_door)
        m_door->permit(
            quint64(std::max(m_delivered + std::min(m_room, AcceptPace::handOver), qint64(0))));
}

void Acceptor::onDoorNews()
{
    const QPointer<Acceptor> guard(this);
    if (m_door->takeExhaustion())
        Q_EMIT exhausted();
    if (guard)
        deliverTurn();
}

void Acceptor::beginQuietPeriod()
{
    m_quietEnd = Clock::now() + AcceptPace::quietPeriod;
    m_quiet.start();
}

/// Does without the door when it has refused few of late. May end with the acceptor destroyed.
void Acceptor::onQuietPeriod()
{
    const quint64 refused = m_door->refused();
    if (refused - std::exchange(m_refusedAtTheDoor, refused) >= AcceptPace::quietRefusals) {
        beginQuietPeriod();
        return;
    }
    const bool hasExhausted = m_door->takeExhaustion();
    closeDoor();
    updateNotifier();
    if (hasExhausted)
        Q_EMIT exhausted();
}

void Acceptor::deliverTurn()
{
    if (m_door)
        m_door->take(m_arrived);
    const QPointer<Acceptor> guard(this);
    int count = 0;
    for (; count < AcceptPace::turn && m_room > 0 && m_next < m_arrived.size(); ++count) {
        Arrival arrival = std::move(m_arrived[m_next++]);
        ++m_delivered;
        deliver(arrival);
        if (!guard)
            return;
    }
    if (m_next == m_arrived.size()) {
        m_arrived.clear();
        m_next = 0;
    }
    permit();
    if (!m_door && count == 0)
        acceptTurn();
    else
        scheduleDelivery();
}

void Acceptor::onWaiting()
{
    if (m_door) // it does it
        return;
    const QPointer<Acceptor> guard(this);
    updateWaiting();
    if (guard)
        scheduleDelivery();
}

/// Serves those that something is awaited from. May end with the acceptor destroyed, or at the
/// door.
void Acceptor::updateWaiting()
{
    const QPointer<Acceptor> guard(this);
    const std::shared_ptr<Intake> intake = m_intake;
    const quint32 refused = intake->process();
    if (!guard)
        return;
    watchPressure(refused);
    if (!m_door)
        armWaiting();
}

/// Sees to it that they are served in time.
void Acceptor::armWaiting()
{
    const auto deadline = m_intake->nextDeadline();
    if (!deadline) {
        m_waitingDeadline.stop();
        return;
    }
    watch(m_drainNotifier, m_intake->drain().descriptor());
    watch(m_headerNotifier, m_intake->headers().descriptor());
    m_waitingDeadline.start(
        std::chrono::ceil<std::chrono::milliseconds>(std::max(*deadline - Clock::now(), {})));
}

void Acceptor::watch(std::unique_ptr<QSocketNotifier> &notifier, int descriptor)
{
    if (notifier || descriptor == -1)
        return;
    notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read, this);
    connect(notifier.get(), &QSocketNotifier::activated, this, &Acceptor::onWaiting);
}

void Acceptor::decide(SocketDescriptor connection)
{
    const ClientKey peer = connection.peer();
    const bool wasOpen = m_door != nullptr;
    closeDoor(); // the Intake is the door's own meanwhile
    const QPointer<Acceptor> guard(this);
    const std::shared_ptr<Intake> intake = m_intake;
    Arrival arrival;
    intake->decide(connection, peer, arrival);
    connection = SocketDescriptor(-1);
    if (!guard)
        return;
    if (wasOpen)
        openDoor();
    else
        armWaiting();
    if (arrival.connection.isValid())
        deliver(arrival);
}

#ifdef Q_OS_UNIX

/// Waits for what the event loop would wait for. A negative timeout is none, as for poll(2).
void Acceptor::waitForNews(std::chrono::milliseconds timeout) const
{
    const auto waitAtMost = [&timeout](std::chrono::milliseconds time) {
        timeout = timeout.count() < 0 ? time : std::min(timeout, time);
    };
    pollfd descriptors[] = {{m_door ? m_door->descriptor() : m_intake->descriptor(), POLLIN, 0},
                            {m_door ? -1 : m_intake->headers().descriptor(), POLLIN, 0}};
    const auto waitUntil = [&waitAtMost](Clock::time_point time) {
        waitAtMost(std::chrono::ceil<std::chrono::milliseconds>(std::max(time - Clock::now(), {})));
    };
    // Timers need the event loop that is missing here.
    if (m_exhaustion.isActive()) {
        descriptors[0].fd = -1;
        waitAtMost(AcceptPace::exhaustionPause);
    }
    if (m_room > 0 && m_next < m_arrived.size())
        waitAtMost({});
    if (isLeavingDoor())
        waitUntil(m_quietEnd);
    if (const auto deadline = m_door ? std::nullopt : m_intake->nextDeadline())
        waitUntil(*deadline);
    ::poll(descriptors, std::size(descriptors), int(std::min<qint64>(timeout.count(), INT_MAX)));
}

bool Acceptor::waitForArrival(std::chrono::milliseconds timeout)
{
    const QDeadlineTimer deadline(timeout.count() < 0 ? QDeadlineTimer(QDeadlineTimer::Forever)
                                                      : QDeadlineTimer(timeout));
    const QPointer<Acceptor> guard(this);
    const quint64 before = m_deliveries;
    while (guard && isStarted() && m_deliveries == before) {
        waitForNews(std::chrono::milliseconds(deadline.remainingTime()));
        m_exhaustion.stop();
        const bool isQuietOver = isLeavingDoor() && Clock::now() >= m_quietEnd;
        if (m_door && !isQuietOver) {
            onDoorNews();
        } else {
            isQuietOver ? onQuietPeriod() : updateWaiting();
            if (guard)
                deliverTurn();
        }
        if (guard && m_deliveries == before && deadline.hasExpired())
            return false;
    }
    return guard && m_deliveries != before;
}

#else

bool Acceptor::waitForArrival(std::chrono::milliseconds)
{
    return false;
}

#endif

} // namespace ConnLimit

#include "moc_acceptor_p.cpp"
