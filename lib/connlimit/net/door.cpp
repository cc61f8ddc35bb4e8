// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// Why a thread: with 9,000 connections held, Qt's event loop polls all of them for every wake-up,
// so that a refusal costs 1,175 us of CPU there, and 25 us here.

#include "acceptpace_p.h"
#include "door_p.h"

#include <algorithm>
#include <limits>
#include <utility>

#ifdef Q_OS_LINUX
#include <cerrno>
#include <csignal>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>
#endif

namespace ConnLimit {

using Clock = Drain::Clock;

#ifdef Q_OS_LINUX

WakeUp::WakeUp()
    : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{}

void WakeUp::signal() noexcept
{
    ::eventfd_write(descriptor(), 1);
}

void WakeUp::clear() noexcept
{
    eventfd_t count;
    ::eventfd_read(descriptor(), &count);
}

static bool watch(int epoll, int descriptor)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = descriptor;
    return ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

bool Door::start()
{
    m_epoll = SocketDescriptor(::epoll_create1(EPOLL_CLOEXEC));
    const int epoll = int(m_epoll.get());
    if (!m_news.isValid() || !watch(epoll, m_order.descriptor())
        || !watch(epoll, m_intake.descriptor()))
        return false;
    // The application's signal handlers run in the application's threads.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        m_thread = std::thread([this] { run(); });
        ::pthread_setname_np(m_thread.native_handle(), "connlimit-door");
    } catch (const std::system_error &) { // no thread to be had: isStarted below is false
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return m_thread.joinable();
}

/// Waits for orders, for those who are drained or whose first bytes are awaited and, if asked for,
/// for connections.
void Door::waitFor(bool isListening, Clock::time_point until)
{
    until = std::min(until, m_intake.nextDeadline().value_or(Clock::time_point::max()));
    timespec timeout{};
    if (until != Clock::time_point::max()) {
        const auto left = std::max(until - Clock::now(), Clock::duration::zero());
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
        timeout.tv_sec = seconds.count();
        timeout.tv_nsec = std::chrono::nanoseconds(left - seconds).count();
    }
    // A negative descriptor is passed over (poll(2)).
    pollfd descriptors[] = {{m_order.descriptor(), POLLIN, 0},
                            {m_intake.drain().descriptor(), POLLIN, 0},
                            {m_intake.headers().descriptor(), POLLIN, 0},
                            {isListening ? m_intake.descriptor() : -1, POLLIN, 0}};
    ::ppoll(descriptors, std::size(descriptors),
            until == Clock::time_point::max() ? nullptr : &timeout, nullptr);
    if (descriptors[0].revents)
        m_order.clear();
    if (m_intake.isBusy())
        addRefused(m_intake.process());
}

/// Waits for all of them. For connections and orders alone, which is most of what the door does, by
/// epoll(7): poll(2) would look up each descriptor, and queue up at it, anew.
void Door::waitForConnections()
{
    if (!m_intake.isBusy()) {
        epoll_event events[2];
        // By number, as in acceptNonBlocking(): epoll_wait() is a point of cancellation, too.
        const long count = ::syscall(SYS_epoll_pwait, m_epoll.get(), events, std::size(events), -1,
                                     nullptr, std::size_t(0));
        for (long i = 0; i < count; ++i) {
            if (events[i].data.fd == m_order.descriptor())
                m_order.clear();
        }
        if (count != -1 || errno == EINTR)
            return;
        // It is forbidden, by seccomp(2).
    }
    waitFor(true, Clock::time_point::max());
}

#else

WakeUp::WakeUp()
    : m_descriptor(-1)
{}

void WakeUp::signal() noexcept {}

void WakeUp::clear() noexcept {}

bool Door::start()
{
    return false;
}

void Door::waitFor(bool, Clock::time_point) {}

void Door::waitForConnections() {}

#endif

Door::Door(Intake &intake)
    : m_intake(intake)
{}

Door::~Door()
{
    stop();
}

void Door::stop()
{
    if (!m_thread.joinable())
        return;
    m_isStopped = true;
    m_order.signal();
    m_thread.join();
}

void Door::permit(quint64 arrivals)
{
    m_permitted = arrivals;
    if (m_isWaitingForPermission.exchange(false))
        m_order.signal();
}

void Door::take(std::vector<Arrival> &arrivals)
{
    m_news.clear(); // before: what is handed over from now on signals anew
    const std::lock_guard locker(m_mutex);
    std::move(m_arrived.begin(), m_arrived.end(), std::back_inserter(arrivals));
    m_arrived.clear();
}

void Door::run()
{
    while (!m_isStopped) {
        const Round round = accept();
        handOver();
        noteExhaustion(round);
        addRefused(round.refused + round.shed);
        wait(round);
    }
}

Door::Round Door::accept()
{
    // With one connection at a time, not even a look behind it: the wait tells as well.
    const bool isAlone = std::exchange(m_isAlone, false) && !m_intake.hasReady();
    const int most = isAlone ? 1 : AcceptPace::round;
    Round round;
    int count = 0;
    for (; count < most && !round.isStarved && !round.isPause && !round.isEmpty; ++count)
        acceptOne(round);
    m_isCrowded = count > AcceptPace::crowd;
    round.isEmpty = (round.isEmpty || isAlone) && !m_intake.hasReady();
    return round;
}

/// Whether it is worth while to pause after \a round, until a few have come.
bool Door::gathers(const Round &round)
{
    if (m_isCrowded) {
        m_trialAfter = AcceptPace::firstTrial;
        m_loneRounds = 0;
        return round.refused > 0;
    }
    if (round.admitted + round.refused == 0)
        return false;
    ++m_loneRounds;
    if (round.refused > 0 && m_loneRounds >= m_trialAfter) {
        m_trialAfter = std::min(m_trialAfter * 2, AcceptPace::rarestTrial);
        m_loneRounds = 0;
        return true;
    }
    m_isAlone = round.refused > 0 || m_loneRounds % AcceptPace::lookBehind != 0;
    return false;
}

void Door::acceptOne(Round &round)
{
    if (m_admitted >= m_permitted) {
        round.isStarved = true;
        return;
    }
    const Intake::Outcome outcome = m_intake.acceptOne(m_arrival);
    if (m_arrival.connection.isValid()) {
        m_batch.push_back(std::move(m_arrival));
        ++m_admitted;
    }
    switch (outcome) {
    case Intake::Outcome::Admitted: ++round.admitted; break;
    case Intake::Outcome::Refused: ++round.refused; break;
    case Intake::Outcome::Shed:
        ++round.shed;
        round.isExhausted = true;
        round.isPause = !m_intake.mayShedMore();
        break;
    case Intake::Outcome::Exhausted: round.isExhausted = round.isPause = true; break;
    case Intake::Outcome::Nothing: round.isEmpty = true; break;
    case Intake::Outcome::Waiting:
    case Intake::Outcome::Failed: break;
    }
}

void Door::handOver()
{
    if (m_batch.empty())
        return;
    bool isNews = false;
    {
        const std::lock_guard locker(m_mutex);
        isNews = m_arrived.empty();
        std::move(m_batch.begin(), m_batch.end(), std::back_inserter(m_arrived));
    }
    m_batch.clear();
    if (isNews)
        m_news.signal();
}

void Door::noteExhaustion(const Round &round)
{
    if (round.isExhausted && !std::exchange(m_isExhausted, true)) {
        m_hasExhausted = true;
        m_news.signal();
    } else if (!round.isExhausted && round.admitted + round.refused > 0) {
        m_isExhausted = false;
    }
}

void Door::addRefused(quint32 refused) noexcept
{
    // Nobody else writes it.
    m_refused.store(m_refused.load(std::memory_order_relaxed) + refused, std::memory_order_relaxed);
}

void Door::wait(const Round &round)
{
    if (round.isPause) {
        waitFor(false, Clock::now() + AcceptPace::exhaustionPause);
    } else if (round.isStarved) {
        m_isWaitingForPermission = true;
        if (m_admitted < m_permitted || m_isStopped)
            m_isWaitingForPermission = false;
        else
            waitFor(false, Clock::time_point::max());
    } else if (round.isEmpty && gathers(round)) {
        waitFor(false, Clock::now() + AcceptPace::gathering);
    } else if (round.isEmpty) {
        waitForConnections();
    } else if (m_intake.isBusy()) {
        addRefused(m_intake.process());
    }
}

} // namespace ConnLimit
