// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controlsession_p.h"
#include "controlthread_p.h"
#include "locallistener_p.h"
#include "usernames_p.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/net/limitergate_p.h>

#include <QtCore/QTimer>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#endif

namespace ConnLimit {

namespace {

#ifdef Q_OS_UNIX

/// While it lives, this thread starts threads to which no signal of the process is delivered: its
/// handlers run where the application expects them. Those of a fault stay where that happens.
class SignalsBlocked
{
public:
    SignalsBlocked()
    {
        sigset_t blocked;
        ::sigfillset(&blocked);
        for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT})
            ::sigdelset(&blocked, fault);
        ::pthread_sigmask(SIG_SETMASK, &blocked, &m_before);
    }
    ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
    SignalsBlocked(const SignalsBlocked &) = delete;
    SignalsBlocked &operator=(const SignalsBlocked &) = delete;

private:
    sigset_t m_before;
};

/// Why there is no descriptor for a thread's event loop; empty if there is. Qt ends the process if
/// it gets none there.
QString descriptorError()
{
    int descriptors[2] = {}; // a pipe, where there is no eventfd
#ifdef Q_OS_DARWIN
    if (::pipe(descriptors) != 0)
#else
    if (::pipe2(descriptors, O_CLOEXEC) != 0)
#endif
        return u"cannot start a thread: " + qt_error_string(errno);
    ::close(descriptors[0]);
    ::close(descriptors[1]);
    return {};
}

#else

class SignalsBlocked
{};

QString descriptorError()
{
    return {};
}

#endif

} // namespace

ControlThread::ControlThread(std::shared_ptr<LimiterGate> gate, QString name, QString path)
    : m_gate(std::move(gate))
    , m_name(std::move(name))
    , m_path(std::move(path))
{
    setObjectName(QStringLiteral("connlimit")); // what top -H shows
}

ControlThread::~ControlThread()
{
    quit();
    wait();
}

QString ControlThread::open()
{
    const QString error = descriptorError();
    if (!error.isEmpty())
        return error;
    {
        [[maybe_unused]] const SignalsBlocked blocked;
        start();
    }
    if (!isRunning() && !isFinished())
        return QStringLiteral("cannot start a thread");
    m_hasTried.acquire();
    return m_error;
}

void ControlThread::run()
{
    ControlService service(m_gate, m_name);
    UserNames names;
    QObject sessions; // their parent
    LocalListener listener([&](SocketDescriptor socket, const LocalListener::Peer &peer) {
        if (sessions.children().size() >= ControlServer::maximumSessions)
            return;
        const auto who = [&names, peer] { return peer.describe(names.nameOf(peer.user)); };
        new ControlSession(service, std::move(socket), who, &sessions);
    });
    m_error = listener.listen(m_path);
    const bool isOpen = listener.isListening();
    if (isOpen)
        service.tellOpened();
    m_hasTried.release();
    if (!isOpen)
        return;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer); // a coarse one may skip a second
    connect(&timer, &QTimer::timeout, &timer, [&service] { service.look(); });
    timer.start(1000);
    exec();
}

} // namespace ConnLimit

#include "moc_controlthread_p.cpp"
