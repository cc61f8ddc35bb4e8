// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// findControlSockets() is not for looking every second: it connects to each server each time, and
// what one that is stopped has not accepted stays in its queue although it was closed long ago.

#include "serverlookout.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

#include <algorithm>
#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace ConnLimit;

/// Whether nobody else could have put sockets into \a directory.
static bool isPrivate(const QString &directory)
{
#ifdef Q_OS_UNIX
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup
                                          | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    const QFileInfo info(directory);
    return info.isDir() && !info.isSymLink() && info.ownerId() == ::geteuid()
           && !(info.permissions() & others);
#else
    Q_UNUSED(directory)
    return false;
#endif
}

static std::unique_ptr<QLocalSocket> makeConnection()
{
    auto connection = std::make_unique<QLocalSocket>();
    QObject::connect(connection.get(), &QLocalSocket::readyRead, connection.get(),
                     [socket = connection.get()] { socket->readAll(); }); // unasked, whatever it is
    return connection;
}

/// Whether somebody listens at \a path, to which \a connection is made unless it is.
static bool isListening(QLocalSocket &connection, const QString &path)
{
    if (connection.state() == QLocalSocket::ConnectedState)
        return true;
    connection.connectToServer(path);
    if (connection.state() != QLocalSocket::ConnectingState)
        return connection.state() == QLocalSocket::ConnectedState;
    connection.abort(); // the queue is full: Qt would try again without a pause
    return true;
}

QList<ControlSocket> ServerLookout::look()
{
    const QString suffix = QStringLiteral(".sock");
    QList<ControlSocket> running;
    std::map<QString, std::unique_ptr<QLocalSocket>> connections;
    for (const QString &directory : runtimeDirectories()) {
        if (!isPrivate(directory))
            continue;
        for (const QString &file : QDir(directory).entryList({u'*' + suffix}, QDir::System)) {
            const QString path = directory + u'/' + file;
            const auto known = m_connections.find(path);
            const auto &connection
                = connections
                      .emplace(path, known == m_connections.end() ? makeConnection()
                                                                  : std::move(known->second))
                      .first->second;
            if (isListening(*connection, path))
                running.append({file.chopped(suffix.size()), path});
        }
    }
    m_connections = std::move(connections);
    std::stable_sort(running.begin(), running.end(),
                     [](const auto &a, const auto &b) { return a.name < b.name; });
    return running;
}
