// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QString>
#include <QtNetwork/QTcpServer>

#include <chrono>
#include <functional>
#include <memory>

/// What the server does with a connection that it has admitted.
struct Service
{
    std::chrono::microseconds work{0}; ///< Time that it is busy with each.
    bool greets = false;               ///< Whether it sends a byte.
};

/// Serves nothing and refuses all: waits for a connection or an order, accepts and closes. Keeps
/// the first \a kept connections. Never returns.
[[noreturn]] void acceptAndClose(int listener, int kept);

/// The same for one that nothing but a connection wakes: it waits in accept4(), not for readiness.
[[noreturn]] void blockAndClose(int listener, int kept);

/// Starts the server of that \a mode on \a listener: plain (no limit), naive (counts in the handler
/// of newConnection), or a LimitedTcpServer: loop, door, automatic. Null if there is none.
std::unique_ptr<QTcpServer> startServer(const QString &mode, qintptr listener, quint32 limit,
                                        const Service &service);
