// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controltest.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/control/messages.h>
#include <connlimit/control/runtimedirectory.h>
#include <connlimit/net/connectionlimiter.h>

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtTest/QSignalSpy>

#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace ConnLimit;
using namespace Qt::StringLiterals;

namespace {

int codeOf(const QJsonObject &answer)
{
    return answer["error"_L1]["code"_L1].toInt();
}

/// A socket file that nobody listens on, as a server that was killed leaves it.
void makeStaleSocket(const QString &path)
{
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
    QCOMPARE(::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(descriptor, 1), 0);
    ::close(descriptor);
    QVERIFY(QFileInfo::exists(path));
}

qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd"))
        .entryList(QDir::System | QDir::Files | QDir::NoDotAndDotDot)
        .size();
}

} // namespace

class TestControlServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

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

    void answersRequests();
    void countsAndClients();
    void filters_data();
    void filters();
    void frameIsBounded();
    void configIsChanged();
    void configConflict();
    void changeIsLogged();
    void changeOfRulesIsLogged();
    void wrongRuleChangesNothing();
    void notificationHasNoAnswer();

    void badLinesGetAnError_data();
    void badLinesGetAnError();
    void splitAndJoinedLines();
    void answersAfterTheLastRequest();
    void endlessLineClosesTheSession();
    void viewerThatDoesNotRead();
    void manyRequestsAtOnce();
    void sessionsAreBounded();
    void viewersThatComeAndGo();
    void answersWithoutDescriptors();

    void outlivesItsLimiter();
    void mayBeDestroyedByAChange();
    void livesInAnotherThread();

private:
    RawViewer viewer() const { return RawViewer(m_server->path()); }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<ControlServer> m_server;
};

void TestControlServer::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_server.reset();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_server = std::make_unique<ControlServer>(m_limiter.get());
    QVERIFY2(m_server->listen(QStringLiteral("echo")), qPrintable(m_server->errorString()));
}

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
    const QString path = QStringLiteral("/tmp/connlimit-test-%1.sock").arg(::getpid());
    QVERIFY2(m_server->listen(path), qPrintable(m_server->errorString()));
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0666), 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);

    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("Refused .*user 65534")));
    const pid_t child = ::fork();
    if (child == 0) {
        // 0: connected and closed without an answer.
        char byte;
        if (::setgid(65534) != 0 || ::setuid(65534) != 0)
            ::_exit(2);
        const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
        if (::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
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
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
    QCOMPARE(::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
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
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ControlServer server(m_limiter.get());
        const char ok = server.listen(path) ? 'y' : 'n';
        [[maybe_unused]] const auto written = ::write(ready[1], &ok, 1);
        for (;;)
            ::pause();
    }
    char ok = 0;
    QCOMPARE(::read(ready[0], &ok, 1), 1);
    QCOMPARE(ok, 'y');
    QVERIFY(!m_server->listen(path));
    ::kill(child, SIGKILL);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    QVERIFY(QFileInfo::exists(path));
    QVERIFY2(m_server->listen(path), qPrintable(m_server->errorString()));
    ::close(ready[0]);
    ::close(ready[1]);
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

void TestControlServer::answersRequests()
{
    RawViewer raw = viewer();
    const QJsonObject hello
        = raw.ask(R"({"jsonrpc":"2.0","id":"a","method":"hello","params":{"protocol":1}})");
    QCOMPARE(hello["jsonrpc"_L1].toString(), QStringLiteral("2.0"));
    QCOMPARE(hello["id"_L1].toString(), QStringLiteral("a"));
    QCOMPARE(hello["result"_L1]["name"_L1].toString(), QStringLiteral("echo"));
    QCOMPARE(hello["result"_L1]["processId"_L1].toInteger(), qint64(::getpid()));
    QCOMPARE(
        codeOf(raw.ask(R"({"jsonrpc":"2.0","id":2,"method":"hello","params":{"protocol":2}})")),
        int(ControlError::Incompatible));

    const QJsonObject config = raw.ask(R"({"jsonrpc":"2.0","id":3,"method":"config.get"})");
    QCOMPARE(config["result"_L1]["revision"_L1].toInt(), 1);
    QCOMPARE(config["result"_L1]["config"_L1]["maximumConnectionsPerClient"_L1].toInt(), 100);
    QCOMPARE(
        raw.ask(R"({"jsonrpc":"2.0","id":4,"method":"totals"})")["result"_L1]["open"_L1].toInt(-1),
        0);
}

void TestControlServer::countsAndClients()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    const QHostAddress address(QStringLiteral("192.0.2.1"));
    const Admission first = m_limiter->acquire(address);
    const Admission second = m_limiter->acquire(address);
    QVERIFY(!m_limiter->acquire(address).isAdmitted());

    RawViewer raw = viewer();
    const QJsonValue list
        = raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"clients.list"})")["result"_L1];
    QCOMPARE(list["clients"_L1].toArray().size(), 1);
    const QJsonValue row = list["clients"_L1][0];
    QCOMPARE(row["client"_L1].toString(), QStringLiteral("192.0.2.1"));
    QCOMPARE(row["open"_L1].toInt(), 2);
    QCOMPARE(row["limit"_L1].toInt(), 2);
    QCOMPARE(row["refused"_L1].toInt(), 1);
    QVERIFY(row["lastRefused"_L1].isString());
    QCOMPARE(list["matching"_L1].toInt(), 1);
    QCOMPARE(list["totals"_L1]["open"_L1].toInt(), 2);
    QCOMPARE(list["totals"_L1]["clients"_L1].toInt(), 1);
    QCOMPARE(list["totals"_L1]["refusedPerClientLimit"_L1].toInt(), 1);
    QCOMPARE(list["configRevision"_L1].toInt(), 2);

    const auto get = [&raw](const QByteArray &client) {
        return raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"clients.get","params":{"client":")"
                       + client + "\"}}");
    };
    QCOMPARE(get("::ffff:192.0.2.1")["result"_L1]["open"_L1].toInt(), 2);
    QCOMPARE(get("192.0.2.2")["result"_L1]["open"_L1].toInt(-1), 0);
    QCOMPARE(codeOf(get("nobody")), int(ControlError::InvalidParams));
    QCOMPARE(get("nobody")["error"_L1]["data"_L1]["field"_L1].toString(), QStringLiteral("client"));
}

