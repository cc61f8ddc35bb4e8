// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "locallistener_p.h"
#include "privatedirectory_p.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QLoggingCategory>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#endif

namespace ConnLimit {

Q_DECLARE_LOGGING_CATEGORY(lcControl)

LocalListener::LocalListener(Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_pause(this)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(100);
    connect(&m_pause, &QTimer::timeout, this, [this] { m_notifier->setEnabled(true); });
}

LocalListener::~LocalListener()
{
    close();
}

QString LocalListener::Peer::describe(const QString &name) const
{
    return (name.isEmpty() ? u"user " + QString::number(user) : name) + u" (pid "
           + QString::number(process) + u')';
}

#ifdef Q_OS_UNIX

static void closeDescriptor(int &descriptor)
{
    if (descriptor != -1)
        ::close(std::exchange(descriptor, -1));
}

static QString failure(const QString &what)
{
    return what + u": " + qt_error_string(errno);
}

static LocalListener::Peer peerOf(int descriptor)
{
    LocalListener::Peer peer;
#ifdef SO_PEERCRED
    ucred credentials;
    socklen_t length = sizeof credentials;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0)
        peer = {credentials.uid, credentials.pid};
#else
    gid_t group;
    uid_t user;
    if (::getpeereid(descriptor, &user, &group) == 0)
        peer.user = user;
#endif
    return peer;
}

QString LocalListener::listen(const QString &path)
{
    close();
    m_path = path;
    QString error = lock();
    if (error.isEmpty())
        error = bind();
    if (!error.isEmpty()) {
        closeDescriptor(m_listener);
        unlock();
        return error;
    }
    m_notifier = std::make_unique<QSocketNotifier>(m_listener, QSocketNotifier::Read, this);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] { acceptConnections(); });
    takeReserve();
    return {};
}

/// Others could put a socket of theirs into the place of ours in a directory where they may remove
/// files.
static bool isSafeParent(const QString &path)
{
    struct stat status;
    const QByteArray directory = QFile::encodeName(QFileInfo(path).absolutePath());
    return ::stat(directory.constData(), &status) == 0
           && (status.st_uid == ::geteuid() || status.st_uid == 0)
           && ((status.st_mode & 022) == 0 || (status.st_mode & S_ISVTX) != 0);
}

QString LocalListener::lock()
{
    if (std::size_t(QFile::encodeName(m_path).size()) >= sizeof sockaddr_un::sun_path)
        return QStringLiteral("the path of the socket is longer than the %1 bytes that fit: %2")
            .arg(sizeof sockaddr_un::sun_path - 1)
            .arg(m_path);
    if (!isSafeParent(m_path))
        return QFileInfo(m_path).absolutePath()
               + u" does not exist, or others may replace files in it";

    const QByteArray name = QFile::encodeName(m_path + u".lock");
    for (;;) {
        m_lock = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (m_lock == -1)
            return failure(QStringLiteral("cannot make the lock beside the socket"));
        if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
            closeDescriptor(m_lock);
            return u"a running server listens at " + m_path;
        }
        // Another server may have removed the file between open() and flock(): a lock on what
        // has no name any more would guard nothing.
        struct stat held;
        struct stat named;
        if (::fstat(m_lock, &held) == 0 && ::stat(name.constData(), &named) == 0
            && held.st_dev == named.st_dev && held.st_ino == named.st_ino)
            return {};
        closeDescriptor(m_lock);
    }
}

QString LocalListener::bind()
{
    const QByteArray name = QFile::encodeName(m_path);
    switch (probeSocket(m_path)) {
    case SocketProbe::Absent: break;
    case SocketProbe::Stale:
        if (::unlink(name.constData()) != 0)
            return failure(u"cannot remove the stale socket " + m_path);
        break;
    case SocketProbe::Live: return u"a running server listens at " + m_path;
    case SocketProbe::NoSocket: return m_path + u" exists and is no socket";
    case SocketProbe::Unreadable: return u"cannot tell whether a server listens at " + m_path;
    }

    m_listener = makeLocalSocket();
    if (m_listener == -1)
        return failure(QStringLiteral("cannot make a socket"));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.constData(), std::size_t(name.size()));
    if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        return failure(u"cannot make the socket " + m_path);
    // Nobody can connect before listen(), so there is no moment at which others might.
    if (::chmod(name.constData(), 0600) != 0 || ::listen(m_listener, 64) != 0) {
        const QString error = failure(u"cannot listen at " + m_path);
        ::unlink(name.constData());
        return error;
    }
    return {};
}

void LocalListener::unlock()
{
    if (m_lock == -1)
        return;
    ::unlink(QFile::encodeName(m_path + u".lock").constData()); // still held: see lock()
    closeDescriptor(m_lock);
}

void LocalListener::close()
{
    if (!isListening())
        return;
    m_pause.stop();
    m_notifier.reset();
    ::unlink(QFile::encodeName(m_path).constData()); // ours for as long as we hold the lock
    closeDescriptor(m_listener);
    closeDescriptor(m_reserve);
    unlock();
}

void LocalListener::takeReserve()
{
    if (m_reserve == -1)
        m_reserve = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static bool isOutOfDescriptors(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

void LocalListener::acceptConnections()
{
    takeReserve();
    int descriptor = acceptLocalSocket(m_listener);
    if (descriptor == -1 && isOutOfDescriptors(errno) && m_reserve != -1) {
        closeDescriptor(m_reserve);
        descriptor = acceptLocalSocket(m_listener);
    }
    if (descriptor == -1) {
        if (isOutOfDescriptors(errno)) {
            m_notifier->setEnabled(false);
            m_pause.start();
        }
        return; // others: the viewer is gone already
    }
    SocketDescriptor connection(descriptor);
    const Peer peer = peerOf(descriptor);
    if (peer.user == ::geteuid() || peer.user == 0)
        m_handler(std::move(connection), peer);
    else
        qCWarning(lcControl) << "Refused" << peer.describe();
}

#else

QString LocalListener::listen(const QString &)
{
    return QStringLiteral("this system has no unix domain sockets");
}

void LocalListener::close() {}

#endif

} // namespace ConnLimit

#include "moc_locallistener_p.cpp"
