// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"
#include "unixsocket.h"

#include <thread>

/// connlimitctl: what it prints, and the status with which it ends.
class TestCtl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<Server>(); }

    void noServer_data();
    void noServer();
    void severalServers();
    void servers();
    void watch();
    void watchWaitsForTheServer();
    void watchEndsWithItsReader();
    void stoppedServer();
    void serverThatTellsNothing();
    void outputIsLost();
    void textOfServersIsHarmless();
    void wrongUsage_data();
    void wrongUsage();
    void help();

private:
    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
};

void TestCtl::noServer_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const char *arguments :
         {"list", "list --json", "show 127.0.0.1", "get", "set max-total=1", "top", "history",
          "events", "events --follow", "changes", "rule list", "disconnect 127.0.0.1",
          "preview max-total=1", "watch", "-n echo list", "-s /nowhere/echo.sock list"})
        QTest::newRow(arguments) << words(arguments);
}

void TestCtl::noServer()
{
    QFETCH(QStringList, arguments);
    const Result result = ctl(arguments);
    QCOMPARE(result.status, 3);
    QCOMPARE(result.out, "");
    QVERIFY2(result.err.startsWith("connlimitctl: ") && result.err.count('\n') == 1,
             result.err.constData());
}

void TestCtl::severalServers()
{
    QVERIFY(m_server->start());
    Server other;
    QVERIFY(other.start(words("--name other --max-per-client 7")));
    const Result unnamed = ctl(words("list"));
    QCOMPARE(unnamed.status, 2);
    QVERIFY2(unnamed.err.contains("echo, other"), unnamed.err.constData());
    QCOMPARE(ctl(words("-n other get max-per-client")).out, "max-per-client=7\n");
    other.kill(); // its socket stays behind, and is no server
    QCOMPARE(ctl(words("list")).status, 0);
    QCOMPARE(ctl(words("-n other list")).status, 3);
    QVERIFY(other.start(words("--name other"))); // and does not block the next
}

void TestCtl::servers()
{
    const Result none = ctl(words("servers"));
    QCOMPARE(none.status, 0);
    QCOMPARE(none.out.count('\n'), 1);
    QCOMPARE(ctl(words("servers --json")).out, "{\"servers\":[]}\n");

    QVERIFY(m_server->start());
    Server other;
    QVERIFY(other.start(words("--name other")));
    const auto clients = servedClients(other.port(), 2);
    const QList<QByteArray> lines = ctl(words("servers")).out.split('\n');
    const QByteArray pid = QByteArray::number(m_server->process().processId());
    QVERIFY2(lines[1].simplified().startsWith(QByteArray("echo " + pid + ' ')),
             lines[1].constData());
    QVERIFY2(lines[2].simplified().startsWith("other "), lines[2].constData());
    const QJsonArray json
        = ctl(words("servers --json")).json().value(QStringLiteral("servers")).toArray();
    QCOMPARE(json.size(), 2);
    QCOMPARE(json[1].toObject().value(QStringLiteral("name")).toString(), QStringLiteral("other"));
    QCOMPARE(json[1]
                 .toObject()
                 .value(QStringLiteral("totals"))
                 .toObject()
                 .value(QStringLiteral("open"))
                 .toInt(),
             2);
}

void TestCtl::watch()
{
    QVERIFY(m_server->start());
    QProcess watch;
    watch.start(programPath(QStringLiteral("connlimitctl")), words("watch --interval 0.05"));
    QByteArray seen;
    const auto sees = [&](const QByteArray &text) {
        seen += watch.readAllStandardOutput();
        return seen.contains(text);
    };
    QTRY_VERIFY(sees("echo: 0 open, 0 clients"));
    const auto clients = servedClients(m_server->port(), 2);
    QTRY_VERIFY(sees("echo: 2 open, 1 clients"));
    QVERIFY(!seen.contains('\x1b')); // no terminal, no escapes
    watch.terminate();
    QVERIFY(watch.waitForFinished());

    watch.start(programPath(QStringLiteral("connlimitctl")), words("watch --json --interval 0.05"));
    QTRY_VERIFY(watch.canReadLine());
    const QJsonObject frame = QJsonDocument::fromJson(watch.readLine()).object();
    QCOMPARE(frame.value(QStringLiteral("totals")).toObject().value(QStringLiteral("open")).toInt(),
             2);
    watch.terminate();
    QVERIFY(watch.waitForFinished());
}

