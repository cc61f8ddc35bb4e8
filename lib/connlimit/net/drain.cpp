// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// An epoll descriptor holds all of them, so that a thread that polls and an event loop can wait for
// them alike: by one descriptor. Timeouts differ only when the policy was changed in between, so
// the order of the entries is that of their deadlines, near enough: all are looked at.

#include "drain_p.h"

#include <algorithm>

#ifdef Q_OS_LINUX
#include <cerrno>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace ConnLimit {

#ifdef Q_OS_LINUX

// What a peer may send after its reply. More than any request that it had begun, less than what
// would keep the server busy for nothing.
static constexpr std::size_t maximumBytes = 1024 * 1024;

Drain::~Drain()
{
    if (m_epoll != -1)
        ::close(m_epoll);
}

void Drain::add(SocketDescriptor connection, std::chrono::milliseconds timeout)
{
    if (timeout.count() <= 0)
        return;
    if (m_epoll == -1)
        m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    m_entries.push_back({std::move(connection), Clock::now() + timeout});
    Entry &entry = m_entries.back();
    entry.place = std::prev(m_entries.end());
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP;
    event.data.ptr = &entry;
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, int(entry.connection.get()), &event) != 0)
        m_entries.pop_back();
}

bool Drain::read(Entry &entry)
{
    // A few reads in one turn: whoever sends without end does not keep the others waiting.
    static constexpr std::size_t chunk = 64 * 1024;
    for (int i = 0; i < 4; ++i) {
        // MSG_TRUNC throws away what a TCP socket has received without copying it (tcp(7)).
        const ssize_t got
            = ::recv(int(entry.connection.get()), nullptr, chunk, MSG_TRUNC | MSG_DONTWAIT);
        if (got < 0)
            return errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
        entry.drained += std::size_t(got);
        if (got == 0 || entry.drained > maximumBytes)
            return true;
    }
    return false;
}

void Drain::process(Clock::time_point now)
{
    if (m_entries.empty())
        return;
    epoll_event events[64];
    const int count = ::epoll_wait(m_epoll, events, std::size(events), 0);
    for (int i = 0; i < count; ++i) {
        auto entry = static_cast<Entry *>(events[i].data.ptr);
        if (read(*entry))
            remove(entry->place);
    }
    for (auto entry = m_entries.begin(); entry != m_entries.end();)
        entry = entry->deadline <= now ? remove(entry) : std::next(entry);
}

std::list<Drain::Entry>::iterator Drain::remove(std::list<Entry>::iterator entry)
{
    // Closing it would do, were it not for a child process that was forked meanwhile: it holds the
    // connection until its exec, and epoll would go on to report an entry that is no more.
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, int(entry->connection.get()), nullptr);
    return m_entries.erase(entry);
}

#else

Drain::~Drain() = default;

void Drain::add(SocketDescriptor, std::chrono::milliseconds) {}

void Drain::process(Clock::time_point) {}

#endif

std::optional<Drain::Clock::time_point> Drain::nextDeadline() const
{
    if (m_entries.empty())
        return std::nullopt;
    return std::min_element(m_entries.begin(), m_entries.end(),
                            [](const Entry &a, const Entry &b) { return a.deadline < b.deadline; })
        ->deadline;
}

} // namespace ConnLimit
