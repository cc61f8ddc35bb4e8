// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clients.h"

#include <cerrno>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

Connection::Connection(std::uint16_t port, std::uint32_t source, Connect how)
    : m_descriptor(::socket(
        AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (how == Connect::DoNotWait ? SOCK_NONBLOCK : 0), 0))
{
    // Each address has ports of its own then, chosen when both ends of the connection are known.
    const int yes = 1;
    ::setsockopt(m_descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    const sockaddr_in from = endpoint(source, 0);
    const sockaddr_in to = endpoint(INADDR_LOOPBACK, port);
    // ECONNRESET: it was connected, and the server has turned it away before this thread ran again.
    if (::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&from), sizeof from) == 0
        && (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0
            || errno == EINPROGRESS || errno == ECONNRESET))
        return;
    if (m_descriptor != -1)
        ::close(std::exchange(m_descriptor, -1));
}

Connection::~Connection()
{
    if (m_descriptor == -1)
        return;
    // A reset: what is over leaves nothing (TIME_WAIT) that those who come later have to pass.
    const linger atOnce{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    ::close(m_descriptor);
}

void Connection::finish()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

static bool waitFor(int descriptor, std::chrono::milliseconds patience)
{
    pollfd wanted{descriptor, POLLIN, 0};
    return ::poll(&wanted, 1, int(patience.count())) == 1;
}

bool Connection::hasEnded()
{
    char byte;
    const ssize_t got = ::recv(m_descriptor, &byte, 1, MSG_DONTWAIT);
    return got == 0 || (got == -1 && errno != EAGAIN && errno != EINTR);
}

bool Connection::waitForEnd(std::chrono::milliseconds patience)
{
    return waitFor(m_descriptor, patience) && hasEnded();
}

bool Connection::waitForGreeting(std::chrono::milliseconds patience)
{
    char byte;
    return waitFor(m_descriptor, patience) && ::recv(m_descriptor, &byte, 1, MSG_DONTWAIT) == 1;
}