void TestControlServer::filters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *filter, const QStringList &expected) {
        QTest::newRow(*filter ? filter : "empty") << QString::fromLatin1(filter) << expected;
    };
    row("", {QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.12"), QStringLiteral("192.0.2.1"),
             QStringLiteral("2001:db8::/64")});
    row("10.0.0.1", {QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.12")});
    row("10.0.0.0/8", {QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.12")});
    row("10.0.0.1/32", {QStringLiteral("10.0.0.1")});
    row("0.2", {QStringLiteral("192.0.2.1")});
    row("DB8", {QStringLiteral("2001:db8::/64")});
    row("2001:db8::42", {QStringLiteral("2001:db8::/64")});
    row("2001:db8::/32", {QStringLiteral("2001:db8::/64")});
    row("/64", {QStringLiteral("2001:db8::/64")});
    row("<b>", {});
}

void TestControlServer::filters()
{
    QFETCH(QString, filter);
    std::vector<Admission> open;
    for (const char *address : {"10.0.0.1", "10.0.0.12", "192.0.2.1", "2001:db8::42"})
        open.push_back(m_limiter->acquire(QHostAddress(QString::fromLatin1(address))));
    const QJsonObject request{
        {QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
        {QStringLiteral("id"), 1},
        {QStringLiteral("method"), QStringLiteral("clients.list")},
        {QStringLiteral("params"),
         toJson(ClientsRequest{ClientOrder::Client, SortDirection::Ascending, filter, 0, 10})}};
    RawViewer raw = viewer();
    const QJsonValue result
        = raw.ask(QJsonDocument(request).toJson(QJsonDocument::Compact))["result"_L1];
    QStringList clients;
    for (const QJsonValue &client : result["clients"_L1].toArray())
        clients.append(client["client"_L1].toString());
    QFETCH(QStringList, expected);
    std::sort(clients.begin(), clients.end()); // IPv6 stands before IPv4, by address
    std::sort(expected.begin(), expected.end());
    QCOMPARE(clients, expected);
    QCOMPARE(result["matching"_L1].toInt(), clients.size());
}

void TestControlServer::frameIsBounded()
{
    std::vector<Admission> open;
    for (quint32 i = 0; i < 3000; ++i)
        open.push_back(m_limiter->acquire(QHostAddress(0x0a000000u + i)));
    RawViewer raw = viewer();
    const QJsonValue result = raw.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"clients.list","params":{"count":4294967295,"order":"client","direction":"ascending","offset":10}})")
                                  ["result"_L1];
    QCOMPARE(result["clients"_L1].toArray().size(), qsizetype(ClientsRequest::maximumCount));
    QCOMPARE(result["clients"_L1][0]["client"_L1].toString(), QStringLiteral("10.0.0.10"));
    QCOMPARE(result["matching"_L1].toInt(), 3000);
}

void TestControlServer::configIsChanged()
{
    QSignalSpy changed(m_limiter.get(), &ConnectionLimiter::configChanged);
    RawViewer raw = viewer();
    const QJsonValue result = raw.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":1,"config":{"maximumConnectionsPerClient":1}}})")
                                  ["result"_L1];
    QCOMPARE(result["before"_L1]["config"_L1]["maximumConnectionsPerClient"_L1].toInt(), 100);
    QCOMPARE(result["after"_L1]["config"_L1]["maximumConnectionsPerClient"_L1].toInt(), 1);
    QCOMPARE(result["after"_L1]["revision"_L1].toInt(), 2);
    QCOMPARE(m_limiter->config().maximumConnectionsPerClient, 1u);
    QCOMPARE(changed.size(), 1);
    const QHostAddress address(QStringLiteral("192.0.2.1"));
    const Admission first = m_limiter->acquire(address);
    QVERIFY(!m_limiter->acquire(address).isAdmitted());

    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("ipv4PrefixLength")));
    const QJsonObject refused = raw.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":2,"config":{"ipv4PrefixLength":33,"maximumConnections":5}}})");
    QCOMPARE(codeOf(refused), int(ControlError::InvalidParams));
    QCOMPARE(refused["error"_L1]["data"_L1]["field"_L1].toString(),
             QStringLiteral("ipv4PrefixLength"));
    QVERIFY(m_limiter->config() == Config{.maximumConnectionsPerClient = 1});
}

