// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QDir>

#include <arpa/inet.h>
#include <cerrno>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

/// A client that needs no event loop: the kernel connects it before the server has accepted.
class Client
{
public:
    explicit Client(quint16 port, quint32 source = INADDR_LOOPBACK)
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const sockaddr_in from = endpoint(source, 0);
        const sockaddr_in to = endpoint(INADDR_LOOPBACK, port);
        m_isConnected
            = ::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&from), sizeof from) == 0
              && ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0;
    }
    ~Client() { close(); }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    bool isConnected() const { return m_isConnected; }

    void close()
    {
        if (m_descriptor != -1)
            ::close(std::exchange(m_descriptor, -1));
    }
    void reset()
    {
        const linger atOnce{1, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        close();
    }
    void shutdown() { ::shutdown(m_descriptor, SHUT_WR); }
    void send() { ::send(m_descriptor, "data", 4, MSG_NOSIGNAL); }

    /// Whether the server has closed the connection without a byte.
    bool isClosed() const
    {
        char byte;
        const ssize_t read = ::recv(m_descriptor, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
        return read == 0 || (read == -1 && errno == ECONNRESET);
    }

private:
    static sockaddr_in endpoint(quint32 address, quint16 port)
    {
        sockaddr_in result{};
        result.sin_family = AF_INET;
        result.sin_addr.s_addr = htonl(address);
        result.sin_port = htons(port);
        return result;
    }

    int m_descriptor;
    bool m_isConnected = false;
};

using Clients = std::vector<std::unique_ptr<Client>>;

inline Clients connectClients(quint16 port, int count)
{
    Clients clients;
    for (int i = 0; i < count; ++i)
        clients.push_back(std::make_unique<Client>(port));
    return clients;
}

inline int openDescriptors()
{
    return int(QDir(QStringLiteral("/proc/self/fd"))
                   .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
                   .size());
}
