// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

/// connlimitctl: what it prints, and the status with which it ends.
class TestCtl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<Server>(); }

    void list();
    void listOfManyClients();
    void show();
    void get();
    void set();
    void setIsAllOrNothing();
    void noServer_data();
    void noServer();
    void severalServers();
    void servers();
    void watch();
    void watchWaitsForTheServer();
    void watchEndsWithItsReader();
    void stoppedServer();
    void wrongUsage_data();
    void wrongUsage();
    void help();

private:
    static QStringList words(const char *text) { return QString::fromLatin1(text).split(u' '); }

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
};

void TestCtl::list()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    QCOMPARE(ctl(words("list")).out, "CLIENT  OPEN  LIMIT  REFUSED  LAST REFUSED\n"
                                     "0 open, 0 clients, 0 admitted, 0 refused\n");
    const auto one = servedClients(m_server->port(), 1, INADDR_LOOPBACK + 1);
    const auto three = servedClients(m_server->port(), 3);
    QVERIFY(Client(m_server->port()).isRefused());

    const Result text = ctl(words("list"));
    QCOMPARE(text.status, 0);
    const QList<QByteArray> lines = text.out.split('\n');
    QCOMPARE(lines[0].simplified(), "CLIENT OPEN LIMIT REFUSED LAST REFUSED");
    QVERIFY2(lines[1].simplified().startsWith("127.0.0.1 3 3 1 "), lines[1].constData());
    QCOMPARE(lines[2].simplified(), "127.0.0.2 1 3 0 -");
    QCOMPARE(lines[3], "4 open, 2 clients, 4 admitted, 1 refused");

    const Result json = ctl(words("list --json"));
    QCOMPARE(json.status, 0);
    const QJsonArray clients = json.json().value(QStringLiteral("clients")).toArray();
    QCOMPARE(clients.size(), 2);
    QJsonObject first = clients[0].toObject();
    QVERIFY(first.take(QStringLiteral("lastRefused")).isString());
    QCOMPARE(QJsonDocument(first).toJson(QJsonDocument::Compact),
             R"({"client":"127.0.0.1","limit":3,"open":3,"refused":1})");
    QCOMPARE(json.json()
                 .value(QStringLiteral("totals"))
                 .toObject()
                 .value(QStringLiteral("open"))
                 .toInt(),
             4);
}

void TestCtl::listOfManyClients()
{
    // More than one frame of the control channel holds.
    QVERIFY(m_server->start());
    std::vector<std::unique_ptr<Client>> clients;
    for (quint32 i = 0; i < 1100; ++i)
        clients.push_back(std::make_unique<Client>(m_server->port(), 0x7f010000u + i));
    QTRY_COMPARE(ctl(words("list --json")).json().value(QStringLiteral("clients")).toArray().size(),
                 1100);
    QSet<QString> seen;
    for (const QJsonValue &client :
         ctl(words("list --json")).json().value(QStringLiteral("clients")).toArray())
        seen.insert(client.toObject().value(QStringLiteral("client")).toString());
    QCOMPARE(seen.size(), 1100);
}

void TestCtl::show()
{
    QVERIFY(m_server->start(words("--max-per-client 1")));
    auto one = servedClients(m_server->port(), 1);
    QVERIFY(Client(m_server->port()).isRefused());
    const Result text = ctl(words("show 127.0.0.1"));
    QCOMPARE(text.status, 0);
    QVERIFY(text.out.split('\n')[1].simplified().startsWith("127.0.0.1 1 1 1 "));
    const QJsonObject json = ctl(words("show --json ::ffff:127.0.0.1")).json();
    QCOMPARE(json.value(QStringLiteral("open")).toInt(), 1);

    const Result unknown = ctl(words("show 127.0.0.2"));
    QCOMPARE(unknown.status, 1);
    QVERIFY(unknown.err.contains("127.0.0.2"));
    one.clear(); // gone, but it was refused one
    QTRY_COMPARE(ctl(words("show 127.0.0.1 --json")).json().value(QStringLiteral("open")).toInt(),
                 0);
    QCOMPARE(ctl(words("show 127.0.0.1")).status, 0);
}

void TestCtl::get()
{
    QVERIFY(m_server->start(words("--max-per-client 3 --max-total 50")));
    QCOMPARE(ctl(words("get")).out,
             "max-per-client=3\nmax-total=50\nipv4-prefix=32\nipv6-prefix=64\ndry-run=off\n");
    QCOMPARE(ctl(words("get max-total")).out, "max-total=50\n");
    const QJsonObject json = ctl(words("--json get")).json();
    QCOMPARE(json.value(QStringLiteral("config"))
                 .toObject()
                 .value(QStringLiteral("maximumConnections"))
                 .toInt(),
             50);
    QVERIFY(json.value(QStringLiteral("revision")).isDouble());
}

void TestCtl::set()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    const Result two = ctl(words("set max-per-client=20 max-total=100"));
    QCOMPARE(two.status, 0);
    QCOMPARE(two.out, "max-per-client: 3 -> 20\nmax-total: 0 -> 100\n");
    const QJsonObject json = ctl(words("set max-per-client=21 --json")).json();
    const auto limit = [&json](const QString &when) {
        return json.value(when)
            .toObject()
            .value(QStringLiteral("config"))
            .toObject()
            .value(QStringLiteral("maximumConnectionsPerClient"))
            .toInt();
    };
    QCOMPARE(limit(QStringLiteral("before")), 20);
    QCOMPARE(limit(QStringLiteral("after")), 21);
    QCOMPARE(ctl(words("set max-per-client=21")).out, "max-per-client: 21 -> 21\n");
    QCOMPARE(ctl(words("set dry-run=on max-total=7")).out,
             "dry-run: off -> on\nmax-total: 100 -> 7\n");
    QCOMPARE(ctl(words("get dry-run")).out, "dry-run=on\n");
    QCOMPARE(ctl(words("set dry-run=yes")).status, 2);
    QCOMPARE(ctl(words("set rules=1")).status, 2);
}

void TestCtl::setIsAllOrNothing()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    const Result refused = ctl(words("set max-per-client=20 ipv4-prefix=33"));
    QCOMPARE(refused.status, 1);
    QVERIFY2(refused.err.contains("ipv4PrefixLength: must be 1 to 32"), refused.err.constData());
    QCOMPARE(ctl(words("get max-per-client")).out, "max-per-client=3\n");
}

void TestCtl::noServer_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const char *arguments : {"list", "list --json", "show 127.0.0.1", "get", "set max-total=1",
                                  "watch", "-n echo list", "-s /nowhere/echo.sock list"})
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
    QCOMPARE(shell.readAllStandardOutput().simplified(), "CLIENT OPEN LIMIT REFUSED LAST REFUSED");
}

void TestCtl::stoppedServer()
{
    // It has the connection in its queue, and does not answer.
    QVERIFY(m_server->start());
    ::kill(pid_t(m_server->process().processId()), SIGSTOP);
    const Result result = ctl(words("list"));
    ::kill(pid_t(m_server->process().processId()), SIGCONT);
    QCOMPARE(result.status, 3);
    QVERIFY2(result.err.contains("does not answer"), result.err.constData());
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
    QCOMPARE(ctl(words("--version")).status, 0);
}

QTEST_GUILESS_MAIN(TestCtl)

#include "tst_ctl.moc"
