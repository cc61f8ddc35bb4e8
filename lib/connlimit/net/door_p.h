// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "intake_p.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace ConnLimit {

/// A descriptor that one thread makes readable and another one waits for (eventfd(2)).
class WakeUp
{
public:
    WakeUp();

    [[nodiscard]] bool isValid() const noexcept { return m_descriptor.isValid(); }
    [[nodiscard]] int descriptor() const noexcept { return int(m_descriptor.get()); }
    void signal() noexcept;
    void clear() noexcept;

private:
    SocketDescriptor m_descriptor;
};

/// A thread that does nothing but wait for the listening descriptor and accept from it.
///
/// A refused connection ends there and then, whatever the server's event loop is doing and
/// however many sockets that has to poll. Those that are admitted are handed over in batches, no
/// more of them than the server has room for; while it has none, connections wait in the kernel's
/// queue.
///
/// Belongs to the server's thread, which must not touch the Intake between start() and stop().
class Door
{
public:
    explicit Door(Intake &intake);
    ~Door();
    Door(const Door &) = delete;
    Door &operator=(const Door &) = delete;

    /// False if this system has no thread or descriptor left for it.
    bool start();

    /// Ends the thread. What it has handed over stays to be taken.
    void stop();

    /// Readable when there is something to take() or to be told.
    [[nodiscard]] int descriptor() const noexcept { return m_news.descriptor(); }

    /// Allows as many arrivals, counted from start(). Fewer than before stop what is still to come.
    void permit(quint64 arrivals);

    /// Appends what has arrived, in its order.
    void take(std::vector<Arrival> &arrivals);

    /// Connections that were refused or shed since start().
    [[nodiscard]] quint64 refused() const noexcept { return m_refused; }

    /// Whether descriptors have run out since the last time that this was asked.
    [[nodiscard]] bool takeExhaustion() noexcept { return m_hasExhausted.exchange(false); }

private:
    /// What one round of accepting has come to.
    struct Round
    {
        quint32 admitted = 0;
        quint32 refused = 0;
        quint32 shed = 0;
        bool isStarved = false;   // no arrival is permitted any more
        bool isExhausted = false; // descriptors or memory are short
        bool isPause = false;     // so short that it is time for a pause
        bool isEmpty = false;     // no connection waits, as far as is known
    };

    void run();
    Round accept();
    void acceptOne(Round &round);
    void handOver();
    void noteExhaustion(const Round &round);
    void addRefused(quint32 refused) noexcept;
    [[nodiscard]] bool gathers(const Round &round);
    void wait(const Round &round);
    void waitFor(bool isListening, Drain::Clock::time_point until);
    void waitForConnections();

    Intake &m_intake;
    WakeUp m_news;                // for the server's thread
    WakeUp m_order;               // for ours
    SocketDescriptor m_epoll{-1}; // orders and connections
    std::thread m_thread;

    std::atomic<bool> m_isStopped = false;
    std::atomic<bool> m_isWaitingForPermission = false;
    std::atomic<bool> m_hasExhausted = false;
    std::atomic<quint64> m_permitted = 0;
    std::atomic<quint64> m_refused = 0;

    std::mutex m_mutex; // guards m_arrived
    std::vector<Arrival> m_arrived;

    // The thread's own.
    Arrival m_arrival;
    std::vector<Arrival> m_batch;
    quint64 m_admitted = 0;    // arrivals handed over since start()
    bool m_isCrowded = false;  // in the last round
    bool m_isAlone = false;    // the next round is for one connection
    unsigned m_loneRounds = 0; // since the last crowd or trial
    unsigned m_trialAfter = AcceptPace::firstTrial;
    bool m_isExhausted = false;
};

} // namespace ConnLimit