void TestControlServer::configConflict()
{
    RawViewer first = viewer();
    RawViewer second = viewer();
    const QByteArray change
        = R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":1,"config":{"maximumConnectionsPerClient":%1}}})";
    QVERIFY(first.ask(QByteArray(change).replace("%1", "5"))["result"_L1].isObject());
    const QJsonObject answer = second.ask(QByteArray(change).replace("%1", "6"));
    QCOMPARE(codeOf(answer), int(ControlError::Conflict));
    QCOMPARE(answer["error"_L1]["data"_L1]["current"_L1]["revision"_L1].toInt(), 2);
    QCOMPARE(
        answer["error"_L1]["data"_L1]["current"_L1]["config"_L1]["maximumConnectionsPerClient"_L1]
            .toInt(),
        5);
    QCOMPARE(m_limiter->config().maximumConnectionsPerClient, 5u);
    const QJsonObject noNumber = second.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":"2","config":{"maximumConnectionsPerClient":6}}})");
    QCOMPARE(noNumber["error"_L1]["data"_L1]["field"_L1].toString(), QStringLiteral("revision"));
    QCOMPARE(m_limiter->configRevision().revision, 2u);
    // Without a revision, it is applied to whatever is in force.
    const QJsonObject noRevision = second.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"config":{"maximumConnectionsPerClient":6}}})");
    QCOMPARE(noRevision["result"_L1]["after"_L1]["revision"_L1].toInt(), 3);
    QCOMPARE(m_limiter->config().maximumConnectionsPerClient, 6u);
}

