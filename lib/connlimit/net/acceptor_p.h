// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "door_p.h"
#include "intake_p.h"

#include <connlimit/net/acceptmode.h>

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace ConnLimit {

/// Accepts the connections of a listening descriptor: in the event loop of its thread, or at the
/// door, a thread of its own. Moves from one to the other as its mode says.
///
/// In place of QTcpServer's own loop, which announces a refused connection with newConnection()
/// like any other, accepts without bound in one turn of the event loop, spins or stops for good
/// when descriptors run out, and asks for the address of the peer when that may be gone already
/// (accept() hands it over).
class Acceptor : public QObject
{
    Q_OBJECT

public:
    /// Takes an arrival, in the acceptor's thread. May stop or destroy the acceptor.
    using Handler = std::function<void(Arrival &arrival)>;

    Acceptor(std::shared_ptr<LimiterGate> gate, Handler handler, QObject *parent = nullptr,
             Intake::AcceptFunction function = nullptr);
    ~Acceptor() override;

    /// Starts to accept from \a listener, which stays the caller's. False if it cannot.
    bool start(qintptr listener);
    void stop();
    [[nodiscard]] bool isStarted() const noexcept { return m_intake->descriptor() != -1; }

    /// Sets how many arrivals there is room for. With none left, connections wait in the kernel's
    /// queue, and what has arrived already waits here.
    void setRoom(int room)
    {
        const bool hadRoom = m_room > 0;
        m_room = room;
        if (m_door || hadRoom != (room > 0))
            onRoomChanged(hadRoom);
    }

    void setMode(AcceptMode mode);
    [[nodiscard]] AcceptMode mode() const noexcept { return m_mode; }

    /// Where it accepts now: EventLoop or Door.
    [[nodiscard]] AcceptMode place() const noexcept
    {
        return m_door ? AcceptMode::Door : AcceptMode::EventLoop;
    }

    void setRefusal(const Refusal &refusal);
    [[nodiscard]] const Refusal &refusal() const noexcept { return m_intake->refusal(); }

    void setProxyProtocol(const ProxyProtocol &protocol);
    [[nodiscard]] const ProxyProtocol &proxyProtocol() const noexcept
    {
        return m_intake->proxyProtocol();
    }

    /// Makes every connection take a lease of \a handshakes as well. Before the first start().
    void limitHandshakes(std::shared_ptr<Limiter> handshakes)
    {
        m_intake->limitHandshakes(std::move(handshakes));
    }
    [[nodiscard]] Limiter *handshakes() const noexcept { return m_intake->handshakes(); }

    /// Whether the descriptors that are left are those for the rest of the program.
    [[nodiscard]] bool isShort() const { return m_intake->isShort(); }

    /// Decides over a connection that was accepted elsewhere, in the acceptor's thread.
    void decide(SocketDescriptor connection);

    /// Waits for an arrival and delivers it, without an event loop. False if time was up first.
    bool waitForArrival(std::chrono::milliseconds timeout);

Q_SIGNALS:
    /// Descriptors or memory have run out. Accepting goes on by itself when there are some again.
    void exhausted();

    /// place() is another one now. Receivers must not stop or destroy the acceptor.
    void moved();

private:
    void onConnections();
    void acceptTurn();
    void deliverTurn();
    void deliver(Arrival &arrival);
    bool noteShortage(Intake::Outcome outcome);
    void endTurn(quint32 refused);
    void watchPressure(quint32 refused);
    void onDoorNews();
    void beginQuietPeriod();
    void onQuietPeriod();
    /// Whether it accepts at the door only until that is quiet.
    [[nodiscard]] bool isLeavingDoor() const { return m_door && m_mode == AcceptMode::Automatic; }
    void openDoor();
    void closeDoor();
    void onRoomChanged(bool hadRoom);
    void permit();
    void updateNotifier();
    void onWaiting();
    void updateWaiting();
    void armWaiting();
    void watch(std::unique_ptr<QSocketNotifier> &notifier, int descriptor);
    void scheduleDelivery();
    void waitForNews(std::chrono::milliseconds timeout) const;
    void retire(std::unique_ptr<QSocketNotifier> &notifier);

    const Handler m_handler;
    const std::shared_ptr<Intake> m_intake; // shared with calls of it, which may destroy us
    std::unique_ptr<Door> m_door;           // there while it accepts
    std::unique_ptr<QSocketNotifier> m_listenNotifier;
    std::unique_ptr<QSocketNotifier> m_doorNotifier;
    std::unique_ptr<QSocketNotifier> m_drainNotifier;
    std::unique_ptr<QSocketNotifier> m_headerNotifier;
    QTimer m_exhaustion; // active: look again when it ends
    QTimer m_delivery;   // active: there are arrivals to deliver in the next turn
    QTimer m_waitingDeadline;
    QTimer m_quiet; // until m_quietEnd, while the door is open until it is quiet

    std::vector<Arrival> m_arrived; // from the door; those before m_next are delivered
    std::size_t m_next = 0;
    qint64 m_delivered = 0; // of what this door has handed over; less than 0 while older ones wait
    quint64 m_deliveries = 0;
    quint64 m_refusedAtTheDoor = 0; // of this door, before this quiet period
    Drain::Clock::time_point m_quietEnd;
    int m_room = 0;
    AcceptMode m_mode = AcceptMode::Automatic;
    bool m_isExhausted = false; // until a connection was accepted

    Drain::Clock::time_point m_pressureSince;
    quint32 m_pressure = 0; // refused in the event loop since then
};

} // namespace ConnLimit
