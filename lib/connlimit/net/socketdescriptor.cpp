// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "socketdescriptor_p.h"

#include <cstring>

#ifdef Q_OS_WIN
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#ifdef Q_OS_LINUX
#include <sys/syscall.h>
#endif
#include <unistd.h>
#endif

namespace ConnLimit {

void SocketDescriptor::close() noexcept
{
#if defined(Q_OS_WIN)
    ::closesocket(static_cast<SOCKET>(m_descriptor));
#elif defined(Q_OS_LINUX)
    // close() itself would be a point of cancellation for the thread: 45 instructions.
    ::syscall(SYS_close, static_cast<int>(m_descriptor)); // not again after EINTR: it is closed
#else
    ::close(static_cast<int>(m_descriptor)); // not again after EINTR: it may be closed
#endif
}

ClientKey SocketDescriptor::peer() const noexcept
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
#ifdef Q_OS_WIN
    const auto socket = static_cast<SOCKET>(m_descriptor);
#else
    const auto socket = static_cast<int>(m_descriptor);
#endif
    if (::getpeername(socket, reinterpret_cast<sockaddr *>(&storage), &length) != 0)
        return {};
    return toClientKey(storage);
}

void shutDownSending(qintptr descriptor) noexcept
{
#ifdef Q_OS_WIN
    ::shutdown(static_cast<SOCKET>(descriptor), SD_SEND);
#else
    ::shutdown(static_cast<int>(descriptor), SHUT_WR);
#endif
}

ClientKey toClientKey(const sockaddr_storage &address) noexcept
{
    if (address.ss_family == AF_INET) {
        sockaddr_in ipv4;
        std::memcpy(&ipv4, &address, sizeof ipv4);
        return ClientKey::fromIPv4(ntohl(ipv4.sin_addr.s_addr));
    }
    if (address.ss_family == AF_INET6) {
        sockaddr_in6 ipv6;
        std::memcpy(&ipv6, &address, sizeof ipv6);
        ClientKey::Bytes bytes;
        std::memcpy(bytes.data(), &ipv6.sin6_addr, bytes.size());
        return ClientKey::fromIPv6(bytes);
    }
    return {};
}

} // namespace ConnLimit