void TestControlServer::changeIsLogged()
{
    const QString who = QStringLiteral("user %1 \\(pid %2\\)").arg(::geteuid()).arg(::getpid());
    QTest::ignoreMessage(QtInfoMsg,
                         QRegularExpression(u"echo config revision 2 by " + who
                                            + u": max-per-client 100 -> 7, max-total 0 -> 9"));
    RawViewer raw = viewer();
    QVERIFY(
        raw.ask(
               R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":1,"config":{"maximumConnectionsPerClient":7,"maximumConnections":9}}})")
            ["result"_L1]
                .isObject());
}

void TestControlServer::changeOfRulesIsLogged()
{
    m_limiter->setConfig({.rules = {{*ClientKey::fromString("10.0.0.0/8"), RuleAction::Limit, 5},
                                    {*ClientKey::fromString("::1"), RuleAction::Exempt}}});
    QTest::ignoreMessage(QtInfoMsg,
                         QRegularExpression(QStringLiteral(
                             ": rule 10.0.0.0/8 limit 5 -> limit 6, rule \\+192.0.2.1 block, "
                             "dry-run off -> on")));
    RawViewer raw = viewer();
    const QJsonObject answer = raw.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":2,"config":{"dryRun":true,"rules":[)"
        R"({"subnet":"10.0.0.0/8","action":"limit","limit":6},{"subnet":"::1","action":"exempt"},)"
        R"({"subnet":"192.0.2.1","action":"block"}]}}})");
    QVERIFY(answer["result"_L1].isObject());
    QCOMPARE(m_limiter->config().rules.size(), 3u);
    QVERIFY(m_limiter->config().dryRun);
}

void TestControlServer::wrongRuleChangesNothing()
{
    RawViewer raw = viewer();
    const auto fieldOf = [&raw](const QByteArray &rules) {
        const QByteArray request
            = R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":1,"config":)"
              R"({"maximumConnectionsPerClient":5,"rules":[)"
              + rules + "]}}}";
        return raw.ask(request)["error"_L1]["data"_L1]["field"_L1].toString();
    };
    QCOMPARE(fieldOf(R"({"subnet":"10.0.0.1/8","action":"block"})"),
             QStringLiteral("rules[0].subnet"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("rules\\[1\\].subnet")));
    QCOMPARE(fieldOf(R"({"subnet":"::1","action":"block"},{"subnet":"::1","action":"exempt"})"),
             QStringLiteral("rules[1].subnet"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("rules\\[0\\].limit")));
    QCOMPARE(fieldOf(R"({"subnet":"::1","action":"block","limit":2})"),
             QStringLiteral("rules[0].limit"));
    QVERIFY(m_limiter->config() == Config());
}

void TestControlServer::notificationHasNoAnswer()
{
    RawViewer raw = viewer();
    raw.socket().write("{\"jsonrpc\":\"2.0\",\"method\":\"totals\"}\n");
    QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":2,"method":"totals"})")["id"_L1].toInt(), 2);
}

void TestControlServer::badLinesGetAnError_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("closes");
    const auto row = [](const char *name, const QByteArray &line, int code) {
        QTest::newRow(name) << line << code << (code == ControlError::ParseError);
    };
    row("garbage", "GET / HTTP/1.1", ControlError::ParseError);
    row("half an object", "{\"jsonrpc\":", ControlError::ParseError);
    row("invalid UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}",
        ControlError::ParseError);
    row("NaN", "{\"jsonrpc\":\"2.0\",\"id\":NaN,\"method\":\"totals\"}", ControlError::ParseError);
    row("nul bytes", QByteArray(8, '\0'), ControlError::ParseError);
    row("deep nesting", QByteArray(30000, '['), ControlError::ParseError);
    row("deep but closed", QByteArray(30000, '[') + QByteArray(30000, ']'),
        ControlError::ParseError);
    row("two values", "{}{}", ControlError::ParseError);
    row("a number", "1", ControlError::ParseError); // Qt reads objects and arrays only
    row("a batch", R"([{"jsonrpc":"2.0","id":1,"method":"totals"}])", ControlError::InvalidRequest);
    row("empty object", "{}", ControlError::InvalidRequest);
    row("other version", R"({"jsonrpc":"1.0","id":1,"method":"totals"})",
        ControlError::InvalidRequest);
    row("method no string", R"({"jsonrpc":"2.0","id":1,"method":1})", ControlError::InvalidRequest);
    row("id an object", R"({"jsonrpc":"2.0","id":{},"method":"totals"})",
        ControlError::InvalidRequest);
    row("params a list", R"({"jsonrpc":"2.0","id":1,"method":"totals","params":[1]})",
        ControlError::InvalidRequest);
    row("unknown method", R"({"jsonrpc":"2.0","id":1,"method":"quit"})",
        ControlError::MethodNotFound);
    row("method of markup", R"({"jsonrpc":"2.0","id":1,"method":"<b>\u001b[31m"})",
        ControlError::MethodNotFound);
    row("unknown parameter", R"({"jsonrpc":"2.0","id":1,"method":"clients.list","params":{"x":1}})",
        ControlError::InvalidParams);
}

