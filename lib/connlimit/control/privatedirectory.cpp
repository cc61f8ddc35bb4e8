// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "privatedirectory_p.h"

#include <QtCore/QFile>

#include <cerrno>
#ifdef Q_OS_UNIX
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#endif

namespace ConnLimit {

#ifdef Q_OS_UNIX

bool isPrivateDirectory(const QString &path)
{
    struct stat status;
    return ::lstat(QFile::encodeName(path).constData(), &status) == 0 && S_ISDIR(status.st_mode)
           && status.st_uid == ::geteuid() && (status.st_mode & 077) == 0;
}

QString makePrivateDirectory(const QString &path)
{
    if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0 && errno != EEXIST)
        return u"cannot make the directory " + path + u": " + qt_error_string(errno);
    if (!isPrivateDirectory(path))
        return path + u" is no directory of this user alone (mode 0700)";
    return {};
}

#ifndef SOCK_CLOEXEC

static int closedOnExec(int descriptor)
{
    if (descriptor != -1) {
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
    }
    return descriptor;
}

#endif

int makeLocalSocket()
{
#ifdef SOCK_CLOEXEC
    return ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
#else
    return closedOnExec(::socket(AF_UNIX, SOCK_STREAM, 0));
#endif
}

int acceptLocalSocket(int listener)
{
#ifdef SOCK_CLOEXEC
    return ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
    return closedOnExec(::accept(listener, nullptr, nullptr));
#endif
}

int connectLocalSocket(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (std::size_t(name.size()) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    std::memcpy(address.sun_path, name.constData(), std::size_t(name.size()));
    const int descriptor = makeLocalSocket();
    if (descriptor == -1
        || ::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
        return descriptor;
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return -1;
}

SocketProbe probeSocket(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat status;
    if (::lstat(name.constData(), &status) != 0)
        return errno == ENOENT ? SocketProbe::Absent : SocketProbe::Unreadable;
    if (!S_ISSOCK(status.st_mode))
        return SocketProbe::NoSocket;

    const int descriptor = connectLocalSocket(path);
    if (descriptor != -1)
        ::close(descriptor);
    if (descriptor != -1 || errno == EAGAIN)
        return SocketProbe::Live;
    return errno == ECONNREFUSED ? SocketProbe::Stale : SocketProbe::Unreadable;
}

#else

bool isPrivateDirectory(const QString &)
{
    return false;
}

QString makePrivateDirectory(const QString &)
{
    return QStringLiteral("this system has no unix domain sockets");
}

int connectLocalSocket(const QString &)
{
    errno = ENOENT;
    return -1;
}

SocketProbe probeSocket(const QString &)
{
    return SocketProbe::Absent;
}

#endif

} // namespace ConnLimit
