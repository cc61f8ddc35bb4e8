// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QHostAddress>
#include <QtTest/QTest>

#include <arpa/inet.h>
#include <csignal>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>

// What tests of the programs share: the programs as processes, and clients that are plain sockets.

/// A runtime directory of the test's own, so that its programs meet none of the machine's servers.
class IsolatedRuntime
{
public:
    IsolatedRuntime()
    {
        qputenv("XDG_RUNTIME_DIR", m_directory.path().toLocal8Bit());
        qputenv("TMPDIR", m_directory.path().toLocal8Bit());
    }
    QString path() const { return m_directory.path(); }

private:
    QTemporaryDir m_directory; // mode 0700
};

inline QString programPath(const QString &name)
{
    return QStringLiteral(CONNLIMIT_BIN "/") + name;
}

struct Result
{
    int status = -1; // -1: it did not end in time, or crashed
    QByteArray out;
    QByteArray err;

    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

/// Runs a program to its end.
inline Result run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(programPath(program), arguments);
    const bool hasEnded = process.waitForFinished();
    const bool isWell = hasEnded && process.exitStatus() == QProcess::NormalExit;
    return {isWell ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

inline Result ctl(const QStringList &arguments)
{
    return run(QStringLiteral("connlimitctl"), arguments);
}

/// A server program that says "listening on ADDR:PORT".
class Server
{
public:
    explicit Server(const QString &program = QStringLiteral("connlimit-echo"))
        : m_program(program)
    {}
    ~Server() { kill(); }

    bool start(const QStringList &arguments = {})
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
        m_process.start(programPath(m_program), arguments);
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead())
                return false;
        }
        const QByteArray line = m_process.readLine().trimmed();
        m_port = line.sliced(line.lastIndexOf(':') + 1).toUShort();
        return line.startsWith("listening on ") && m_port != 0;
    }
    quint16 port() const { return m_port; }
    QString endpoint() const { return QStringLiteral("127.0.0.1:%1").arg(m_port); }
    QProcess &process() { return m_process; }

    /// By SIGTERM; the exit status, or -1.
    int terminate()
    {
        m_process.terminate();
        const bool isWell
            = m_process.waitForFinished() && m_process.exitStatus() == QProcess::NormalExit;
        return isWell ? m_process.exitCode() : -1;
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    int openDescriptors() const
    {
        return int(QDir(QStringLiteral("/proc/%1/fd").arg(m_process.processId()))
                       .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
                       .size());
    }

private:
    const QString m_program;
    QProcess m_process;
    quint16 m_port = 0;
};

/// A client at a loopback address of its own: blocking, with a time limit of 20 s for an answer.
class Client
{
public:
    explicit Client(quint16 port, quint32 source = INADDR_LOOPBACK)
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const int one = 1;
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        const timeval patience{20, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
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
    bool isServed() { return send("ping") && receive(4) == "ping"; }

    /// Whether the server closes, or has closed, the connection without a byte.
    bool isRefused()
    {
        char byte;
        const ssize_t got = ::recv(m_descriptor, &byte, 1, 0);
        return got == 0 || (got == -1 && errno == ECONNRESET);
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

/// Clients from \a source that are served by the server at \a port, or fewer if one is not.
inline std::vector<std::unique_ptr<Client>> servedClients(quint16 port, int count,
                                                          quint32 source = INADDR_LOOPBACK)
{
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < count; ++i) {
        auto client = std::make_unique<Client>(port, source);
        if (!client->isServed())
            break;
        clients.push_back(std::move(client));
    }
    return clients;
}
