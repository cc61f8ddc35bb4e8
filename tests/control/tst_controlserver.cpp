// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controltest.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QThread>

#include <cstdio>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace ConnLimit;
using namespace Qt::StringLiterals;

namespace {

const QString serveOption = QStringLiteral("--serve");

/// A socket file that nobody listens on, as a server that was killed leaves it.
void makeStaleSocket(const QString &path)
{
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un address = unixAddress(path);
    QCOMPARE(::bind(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(descriptor, 1), 0);
    ::close(descriptor);
    QVERIFY(QFileInfo::exists(path));
}

QStringList threadsOfThisProcess()
{
    QStringList names;
    const QDir tasks(QStringLiteral("/proc/self/task"));
    for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile name(tasks.filePath(task + u"/comm"));
        if (name.open(QIODevice::ReadOnly))
            names.append(QString::fromUtf8(name.readAll().trimmed()));
    }
    return names;
}

} // namespace

class TestControlServer : public ControlServerTest
{
    Q_OBJECT

private Q_SLOTS:
    void opensUnderItsName();
    void opensAtAPath();
    void socketIsForTheUserAlone();
    void otherUserIsRefused();
    void liveSocketIsNotTaken();
    void liveSocketOfAnotherKindIsNotTaken();
    void staleSocketIsReplaced();
    void killedServerDoesNotBlockTheNext();
    void badNames_data();
    void badNames();
    void badPaths_data();
    void badPaths();
    void directoryOfOthersIsNotUsed();
    void outlivesItsLimiter();
    void mayBeDestroyedByAChange();
    void livesInAnotherThread();
    void threadIsThereWhileListening();
    void answersWhileItsOwnThreadIsBusy();
    void closesBesideViewersThatAsk();
    void noDescriptorsForAThread();
    void opensInTheEvents();
};

void TestControlServer::opensUnderItsName()
{
    QVERIFY(m_server->isListening());
    QCOMPARE(m_server->name(), QStringLiteral("echo"));
    QCOMPARE(m_server->path(), m_runtime.path() + u"/connlimit/echo.sock");
    const auto found = findControlSockets();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found[0].name, QStringLiteral("echo"));
    QCOMPARE(controlSocketPath(QStringLiteral("echo")), m_server->path());

    const QString path = m_server->path();
    m_server->close();
    QVERIFY(!m_server->isListening());
    QVERIFY(m_server->path().isEmpty());
    QVERIFY(findControlSockets().isEmpty());
    QCOMPARE(QDir(QFileInfo(path).path())
                 .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot),
             QStringList());
    QVERIFY(m_server->listen(QStringLiteral("again")));
}

void TestControlServer::opensAtAPath()
{
    const QString path = m_runtime.path() + u"/my.sock";
    QVERIFY2(m_server->listen(path), qPrintable(m_server->errorString()));
    QCOMPARE(m_server->path(), path);
    QCOMPARE(m_server->name(), QStringLiteral("my"));
    QCOMPARE(controlSocketPath(path), path);
    RawViewer raw(path);
    QVERIFY(raw.isAttached());
}

void TestControlServer::socketIsForTheUserAlone()
{
    struct stat status;
    QCOMPARE(::stat(QFile::encodeName(m_server->path()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777u, 0600u);
    QCOMPARE(::stat(QFile::encodeName(runtimeDirectory()).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777u, 0700u);
}

void TestControlServer::otherUserIsRefused()
{
    if (::geteuid() != 0)
        QSKIP("to become another user takes root");
    // Even where the file's mode would let them in.
    QCOMPARE(::chmod(QFile::encodeName(m_runtime.path()).constData(), 0711), 0);
    const QString path = m_runtime.path() + u"/open.sock";
    QVERIFY2(m_server->listen(path), qPrintable(m_server->errorString()));
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0666), 0);
    const sockaddr_un address = unixAddress(path);

    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("Refused .*user 65534")));
    const pid_t child = ::fork();
    if (child == 0) {
        // 0: connected and closed without an answer.
        char byte;
        if (::setgid(65534) != 0 || ::setuid(65534) != 0)
            ::_exit(2);
        const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
        if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address)
            != 0)
            ::_exit(3);
        static const char request[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\n";
        [[maybe_unused]] const auto written
            = ::send(descriptor, request, sizeof request - 1, MSG_NOSIGNAL);
        ::_exit(::read(descriptor, &byte, 1) > 0 ? 4 : 0);
    }
    int status = -1;
    QVERIFY(QTest::qWaitFor([&] { return ::waitpid(child, &status, WNOHANG) == child; }));
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
    QCOMPARE(::chmod(QFile::encodeName(m_runtime.path()).constData(), 0700), 0);
}

void TestControlServer::liveSocketIsNotTaken()
{
    ControlServer second(m_limiter.get());
    QVERIFY(!second.listen(QStringLiteral("echo")));
    QVERIFY2(second.errorString().contains(u"running server"), qPrintable(second.errorString()));
    QVERIFY(!second.isListening());
    RawViewer raw = viewer();
    QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
}

