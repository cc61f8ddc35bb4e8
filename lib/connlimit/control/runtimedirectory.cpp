// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "privatedirectory_p.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QDir>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace ConnLimit {

static QString userId()
{
#ifdef Q_OS_UNIX
    return QString::number(::geteuid());
#else
    return QStringLiteral("user");
#endif
}

static QString sessionDirectory()
{
    const QString directory = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return QDir::isAbsolutePath(directory) && QDir(directory).exists() ? directory + u"/connlimit"
                                                                       : QString();
}

static QString temporaryDirectory()
{
    return QDir::tempPath() + u"/connlimit-" + userId();
}

QString runtimeDirectory()
{
    const QString directory = sessionDirectory();
    return directory.isEmpty() ? temporaryDirectory() : directory;
}

QStringList runtimeDirectories()
{
    const QString directory = sessionDirectory();
    return {directory.isEmpty() ? u"/run/user/" + userId() + u"/connlimit" : directory,
            temporaryDirectory()};
}

static const auto suffix = QLatin1StringView(".sock");

QList<ControlSocket> findControlSockets()
{
    QList<ControlSocket> sockets;
    for (const QString &directory : runtimeDirectories()) {
        if (!isPrivateDirectory(directory)) // somebody else could have put sockets there
            continue;
        const QStringList files = QDir(directory).entryList({u'*' + suffix}, QDir::System);
        for (const QString &file : files) {
            const QString path = directory + u'/' + file;
            if (probeSocket(path) == SocketProbe::Live)
                sockets.append({file.chopped(suffix.size()), path});
        }
    }
    std::stable_sort(sockets.begin(), sockets.end(),
                     [](const auto &a, const auto &b) { return a.name < b.name; });
    return sockets;
}

QString controlSocketPath(const QString &nameOrPath)
{
    if (nameOrPath.contains(u'/'))
        return nameOrPath;
    for (const QString &directory : runtimeDirectories()) {
        const QString path = directory + u'/' + nameOrPath + suffix;
        if (isPrivateDirectory(directory) && probeSocket(path) == SocketProbe::Live)
            return path;
    }
    return runtimeDirectory() + u'/' + nameOrPath + suffix;
}

} // namespace ConnLimit
