// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "client.h"
#include "isolatedruntime.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtNetwork/QHostAddress>
#include <QtTest/QTest>

#include <csignal>
#include <memory>
#include <sys/resource.h>

// What tests of the programs share: the programs as processes, and clients that are plain sockets.

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

/// The words of a command line, with a space between them.
inline QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ');
}

/// One of the totals that connlimitctl(1) shows; -1 if there is none.
inline int totals(const QString &name)
{
    return ctl({QStringLiteral("list"), QStringLiteral("--json")})
        .json()
        .value(QStringLiteral("totals"))
        .toObject()
        .value(name)
        .toInt(-1);
}

/// A server program that says "listening on ADDR:PORT".
class Server
{
public:
    explicit Server(const QString &program = QStringLiteral("connlimit-echo"))
        : m_program(program)
    {}
    ~Server() { kill(); }

    /// For a server that is yet to be started.
    void setDescriptorLimit(rlim_t limit)
    {
        m_process.setChildProcessModifier([limit] {
            const rlimit limits{limit, limit};
            ::setrlimit(RLIMIT_NOFILE, &limits);
        });
    }
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
        return ::openDescriptors(QString::number(m_process.processId()));
    }

private:
    const QString m_program;
    QProcess m_process;
    quint16 m_port = 0;
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

/// So many served connections from each address from 127.0.0.1 on.
inline Clients connectFrom(quint16 port, const QList<int> &counts)
{
    Clients clients;
    for (qsizetype i = 0; i < counts.size(); ++i) {
        for (auto &client : servedClients(port, counts[i], INADDR_LOOPBACK + quint32(i)))
            clients.push_back(std::move(client));
    }
    return clients;
}
