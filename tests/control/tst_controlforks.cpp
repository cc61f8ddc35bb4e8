// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controltest.h"
#include "unixsocket.h"

#include <atomic>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>

using namespace ConnLimit;

/// What becomes of the channel in processes that the application starts.
class TestControlForks : public ControlServerTest
{
    Q_OBJECT

private Q_SLOTS:
    void programsInheritNothing();
    void childMayDestroyIt();
};

/// The sockets of this process that a program which it starts would have as well.
static int numInheritable()
{
    int count = 0;
    for (int descriptor = 0; descriptor < 256; ++descriptor) {
        struct stat status;
        const int flags = ::fcntl(descriptor, F_GETFD);
        count += flags != -1 && (flags & FD_CLOEXEC) == 0 && ::fstat(descriptor, &status) == 0
                 && S_ISSOCK(status.st_mode);
    }
    return count;
}

static int exitStatus(pid_t child)
{
    int status = -1;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Viewers come all the while: no child may see a socket of theirs before it is to be closed.
void TestControlForks::programsInheritNothing()
{
    const int before = numInheritable();
    std::atomic<bool> isDone = false;
    std::thread viewers([&isDone, path = m_server->path()] {
        while (!isDone)
            ::close(connectTo(path));
    });
    int leaks = 0;
    for (int i = 0; i < 2000; ++i) {
        const pid_t child = ::fork();
        if (child == 0)
            ::_exit(numInheritable() == before ? 0 : 1);
        leaks += exitStatus(child) != 0;
    }
    isDone = true;
    viewers.join();
    QCOMPARE(leaks, 0);
}

void TestControlForks::childMayDestroyIt()
{
    const pid_t child = ::fork();
    if (child == 0) {
        m_server->close();
        const bool isClosed = !m_server->isListening() && m_server->path().isEmpty();
        m_server.reset();
        ::_exit(isClosed ? 0 : 1);
    }
    int status = -1;
    const bool isGone
        = QTest::qWaitFor([&] { return ::waitpid(child, &status, WNOHANG) == child; });
    if (!isGone) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
    }
    QVERIFY(isGone && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    RawViewer raw = viewer(); // the parent has it still
    QVERIFY(raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})").contains(u"result"));
}

QTEST_GUILESS_MAIN(TestControlForks)

#include "tst_controlforks.moc"
