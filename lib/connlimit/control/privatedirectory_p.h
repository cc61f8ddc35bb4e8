// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QString>

namespace ConnLimit {

/// Whether \a path is a directory of this user, no link, that nobody else may enter.
[[nodiscard]] bool isPrivateDirectory(const QString &path);

/// Makes the directory \a path for this user alone if it does not exist. An empty string if
/// it is one then, otherwise why not.
[[nodiscard]] QString makePrivateDirectory(const QString &path);

/// What connect() says of the socket at \a path.
enum class SocketProbe {
    Absent,
    Stale, ///< A socket that nobody listens on.
    Live,
    NoSocket,   ///< Something else.
    Unreadable, ///< Nothing can be said, for want of permission for instance.
};
[[nodiscard]] SocketProbe probeSocket(const QString &path);

/// A socket of a unix domain, or the next connection to one: it does not block, and a process that
/// another thread starts meanwhile does not get it, where the system can do that. -1 with errno if
/// there is none.
[[nodiscard]] int makeLocalSocket();
[[nodiscard]] int acceptLocalSocket(int listener);

/// Such a socket that is connected to \a path, at once. EAGAIN if the queue of the server is full:
/// it is stopped, or busy.
[[nodiscard]] int connectLocalSocket(const QString &path);

} // namespace ConnLimit
