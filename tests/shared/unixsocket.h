// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QFile>
#include <QtCore/QString>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

inline sockaddr_un unixAddress(const QString &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
    return address;
}

/// A descriptor that is connected to the socket at \a path, or -1. A QLocalSocket reads by itself;
/// this does not.
inline int connectTo(const QString &path, int flags = 0)
{
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    const sockaddr_un address = unixAddress(path);
    if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

/// A socket as the kernel has it for a server that is stopped, or that was killed: nobody accepts.
class BareSocket
{
public:
    /// At \a path, with room for \a backlog + 1 connections in its queue.
    explicit BareSocket(const QString &path, int backlog = 8)
        : m_path(QFile::encodeName(path))
    {
        const sockaddr_un address = unixAddress(path);
        m_isListening
            = ::bind(m_listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0
              && ::listen(m_listener, backlog) == 0;
    }
    ~BareSocket()
    {
        die();
        ::unlink(m_path.constData());
    }
    Q_DISABLE_COPY_MOVE(BareSocket)

    [[nodiscard]] bool isListening() const { return m_isListening; }
    /// The next connection in its queue, or -1.
    [[nodiscard]] int accept() const
    {
        return ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    }
    /// How many connections wait in its queue, which is empty then.
    [[nodiscard]] int takeQueue() const
    {
        int count = 0;
        for (int descriptor = accept(); descriptor != -1; descriptor = accept()) {
            ::close(descriptor);
            ++count;
        }
        return count;
    }
    /// Goes as a process that is killed: what it has open is closed, the file stays.
    void die()
    {
        if (m_listener != -1)
            ::close(std::exchange(m_listener, -1));
    }

private:
    const QByteArray m_path;
    int m_listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool m_isListening = false;
};
