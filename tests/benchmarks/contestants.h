// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "processes.h"

#include <QtCore/QTemporaryDir>

#include <memory>
#include <vector>

/// A kind of server that takes part.
struct Kind
{
    QString mode; ///< Of bench-server, or nginx, haproxy.
    QString name; ///< For people.
};

/// Those that can refuse, as far as they are installed, a bare loop first.
std::vector<Kind> refusingKinds();
/// Those that can serve, a plain QTcpServer first.
std::vector<Kind> servingKinds();

/// A server and its clients, in two processes on two processors.
class Arena
{
public:
    /// Each client may have one connection; 127.0.0.1 has it. Another \a held clients have theirs.
    static std::unique_ptr<Arena> withHeld(const Kind &kind, unsigned held);
    /// bench-server with these \a arguments, and no client yet.
    static std::unique_ptr<Arena> plain(const QStringList &arguments);

    Process &server() { return *m_server; }
    Process &clients() { return *m_clients; }

    /// CPU time of the server for each of so many connections, in microseconds.
    std::optional<double> cpuOfFlood(const QByteArray &verb, unsigned atOnce, double seconds);

private:
    bool startServer(const Kind &kind, unsigned held);
    bool startClients(quint16 port);

    QTemporaryDir m_directory;
    std::unique_ptr<Process> m_server;
    std::unique_ptr<Process> m_clients;
    double m_connectionsPerSecond = 0;
};
