// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QDir>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <memory>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

/// A client at a loopback address of its own. It needs no event loop: the kernel connects it before
/// the server has accepted. Waits at most 20 s for an answer.
class Client
{
public:
    Client()
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const timeval patience{20, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        // A port of its own for each address that it binds, in TIME_WAIT for a minute after, would
        // leave none for others: connect() chooses one that is free towards this server.
        const int yes = 1;
        ::setsockopt(m_descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    }
    explicit Client(quint16 port, quint32 source = INADDR_LOOPBACK)
        : Client()
    {
        connect(port, source);
    }
    ~Client() { close(); }
    Client(const Client &) = delete;
    Client &operator=(const Client &) = delete;

    bool connect(quint16 port, quint32 source = INADDR_LOOPBACK)
    {
        const sockaddr_in from = endpoint(source, 0);
        const sockaddr_in to = endpoint(INADDR_LOOPBACK, port);
        m_isConnected
            = ::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&from), sizeof from) == 0
              && ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0;
        return m_isConnected;
    }
    bool isConnected() const { return m_isConnected; }
    int descriptor() const { return m_descriptor; }

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
    bool send(const QByteArray &bytes)
    {
        return ::send(m_descriptor, bytes.constData(), std::size_t(bytes.size()), MSG_NOSIGNAL)
               == bytes.size();
    }
    /// As many bytes as were asked for; fewer if the connection ended before.
    QByteArray receive(qsizetype length)
    {
        QByteArray bytes;
        while (bytes.size() < length) {
            char buffer[4096];
            const auto wanted
                = std::min<std::size_t>(sizeof buffer, std::size_t(length - bytes.size()));
            const ssize_t got = ::recv(m_descriptor, buffer, wanted, 0);
            if (got <= 0)
                break;
            bytes.append(buffer, got);
        }
        return bytes;
    }
    /// Whether an echo server answers.
    bool isServed() { return send("ping") && receive(4) == "ping"; }

    /// Whether the server closes the connection without a byte. Waits for it.
    bool isRefused() { return hasEnded(MSG_PEEK); }
    /// Whether it has done so by now.
    bool isClosed() { return hasEnded(MSG_PEEK | MSG_DONTWAIT); }

private:
    bool hasEnded(int flags)
    {
        char byte;
        const ssize_t got = ::recv(m_descriptor, &byte, 1, flags);
        return got == 0 || (got == -1 && errno == ECONNRESET);
    }
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
    for (const auto &client : clients) {
        if (!client->isConnected())
            qFatal("a client could not connect");
    }
    return clients;
}

/// The number of descriptors that a process, this one if none is named, has open.
inline int openDescriptors(const QString &process = QStringLiteral("self"))
{
    return int(QDir(u"/proc/" + process + u"/fd")
                   .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
                   .size());
}
