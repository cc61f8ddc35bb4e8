// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <cstdint>
#include <cstdlib>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

/// Lets this process have as many descriptors as it may, or \a most.
inline void setDescriptorLimit(rlim_t most = RLIM_INFINITY)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min(limit.rlim_max, most);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

inline sockaddr_in endpoint(std::uint32_t address, std::uint16_t port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(address);
    result.sin_port = htons(port);
    return result;
}

/// A listener at a free port of 127.0.0.1, with as many connections waiting as the system allows.
inline int makeListener(int flags = 0)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    const sockaddr_in here = endpoint(INADDR_LOOPBACK, 0);
    if (::bind(listener, reinterpret_cast<const sockaddr *>(&here), sizeof here) != 0
        || ::listen(listener, 4096) != 0)
        std::abort();
    return listener;
}

inline std::uint16_t portOf(int listener)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length);
    return ntohs(address.sin_port);
}