void TestControlServer::badLinesGetAnError()
{
    QFETCH(QByteArray, line);
    RawViewer other = viewer();
    RawViewer raw = viewer();
    const QJsonObject answer = raw.ask(line);
    QTEST(codeOf(answer), "code");
    QVERIFY(!answer["error"_L1]["message"_L1].toString().isEmpty());
    QFETCH(bool, closes);
    if (closes)
        QVERIFY(raw.waitForEnd());
    else
        QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":7,"method":"totals"})")["id"_L1].toInt(), 7);
    // Nothing else happened: the other session lives and the Config is what it was.
    QCOMPARE(other.ask(R"({"jsonrpc":"2.0","id":8,"method":"totals"})")["id"_L1].toInt(), 8);
    QCOMPARE(m_limiter->configRevision().revision, 1u);
}

void TestControlServer::splitAndJoinedLines()
{
    RawViewer raw = viewer();
    const QByteArray line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\r\n";
    for (const char byte : line) {
        raw.socket().putChar(byte);
        raw.socket().flush();
        QCoreApplication::processEvents();
    }
    QCOMPARE(raw.answer()["id"_L1].toInt(), 1);
    raw.socket().write("\n\n" + line + line + "\n");
    QCOMPARE(raw.answer()["id"_L1].toInt(), 1);
    QCOMPARE(raw.answer()["id"_L1].toInt(), 1);
}

void TestControlServer::answersAfterTheLastRequest()
{
    // As `printf ... | socat - UNIX:...` does: all requests at once, and the end right behind them.
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(m_server->path()).constData(),
             sizeof address.sun_path);
    QCOMPARE(::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    static const char requests[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\n"
                                   "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"totals\"}\n";
    QCOMPARE(::send(descriptor, requests, sizeof requests - 1, 0), ssize_t(sizeof requests - 1));
    QCOMPARE(::shutdown(descriptor, SHUT_WR), 0);
    QByteArray answers;
    QTRY_VERIFY([&] {
        char bytes[4096];
        const ssize_t length = ::recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT);
        if (length > 0)
            answers.append(bytes, length);
        return length == 0;
    }());
    QCOMPARE(answers.count('\n'), 2);
    QVERIFY(answers.contains("\"id\":1") && answers.contains("\"id\":2"));
    ::close(descriptor);
}

void TestControlServer::endlessLineClosesTheSession()
{
    RawViewer raw = viewer();
    QByteArray longest = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"";
    longest += QByteArray(ControlServer::maximumLineLength - longest.size() - 2, ' ') + '}';
    QCOMPARE(raw.ask(longest)["id"_L1].toInt(), 1);

    RawViewer other = viewer(); // a line feed at the end does not make it short enough
    QCOMPARE(codeOf(other.ask(longest + ' ')), int(ControlError::ParseError));
    QVERIFY(other.waitForEnd());

    const QByteArray block(1 << 20, 'x');
    for (int i = 0; i < 100 && raw.isAttached(); ++i) {
        raw.socket().write(block);
        QVERIFY(
            waitUntil([&raw] { return !raw.isAttached() || raw.socket().bytesToWrite() == 0; }));
    }
    QVERIFY(raw.waitForEnd());
}

