// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/export.h>

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace ConnLimit {

/// A control socket that somebody listens on.
struct ControlSocket
{
    QString name;
    QString path;
};

/// The directory in which a server of this user puts its control socket.
///
/// $XDG_RUNTIME_DIR/connlimit where that variable is set, otherwise connlimit-UID below the
/// directory for temporary files. It need not exist.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QString runtimeDirectory();

/// All directories in which servers of this user may have their sockets: a server that was started
/// by the system has no XDG_RUNTIME_DIR, the shell of the same user has one.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QStringList runtimeDirectories();

/// The servers of this user that run now, by name. A socket that nobody listens on is left out.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QList<ControlSocket> findControlSockets();

/// The socket of the server with \a nameOrPath; where no such server runs, the path that it would
/// have.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QString controlSocketPath(const QString &nameOrPath);

} // namespace ConnLimit
