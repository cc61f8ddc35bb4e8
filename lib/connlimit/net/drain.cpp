// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "drain_p.h"

#ifdef Q_OS_LINUX
#include <cerrno>
#include <sys/socket.h>
#endif

namespace ConnLimit {

void Drain::add(SocketDescriptor connection, std::chrono::milliseconds timeout)
{
    if (timeout.count() > 0)
        m_waiting.add(std::move(connection), 0, Clock::now() + timeout);
}

void Drain::process()
{
    m_waiting.process([](Connections::Entry &entry, WaitEvent event) {
        return event == WaitEvent::TimedOut || read(entry);
    });
}

#ifdef Q_OS_LINUX

// What a peer may send after its reply. More than any request that it had begun, less than what
// would keep the server busy for nothing.
static constexpr std::size_t maximumBytes = 1024 * 1024;

/// Whether the connection is done with.
bool Drain::read(Connections::Entry &entry)
{
    // A few reads in one turn: whoever sends without end does not keep the others waiting.
    static constexpr std::size_t chunk = 64 * 1024;
    for (int i = 0; i < 4; ++i) {
        // MSG_TRUNC throws away what a TCP socket has received without copying it (tcp(7)).
        const ssize_t got
            = ::recv(int(entry.connection.get()), nullptr, chunk, MSG_TRUNC | MSG_DONTWAIT);
        if (got < 0)
            return errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
        entry.state += std::size_t(got);
        if (got == 0 || entry.state > maximumBytes)
            return true;
    }
    return false;
}

#else

bool Drain::read(Connections::Entry &)
{
    return true;
}

#endif

} // namespace ConnLimit