void TestControlServer::viewerThatDoesNotRead()
{
    // Raw, because a QLocalSocket reads by itself. It asks for frames and never takes one.
    std::vector<Admission> open;
    for (quint32 i = 0; i < 1000; ++i)
        open.push_back(m_limiter->acquire(QHostAddress(0x0a000000u + i)));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(m_server->path()).constData(),
             sizeof address.sun_path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    QCOMPARE(::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    const QByteArray request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"clients.list\","
                               "\"params\":{\"count\":1000}}\n";
    qint64 sent = 0;
    RawViewer other = viewer();
    // Until the server has stopped reading, because its socket buffer and the kernel's are full.
    for (int stalled = 0; stalled < 50;) {
        const ssize_t written
            = ::send(descriptor, request.constData(), std::size_t(request.size()), MSG_NOSIGNAL);
        stalled = written == request.size() ? 0 : stalled + 1;
        sent += written == request.size();
        QCOMPARE(other.ask(R"({"jsonrpc":"2.0","id":8,"method":"totals"})")["id"_L1].toInt(), 8);
        QVERIFY(sent < 20000);
    }
    ::close(descriptor);
}

void TestControlServer::manyRequestsAtOnce()
{
    RawViewer greedy = viewer();
    RawViewer other = viewer();
    QByteArray requests;
    for (int i = 0; i < 10000; ++i)
        requests
            += "{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(i) + ",\"method\":\"totals\"}\n";
    greedy.socket().write(requests);
    // The other one is served between: long before the last of the 10,000.
    QCOMPARE(other.ask(R"({"jsonrpc":"2.0","id":8,"method":"totals"})")["id"_L1].toInt(), 8);
    int answered = 0;
    for (; answered < 10000; ++answered) {
        const QJsonObject answer = greedy.answer();
        QCOMPARE(answer["id"_L1].toInt(-1), answered);
    }
}

void TestControlServer::sessionsAreBounded()
{
    std::vector<std::unique_ptr<RawViewer>> viewers;
    for (int i = 0; i < ControlServer::maximumSessions; ++i) {
        viewers.push_back(std::make_unique<RawViewer>(m_server->path()));
        QCOMPARE(
            viewers.back()->ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(),
            1);
    }
    RawViewer tooMany = viewer();
    QVERIFY(tooMany.waitForEnd());
    viewers.pop_back();
    QVERIFY(QTest::qWaitFor([this] {
        RawViewer next = viewer();
        return next.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt() == 1;
    }));
}

void TestControlServer::viewersThatComeAndGo()
{
    const qsizetype before = openDescriptors();
    for (int i = 0; i < 500; ++i) {
        RawViewer raw = viewer();
        if (i % 2)
            QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
    }
    QTRY_COMPARE(openDescriptors(), before);
}

void TestControlServer::answersWithoutDescriptors()
{
    RawViewer first = viewer();
    QCOMPARE(first.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
    RawViewer second(QString{}); // its descriptor is taken before they run out
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(m_server->path()).constData(),
             sizeof address.sun_path);

    rlimit limits;
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limits), 0);
    std::vector<int> fillers;
    const rlimit low{256, limits.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
    for (int filler; (filler = ::dup(0)) != -1;)
        fillers.push_back(filler);

    // The descriptor in reserve lets one in.
    QCOMPARE(::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    static const char request[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\n";
    QCOMPARE(::send(descriptor, request, sizeof request - 1, MSG_NOSIGNAL),
             ssize_t(sizeof request - 1));
    char byte = 0;
    QTRY_COMPARE(::recv(descriptor, &byte, 1, 0), 1);

    for (const int filler : fillers)
        ::close(filler);
    ::close(descriptor);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limits), 0);
    RawViewer later = viewer();
    QCOMPARE(later.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
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
    connect(m_limiter.get(), &ConnectionLimiter::configChanged, this, [this] { m_server.reset(); });
    RawViewer raw = viewer();
    raw.socket().write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"config.set\",\"params\":{"
                       "\"revision\":1,\"config\":{\"maximumConnections\":6}}}\n");
    QVERIFY(raw.waitForEnd());
    QVERIFY(!m_server);
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

QTEST_GUILESS_MAIN(TestControlServer)

#include "tst_controlserver.moc"
