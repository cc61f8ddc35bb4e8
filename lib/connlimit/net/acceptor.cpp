// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "acceptor_p.h"

#include <QtCore/QPointer>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace ConnLimit {

// Connections that are accepted in one turn of the event loop: enough to keep up with any peer that
// connects in earnest, few enough for timers and sockets to have their turn during a flood.
static constexpr int batchSize = 32;

Acceptor::Acceptor(Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_exhaustion(this)
{
    m_exhaustion.setSingleShot(true);
    m_exhaustion.setInterval(100);
    connect(&m_exhaustion, &QTimer::timeout, this, &Acceptor::updateNotifier);
}

Acceptor::~Acceptor()
{
    stop();
}

void Acceptor::setEnabled(bool isEnabled)
{
    m_isEnabled = isEnabled;
    updateNotifier();
}

void Acceptor::updateNotifier()
{
    if (m_notifier)
        m_notifier->setEnabled(m_isEnabled && !m_exhaustion.isActive());
}

#ifdef Q_OS_UNIX

bool Acceptor::isAvailable() noexcept
{
    return true;
}

bool Acceptor::start(qintptr listener)
{
    stop();
    m_listener = ::fcntl(static_cast<int>(listener), F_DUPFD_CLOEXEC, 0);
    if (m_listener == -1)
        return false;
    m_notifier = std::make_unique<QSocketNotifier>(m_listener, QSocketNotifier::Read, this);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Acceptor::acceptBatch);
    m_isExhausted = false;
    updateNotifier();
    return true;
}

void Acceptor::stop()
{
    if (!isStarted())
        return;
    m_exhaustion.stop();
    // Later, because this may be called from the notifier's own signal; it is deaf from now on.
    m_notifier->setEnabled(false);
    m_notifier.release()->deleteLater();
    ::close(static_cast<int>(std::exchange(m_listener, -1)));
}

static int acceptDescriptor(int listener, sockaddr *address, socklen_t *length)
{
#ifdef Q_OS_LINUX
    return ::accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
    const int descriptor = ::accept(listener, address, length);
    if (descriptor != -1)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
#endif
}

static bool isExhaustion(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

void Acceptor::acceptBatch()
{
    const QPointer<Acceptor> guard(this); // the handler may stop or destroy us
    for (int i = 0; i < batchSize && guard && isStarted() && m_isEnabled; ++i) {
        sockaddr_storage address{};
        socklen_t length = sizeof address;
        SocketDescriptor connection(acceptDescriptor(
            static_cast<int>(m_listener), reinterpret_cast<sockaddr *>(&address), &length));
        if (connection.isValid()) {
            m_isExhausted = false;
            m_handler(std::move(connection), toClientKey(address));
        } else if (isExhaustion(errno)) {
            m_exhaustion.start();
            updateNotifier();
            if (!std::exchange(m_isExhausted, true))
                Q_EMIT exhausted();
            return;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return;
        }
        // Any other error is that of one connection, which is gone (accept(2)).
    }
}

#else

bool Acceptor::isAvailable() noexcept
{
    return false;
}

bool Acceptor::start(qintptr)
{
    return false;
}

void Acceptor::stop() {}

void Acceptor::acceptBatch() {}

#endif

} // namespace ConnLimit

#include "moc_acceptor_p.cpp"