void TestCtl::watchWaitsForTheServer()
{
    QVERIFY(m_server->start());
    QProcess watch;
    watch.start(programPath(QStringLiteral("connlimitctl")), words("watch --interval 0.05"));
    QByteArray out;
    QByteArray err;
    QTRY_VERIFY((out += watch.readAllStandardOutput()).contains("0 admitted"));
    m_server->kill();
    QTRY_VERIFY((err += watch.readAllStandardError()).contains("waiting for it"));
    QVERIFY(m_server->start());
    QVERIFY(Client(m_server->port()).isServed());
    QTRY_VERIFY((out += watch.readAllStandardOutput()).contains("1 admitted"));
    QCOMPARE(watch.state(), QProcess::Running);
    watch.terminate();
    QVERIFY(watch.waitForFinished());
}

void TestCtl::watchEndsWithItsReader()
{
    QVERIFY(m_server->start());
    QProcess shell;
    shell.start(QStringLiteral("/bin/sh"),
                {QStringLiteral("-c"), programPath(QStringLiteral("connlimitctl"))
                                           + u" watch --interval 0.02 | head -n 1"});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardOutput().simplified(),
             "CLIENT OPEN LIMIT SHARE STATE REFUSED MINUTE LAST REFUSED");
}

void TestCtl::stoppedServer()
{
    // It has the connection in its queue, and does not answer.
    QVERIFY(m_server->start());
    ::kill(pid_t(m_server->process().processId()), SIGSTOP);
    const Result results[] = {ctl(words("list")), ctl(words("servers"))};
    ::kill(pid_t(m_server->process().processId()), SIGCONT);
    for (const Result &result : results) {
        QCOMPARE(result.status, 3);
        QVERIFY2(result.err.contains("does not answer"), result.err.constData());
    }
}