void TestControlServer::liveSocketOfAnotherKindIsNotTaken()
{
    // A socket without our lock beside it, whose owner listens.
    const QString path = m_runtime.path() + u"/foreign.sock";
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un address = unixAddress(path);
    QCOMPARE(::bind(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(descriptor, 0), 0);
    ControlServer second(m_limiter.get());
    for (int attempt = 0; attempt < 4; ++attempt) // the queue of the other one is full in the end
        QVERIFY(!second.listen(path));
    QVERIFY(QFileInfo::exists(path));
    QVERIFY(!QFileInfo::exists(path + u".lock"));
    ::close(descriptor);
    QVERIFY(second.listen(path)); // it is stale now
}

void TestControlServer::staleSocketIsReplaced()
{
    const QString path = m_runtime.path() + u"/stale.sock";
    makeStaleSocket(path);
    QVERIFY2(m_server->listen(path), qPrintable(m_server->errorString()));
    RawViewer raw = viewer();
    QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
}

void TestControlServer::killedServerDoesNotBlockTheNext()
{
    // A process that holds lock and socket, and is killed.
    const QString path = m_runtime.path() + u"/killed.sock";
    m_server->close();
    QProcess other;
    other.start(QCoreApplication::applicationFilePath(), {serveOption, path});
    QTRY_VERIFY(other.canReadLine());
    QCOMPARE(other.readLine(), "listening\n");
    QVERIFY(!m_server->listen(path));
    other.kill();
    QVERIFY(other.waitForFinished());
    QVERIFY(QFileInfo::exists(path));
    QVERIFY2(m_server->listen(path), qPrintable(m_server->errorString()));
}

void TestControlServer::badNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("hidden") << QStringLiteral(".hidden");
    QTest::newRow("parent") << QStringLiteral("..");
    QTest::newRow("option") << QStringLiteral("-n");
    QTest::newRow("space") << QStringLiteral("a b");
    QTest::newRow("line feed") << QStringLiteral("a\n");
    QTest::newRow("escape") << QStringLiteral("a\x1b[31m");
    QTest::newRow("not ascii") << QStringLiteral("\u00e9cho");
    QTest::newRow("too long") << QString(65, u'a');
}

void TestControlServer::badNames()
{
    QFETCH(QString, name);
    QVERIFY(!m_server->listen(name));
    QVERIFY(m_server->errorString().contains(u"name"));
    QVERIFY(!m_server->isListening());
}

void TestControlServer::badPaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    const QString directory = m_runtime.path();
    QDir(directory).mkpath(QStringLiteral("a-directory.sock"));
    QDir(directory).mkpath(QStringLiteral("open"));
    ::chmod(QFile::encodeName(directory + u"/open").constData(), 0777);
    QFile file(directory + u"/a-file.sock");
    QVERIFY(file.open(QIODevice::WriteOnly));
    QFile::link(directory + u"/a-file.sock", directory + u"/a-link.sock");
    QTest::newRow("directory") << QString(directory + u"/a-directory.sock")
                               << QStringLiteral("no socket");
    QTest::newRow("file") << QString(directory + u"/a-file.sock") << QStringLiteral("no socket");
    QTest::newRow("symbolic link")
        << QString(directory + u"/a-link.sock") << QStringLiteral("no socket");
    QTest::newRow("too long") << QString(directory + u'/' + QString(120, u'x'))
                              << QStringLiteral("longer");
    QTest::newRow("no directory") << QString(directory + u"/none/x.sock")
                                  << QStringLiteral("does not exist");
    QTest::newRow("others may write")
        << QString(directory + u"/open/x.sock") << QStringLiteral("others");
}

void TestControlServer::badPaths()
{
    QFETCH(QString, path);
    QFETCH(QString, reason);
    QVERIFY(!m_server->listen(path));
    QVERIFY2(m_server->errorString().contains(reason), qPrintable(m_server->errorString()));
    QVERIFY(!QFileInfo::exists(path + u".lock"));
}

void TestControlServer::directoryOfOthersIsNotUsed()
{
    const QByteArray directory = QFile::encodeName(runtimeDirectory());
    QCOMPARE(::chmod(directory.constData(), 0755), 0);
    QVERIFY(findControlSockets().isEmpty());
    ControlServer second(m_limiter.get());
    QVERIFY(!second.listen(QStringLiteral("second")));
    QVERIFY(second.errorString().contains(u"0700"));
    QCOMPARE(::chmod(directory.constData(), 0700), 0);
}

void TestControlServer::outlivesItsLimiter()
{
    const Admission admission = m_limiter->acquire(QHostAddress(QHostAddress::LocalHost));
    m_limiter.reset();
    RawViewer raw = viewer();
    QCOMPARE(
        raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["result"_L1]["open"_L1].toInt(),
        1);
}

