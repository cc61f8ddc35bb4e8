// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/export.h>

#include <QtCore/QObject>
#include <QtCore/QString>

#include <memory>

namespace ConnLimit {

class ConnectionLimiter;

/// Lets the dashboard and connlimitctl of the same user watch a limiter and change its Config.
///
///     ConnLimit::ControlServer control(&limiter);
///     control.listen(QStringLiteral("echo"));
///
/// Serves the methods of messages.h and livemessages.h over a local socket that only the user who
/// runs the server (and root) may use. Sends nothing unasked, reads a viewer's next request when it
/// has taken the answer to the last, and bounds the length of a line and the number of sessions: a
/// viewer that misbehaves or stops costs the server no more than its session. Every change of the
/// Config, and every connection that a viewer ends, is logged in the category connlimit.control.
///
/// While it listens, it looks at the totals once a second, for the history of the last hour, and
/// makes events of what was refused since then. Both cost next to nothing, and no memory that
/// grows.
///
/// \par Threads
/// Belongs to its thread, which may be another than the limiter's. While it listens, it has one of
/// its own, in which viewers are served: none of them holds up an event loop of the application,
/// whatever it asks for. No signal of the process is delivered to that thread.
///
/// A process that forks has the thread in the parent only: listen() after that. To close or destroy
/// it in the child touches nothing of the parent's. A child that goes on without exec() keeps the
/// name of a parent that was killed in use.
///
/// A change of the Config is told by ConnectionLimiter::configChanged() in the limiter's thread;
/// who receives it may destroy the ControlServer.
/// \par Cost
/// To close() it, and to destroy it, waits for the one request that is being carried out, at most.
/// \par Ownership
/// Does not own the limiter, and may outlive it.
class CONNLIMIT_CONTROL_EXPORT ControlServer : public QObject
{
    Q_OBJECT

public:
    static constexpr int maximumSessions = 64;
    static constexpr qint64 maximumLineLength
        = 64 * 1024; ///< Bytes of a request, line feed included.

    explicit ControlServer(ConnectionLimiter *limiter, QObject *parent = nullptr);
    ~ControlServer() override;

    /// Opens the channel under \a nameOrPath; what contains a '/' is the path of a socket.
    ///
    /// A name is 1 to 64 of the characters A-Z a-z 0-9 . _ - and begins with none of . and -. Its
    /// socket is NAME.sock in runtimeDirectory(), where viewers look for it.
    /// \par Errors
    /// False, and errorString() says why: a name or path that cannot be, a running server that has
    /// it (a live socket is never taken over; a stale one is replaced), a directory that others may
    /// write to, something else than a socket at the path, a system without unix domain sockets, no
    /// descriptors or no thread left.
    bool listen(const QString &nameOrPath);

    /// Closes the channel and all sessions, and removes the socket.
    void close();

    [[nodiscard]] bool isListening() const;
    [[nodiscard]] QString name() const; ///< For a path, its last part without ".sock".
    [[nodiscard]] QString path() const; ///< Of the socket; empty while not listening.
    [[nodiscard]] QString errorString() const;

private:
    class Private;
    const std::unique_ptr<Private> d;
};

} // namespace ConnLimit