/// A server that says who it is, and has an error for everything else, is skipped.
void TestCtl::serverThatTellsNothing()
{
    QVERIFY(m_server->start());
    const QString directory = m_runtime.path() + u"/connlimit/";
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = unixAddress(directory + u"odd.sock");
    QCOMPARE(::bind(listener, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(listener, 8), 0);
    std::thread odd([listener, real = directory + u"echo.sock"] {
        for (int viewer; (viewer = ::accept(listener, nullptr, nullptr)) != -1; ::close(viewer)) {
            const int server = connectTo(real);
            char line[4096];
            ssize_t length = ::recv(viewer, line, sizeof line, 0); // "hello", or a probe's end
            if (length > 0 && ::send(server, line, std::size_t(length), MSG_NOSIGNAL) > 0) {
                length = ::recv(server, line, sizeof line, 0);
                ::send(viewer, line, std::size_t(length), MSG_NOSIGNAL);
                length = ::recv(viewer, line, sizeof line, 0);
                const auto request
                    = QJsonDocument::fromJson(QByteArray(line, qsizetype(length))).object();
                const QByteArray answer
                    = QJsonDocument({{u"jsonrpc"_qs, u"2.0"_qs},
                                     {u"id"_qs, request.value(u"id")},
                                     {u"error"_qs, QJsonObject{{u"code"_qs, -32601},
                                                               {u"message"_qs, u"no"_qs}}}})
                          .toJson(QJsonDocument::Compact)
                      + '\n';
                ::send(viewer, answer.constData(), std::size_t(answer.size()), MSG_NOSIGNAL);
                ::recv(viewer, line, sizeof line, 0); // until it goes
            }
            ::close(server);
        }
    });
    const Result result = ctl(words("servers"));
    ::shutdown(listener, SHUT_RDWR);
    odd.join();
    ::close(listener);
    QCOMPARE(result.status, 0);
    QVERIFY2(result.out.contains("echo") && !result.out.contains("odd.sock"),
             result.out.constData());
    QVERIFY2(result.err.contains("odd.sock"), result.err.constData());
}

void TestCtl::outputIsLost()
{
    QVERIFY(m_server->start());
    const auto shell = [](const QString &command) {
        QProcess process;
        process.start(QStringLiteral("bash"),
                      {QStringLiteral("-c"), command, programPath(QStringLiteral("connlimitctl"))});
        process.waitForFinished();
        return Result{process.exitCode(), process.readAllStandardOutput(),
                      process.readAllStandardError()};
    };
    const Result full = shell(QStringLiteral("\"$0\" list >/dev/full"));
    QCOMPARE(full.status, 1);
    QVERIFY2(full.err.contains("cannot write"), full.err.constData());
    for (const char *command : {"list", "servers", "--help", "watch"}) {
        // Its reader has gone before it writes.
        const Result unread
            = shell(u"exec 3> >(:); wait $!; \"$0\" " + QLatin1StringView(command) + u" >&3");
        QCOMPARE(unread.status, 0);
        QCOMPARE(unread.err, "");
    }
}

void TestCtl::textOfServersIsHarmless()
{
    // The name of a socket is anybody's choice.
    const QString directory = m_runtime.path() + u"/connlimit";
    QVERIFY(QDir().mkpath(directory));
    const QString path = directory + u"/a\x1b]0;title\x07\u202eb\u009bc.sock";
    QVERIFY(m_server->start({QStringLiteral("--control"), path}));
    QProcess watch;
    watch.start(programPath(QStringLiteral("connlimitctl")), words("watch --interval 60"));
    QTRY_VERIFY(watch.canReadLine());
    watch.terminate();
    QVERIFY(watch.waitForFinished());
    const QByteArrayList outputs{ctl(words("servers")).out, ctl(words("servers --json")).out,
                                 ctl(words("__complete -- -n a")).out,
                                 ctl({QStringLiteral("-n"), path, QStringLiteral("list")}).err,
                                 watch.readAllStandardOutput()};
    for (const QByteArray &output : outputs) {
        QVERIFY(!output.isEmpty());
        for (const char *obeyed : {"\x1b", "\x07", "\u202e", "\u009b"})
            QVERIFY2(!output.contains(obeyed), output.toPercentEncoding().constData());
    }
    const QJsonObject json = ctl(words("servers --json")).json();
    QCOMPARE(json.value(u"servers").toArray()[0].toObject().value(u"path").toString(), path);
}

void TestCtl::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char *arguments, const char *named) {
        QTest::newRow(arguments) << words(arguments) << QByteArray(named);
    };
    row("--json", "command");
    row("lists", "lists");
    row("list 127.0.0.1", "127.0.0.1");
    row("--fast list", "fast");
    row("show", "show");
    row("show nobody", "show");
    row("show 127.0.0.1 127.0.0.2", "show");
    row("show 10.0.0.1/8", "show");
    row("get speed", "speed");
    row("set", "set");
    row("set max-per-client", "max-per-client");
    row("set speed=3", "speed");
    row("set max-per-client=", "max-per-client");
    row("set max-per-client=abc", "max-per-client");
    row("set max-per-client=-1", "max-per-client");
    row("set max-per-client=4294967296", "max-per-client");
    row("set max-total=1 max-total=2", "max-total");
    row("watch --interval 0", "interval");
    row("watch --interval soon", "interval");
    row("watch all", "all");
    row("servers all", "all");
    row("-n echo -s /x list", "-s");
    row("-s= list", "-s");
    row("top all", "all");
    row("rule", "rule");
    row("rule addd", "rule");
    row("rule add", "rule add");
    row("rule add 10.0.0.0/8", "10.0.0.0/8");
    row("rule add 10.0.0.0/8 limit", "10.0.0.0/8 limit");
    row("rule add 10.0.0.0/8 limit many", "many");
    row("rule add 10.0.0.0/8 drop", "drop");
    row("rule add 10.0.0.1/8 block", "10.0.0.0/8");
    row("rule add 10.0.0.0/33 block", "32");
    row("rule add 10.0.0.0/8 block ::1 exempt 10.0.0.0/8 exempt", "10.0.0.0/8: given twice");
    row("rule add 10.0.0.0/8 block ::ffff:10.0.0.0/104 limit 1", "given twice");
    row("rule remove", "rule remove");
    row("rule remove somebody", "somebody");
    row("preview", "preview");
    row("disconnect", "disconnect");
    row("disconnect 127.0.0.1 first", "first");
    row("history --span 0", "span");
    row("history --span 3601", "span");
    row("list --sort speed", "speed");
    row("list --limit -1", "limit");
    row("list --follow", "--follow");
    row("set max-total=1 --revision new", "revision");
    row("get --preview", "--preview");
    row("-n ../echo list", "-n");
}

void TestCtl::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, named);
    const Result result = ctl(arguments);
    QCOMPARE(result.status, 2);
    QVERIFY2(result.err.startsWith("connlimitctl: ") && result.err.contains(named),
             result.err.constData());
    QCOMPARE(result.out, "");
}

void TestCtl::help()
{
    const Result help = ctl(words("--help"));
    QCOMPARE(help.status, 0);
    for (const char *word :
         {"servers", "list", "show", "get", "set", "watch", "--json", "--interval"})
        QVERIFY2(help.out.contains(word), word);
    const Result ofList = ctl(words("list --help"));
    QCOMPARE(ofList.status, 0);
    QVERIFY(ofList.out.contains("--sort") && !ofList.out.contains("--span"));
    QVERIFY(ctl(words("--version")).out.startsWith("connlimitctl "));
}

QTEST_GUILESS_MAIN(TestCtl)

#include "tst_ctl.moc"