void TestControlServer::mayBeDestroyedByAChange()
{
    const QThread *thread = nullptr;
    connect(m_limiter.get(), &ConnectionLimiter::configChanged, this, [this, &thread] {
        thread = QThread::currentThread();
        m_server.reset();
    });
    RawViewer raw = viewer();
    raw.socket().write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"config.set\",\"params\":{"
                       "\"revision\":1,\"config\":{\"maximumConnections\":6}}}\n");
    QVERIFY(raw.waitForEnd());
    QVERIFY(!m_server);
    QCOMPARE(thread, m_limiter->thread());
    QCOMPARE(m_limiter->config().maximumConnections, 6u);
}

void TestControlServer::livesInAnotherThread()
{
    QThread thread;
    m_server->moveToThread(&thread);
    thread.start();
    RawViewer raw = viewer();
    QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
    QMetaObject::invokeMethod(
        m_server.get(), [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    QVERIFY(raw.waitForEnd());
    thread.quit();
    thread.wait();
}

void TestControlServer::threadIsThereWhileListening()
{
    m_server->close();
    QTRY_VERIFY(!threadsOfThisProcess().contains(QStringLiteral("connlimit"))); // the kernel's turn
    QVERIFY(m_server->listen(QStringLiteral("echo")));
    QCOMPARE(threadsOfThisProcess().count(QStringLiteral("connlimit")), 1);
    QVERIFY(m_server->listen(QStringLiteral("again")));
    QTRY_COMPARE(threadsOfThisProcess().count(QStringLiteral("connlimit")), 1);
    QVERIFY(!m_server->listen(QStringLiteral("not a name")));
    QVERIFY(!m_server->listen(QString(m_runtime.path() + u"/none/x.sock")));
    QTRY_VERIFY(!threadsOfThisProcess().contains(QStringLiteral("connlimit")));
}

void TestControlServer::answersWhileItsOwnThreadIsBusy()
{
    // This thread waits for the answer, and runs no event loop.
    const int descriptor = connectTo(m_server->path());
    static const char request[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\n";
    QCOMPARE(::send(descriptor, request, sizeof request - 1, 0), ssize_t(sizeof request - 1));
    char answer[512];
    const ssize_t length = ::recv(descriptor, answer, sizeof answer, 0);
    QVERIFY(QByteArrayView(answer, length).endsWith("}\n"));
    ::close(descriptor);
}

void TestControlServer::closesBesideViewersThatAsk()
{
    // At any moment: while they are accepted, read, answered and written to.
    std::vector<Admission> open;
    for (quint32 i = 0; i < 1000; ++i)
        open.push_back(m_limiter->acquire(QHostAddress(0x0a000000u + i)));
    QByteArray requests;
    for (int i = 0; i < 50; ++i)
        requests += "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"clients.list\",\"params\":{"
                    "\"count\":1000,\"filter\":\"0.0\"}}\n";
    for (int round = 0; round < 20; ++round) {
        std::vector<int> descriptors;
        for (int i = 0; i < 8; ++i) {
            descriptors.push_back(connectTo(m_server->path()));
            QCOMPARE(::send(descriptors.back(), requests.constData(), std::size_t(requests.size()),
                            MSG_NOSIGNAL),
                     requests.size());
        }
        char byte;
        if (round % 2)
            QCOMPARE(::recv(descriptors.back(), &byte, 1, 0), 1);
        if (round % 3 == 0)
            m_limiter = std::make_unique<ConnectionLimiter>(); // gone before its channel
        m_server = std::make_unique<ControlServer>(m_limiter.get());
        QVERIFY2(m_server->listen(QStringLiteral("echo")), qPrintable(m_server->errorString()));
        for (const int descriptor : descriptors)
            ::close(descriptor);
    }
}

void TestControlServer::noDescriptorsForAThread()
{
    m_server->close();
    rlimit limits;
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limits), 0);
    const rlimit low{256, limits.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
    std::vector<int> fillers;
    for (int filler; (filler = ::dup(0)) != -1;)
        fillers.push_back(filler);
    QStringList errors;
    // With none, with one, and so on.
    while (!m_server->listen(QStringLiteral("echo")) && !fillers.empty()) {
        errors.append(m_server->errorString());
        ::close(fillers.back());
        fillers.pop_back();
    }
    for (const int filler : fillers)
        ::close(filler);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limits), 0);
    QVERIFY(m_server->isListening());
    QVERIFY2(errors.size() > 2 && errors.size() < 10, qPrintable(errors.join(u'\n')));
    for (const QString &error : errors)
        QVERIFY2(error.contains(qt_error_string(EMFILE)), qPrintable(error));
}

void TestControlServer::opensInTheEvents()
{
    RawViewer raw = viewer();
    const auto events
        = raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"events.list"})")["result"_L1]["events"_L1];
    QCOMPARE(events[0]["kind"_L1].toString(), QStringLiteral("server"));
    QCOMPARE(events[0]["text"_L1].toString(), QStringLiteral("control channel echo opened"));
}

/// Serves at \a path until it is killed.
static int serve(const QString &path)
{
    ConnectionLimiter limiter;
    ControlServer server(&limiter);
    if (!server.listen(path))
        return 1;
    std::puts("listening");
    std::fflush(stdout);
    return QCoreApplication::exec();
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == serveOption)
        return serve(arguments[2]);
    TestControlServer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_controlserver.moc"
