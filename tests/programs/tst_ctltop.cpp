// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"
#include "pseudoterminal.h"

#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>

/// connlimitctl top, on a real pseudo terminal.
class TestCtlTop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TERM", "xterm-256color"); }
    void init();
    void cleanup();

    void showsClients();
    void asksForTheRowsThatFit();
    void sorts();
    void scrolls();
    void filters();
    void saysWhatIsWrongWithAFilter();
    void showsTheRefused();
    void pauses();
    void changesTheInterval();
    void helps();
    void resizes();
    void marksTheLimit_data();
    void marksTheLimit();
    void quits_data();
    void quits();
    void diesBySignals_data();
    void diesBySignals();
    void stopsAndGoesOn();
    void endsWithItsTerminal();
    void waitsForTheServer();
    void isPlainElsewhere_data();
    void isPlainElsewhere();

private:
    bool startTop(const QStringList &arguments = {}, int columns = 100, int rows = 30);
    /// The first words of the lines that show clients.
    QStringList clients() const;

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<PseudoTerminal> m_terminal;
};

void TestCtlTop::init()
{
    qunsetenv("NO_COLOR");
    m_server = std::make_unique<Server>();
    m_terminal = std::make_unique<PseudoTerminal>();
}

void TestCtlTop::cleanup()
{
    QCOMPARE(m_terminal->screen().unknown(), QStringList());
    m_terminal.reset();
    m_server.reset();
}

bool TestCtlTop::startTop(const QStringList &arguments, int columns, int rows)
{
    const QStringList command{programPath(QStringLiteral("connlimitctl")), QStringLiteral("top"),
                              QStringLiteral("--interval"), QStringLiteral("0.05")};
    return m_terminal->start(command + arguments, columns, rows)
           && QTest::qWaitFor([this] { return m_terminal->screen().line(-1).contains(u" of "); },
                              20000);
}

QStringList TestCtlTop::clients() const
{
    QStringList clients;
    for (const QString &line : m_terminal->screen().lines()) {
        if (line.startsWith(u"127."))
            clients.append(line.section(u' ', 0, 0));
    }
    return clients;
}

void TestCtlTop::showsClients()
{
    QVERIFY(m_server->start(words("--max-per-client 4 --max-total 50")));
    const Clients three = connectFrom(m_server->port(), {1, 4, 2});
    QVERIFY(Client(m_server->port(), 0x7f000002u).isRefused());
    QVERIFY(startTop());
    const Screen &screen = m_terminal->screen();
    QVERIFY(screen.isAlternate());
    QVERIFY(!screen.isCursorShown());
    QVERIFY(!m_terminal->isCooked());
    QVERIFY2(
        screen.line(0).startsWith(u"echo  pid " + QString::number(m_server->process().processId())),
        qPrintable(screen.line(0)));
    QTRY_VERIFY2(screen.line(1).startsWith(u"7 of 50 open  3 clients  1 refused "),
                 qPrintable(screen.line(1)));
    QTRY_COMPARE(screen.line(2), QStringLiteral("limit 4 a client"));
    QCOMPARE(screen.line(3).simplified(),
             QStringLiteral("CLIENT OPEN LIMIT SHARE STATE REFUSED MINUTE LAST REFUSED"));
    QVERIFY2(screen.line(4).simplified().startsWith(u"127.0.0.2 4 4 100% full 1 "),
             qPrintable(screen.line(4)));
    QCOMPARE(screen.line(5).simplified(), QStringLiteral("127.0.0.3 2 4 50% - 0 0 -"));
    QCOMPARE(screen.line(-1), QStringLiteral("1-3 of 3  by open, falling  h help"));

    const auto more = servedClients(m_server->port(), 2, 0x7f000001u);
    QTRY_VERIFY(screen.line(1).startsWith(u"9 of 50 open"));
    QCOMPARE(ctl(words("set max-total=9 dry-run=on")).status, 0);
    QTRY_VERIFY(screen.line(2).contains(u"dry run"));
    QCOMPARE(ctl(words("set dry-run=off")).status, 0);
    QTRY_VERIFY(screen.line(1).startsWith(u"9 of 9 open (full)"));
}

void TestCtlTop::asksForTheRowsThatFit()
{
    QVERIFY(m_server->start());
    const Clients clients = connectFrom(m_server->port(), QList<int>(40, 1));
    QSet<int> counts;
    QLocalServer listener; // between top and the server
    QVERIFY(listener.listen(m_runtime.path() + u"/between"));
    connect(&listener, &QLocalServer::newConnection, this, [&] {
        QLocalSocket *top = listener.nextPendingConnection();
        auto server = new QLocalSocket(top);
        server->connectToServer(m_runtime.path() + u"/connlimit/echo.sock");
        connect(top, &QLocalSocket::readyRead, server, [&counts, top, server] {
            while (top->canReadLine()) {
                const QByteArray line = top->readLine();
                const QJsonObject params = QJsonDocument::fromJson(line)
                                               .object()
                                               .value(QStringLiteral("params"))
                                               .toObject();
                if (params.contains(QStringLiteral("count")))
                    counts.insert(params.value(QStringLiteral("count")).toInt());
                server->write(line);
            }
        });
        connect(server, &QLocalSocket::readyRead, top,
                [top, server] { top->write(server->readAll()); });
    });
    QVERIFY(startTop({QStringLiteral("-s"), listener.fullServerName()}, 80, 25));
    QCOMPARE(clients.size(), 40u);
    QCOMPARE(this->clients().size(), 20);
    QCOMPARE(m_terminal->screen().line(-1), QStringLiteral("1-20 of 40  by open, falling  h help"));
    QCOMPARE(counts, QSet<int>{20});
    counts.clear();
    m_terminal->resize(80, 15);
    QTRY_COMPARE(m_terminal->screen().line(-1),
                 QStringLiteral("1-10 of 40  by open, falling  h help"));
    counts.clear();
    QTRY_COMPARE(counts, QSet<int>{10});
}

void TestCtlTop::sorts()
{
    QVERIFY(m_server->start(words("--max-per-client 5")));
    const Clients three = connectFrom(m_server->port(), {3, 1, 5});
    QCOMPARE(ctl(words("rule add 127.0.0.2 limit 1")).status, 0);
    QVERIFY(Client(m_server->port(), 0x7f000002u).isRefused());
    QVERIFY(startTop());
    const auto order = [this](const char *places) {
        QStringList wanted;
        for (const char place : QByteArray(places))
            wanted.append(u"127.0.0." + QLatin1Char(place));
        return clients() == wanted;
    };
    QTRY_VERIFY(order("312"));
    m_terminal->type("R");
    QTRY_VERIFY(order("213"));
    QVERIFY(m_terminal->screen().line(-1).contains(u"by open, rising"));
    m_terminal->type("c");
    QTRY_VERIFY(order("123"));
    m_terminal->type("r");
    QTRY_VERIFY(order("213"));
    m_terminal->type("t");
    QTRY_VERIFY(m_terminal->screen().line(-1).contains(u"by last-refused, falling"));
    QVERIFY(order("213"));
    m_terminal->type("l");
    QTRY_VERIFY(order("132"));
    m_terminal->type("s");
    QTRY_VERIFY(order("231"));
    m_terminal->type("m");
    QTRY_VERIFY(m_terminal->screen().line(-1).contains(u"by minute, falling"));
    m_terminal->type("o");
    QTRY_VERIFY(order("312"));
    m_terminal->type("x");
    QTRY_VERIFY(m_terminal->screen().line(-1).startsWith(u"No such key"));
}

void TestCtlTop::scrolls()
{
    QVERIFY(m_server->start());
    const Clients all = connectFrom(m_server->port(), QList<int>(50, 1));
    QVERIFY(startTop({QStringLiteral("--sort"), QStringLiteral("client")}, 80, 25));
    const auto isAt = [this](int first) {
        return m_terminal->screen().line(-1).startsWith(
                   QStringLiteral("%1-%2 of 50 ").arg(first).arg(first + 19))
               && clients().value(0) == QStringLiteral("127.0.0.%1").arg(first);
    };
    QVERIFY(isAt(1));
    m_terminal->type("\x1b[B\x1b[B");
    QTRY_VERIFY(isAt(3));
    m_terminal->type("\x1b[A");
    QTRY_VERIFY(isAt(2));
    m_terminal->type("\x1b[6~");
    QTRY_VERIFY(isAt(22));
    m_terminal->type("\x1b[F");
    QTRY_VERIFY(isAt(31));
    m_terminal->type("\x1b[5~");
    QTRY_VERIFY(isAt(11));
    m_terminal->type("\x1bOH");
    QTRY_VERIFY(isAt(1));
    m_terminal->type("\x1b[4~\x1b[6~\x1bOB");
    QTRY_VERIFY(isAt(31));
    m_terminal->type("\x1b[1;5C"); // Ctrl-Right, which is nothing here
    m_terminal->type("\x1b[5~");
    QTRY_VERIFY(isAt(11));
}

void TestCtlTop::filters()
{
    QVERIFY(m_server->start());
    const Clients all = connectFrom(m_server->port(), QList<int>(12, 1));
    QVERIFY(startTop());
    m_terminal->type("/127.0.0.1");
    QTRY_COMPARE(clients().size(), 4); // 1, 10, 11, 12
    QCOMPARE(m_terminal->screen().line(-1), QStringLiteral("filter: 127.0.0.1"));
    QVERIFY(m_terminal->screen().isCursorShown());
    m_terminal->type("1x\x7f\r");
    QTRY_COMPARE(clients(), QStringList{QStringLiteral("127.0.0.11")});
    QTRY_COMPARE(m_terminal->screen().line(-1),
                 QStringLiteral("1-1 of 1  by open, falling  filter 127.0.0.11  h help"));
    QVERIFY(!m_terminal->screen().isCursorShown());
    m_terminal->type("/nobody");
    QTRY_COMPARE(clients().size(), 0);
    m_terminal->type("\x1b"); // takes back what was typed
    QTRY_COMPARE(clients(), QStringList{QStringLiteral("127.0.0.11")});
    m_terminal->type("/" + QByteArray(20, '\x7f') + "127.0.0.0/29\r");
    QTRY_COMPARE(clients().size(), 7);
}

void TestCtlTop::saysWhatIsWrongWithAFilter()
{
    QVERIFY(m_server->start());
    const Clients all = connectFrom(m_server->port(), QList<int>(12, 1));
    QVERIFY(startTop());
    const Screen &screen = m_terminal->screen();
    const QString reason
        = QStringLiteral("must not have address bits behind its prefix; the subnet is 127.0.0.0/8");
    m_terminal->type("/127.0.0.1/8");
    QTRY_COMPARE(screen.line(-2), reason);
    QCOMPARE(screen.line(-1), QStringLiteral("filter: 127.0.0.1/8"));
    m_terminal->type("\r"); // is kept all the same
    QTRY_VERIFY(screen.line(-1).endsWith(u"  filter 127.0.0.1/8  h help"));
    QCOMPARE(screen.line(-2), reason);
    m_terminal->type("/" + QByteArray(3, '\x7f') + "0/29\r");
    QTRY_COMPARE(clients().size(), 7);
    QTRY_COMPARE(screen.line(-2), QString());
    QVERIFY(!m_terminal->status());
}

void TestCtlTop::showsTheRefused()
{
    QVERIFY(m_server->start());
    QCOMPARE(ctl(words("rule add 127.0.0.9 block")).status, 0);
    QVERIFY(Client(m_server->port(), 0x7f000009u).isRefused());
    const Clients one = connectFrom(m_server->port(), {1});
    QVERIFY(startTop());
    QCOMPARE(clients(), QStringList{QStringLiteral("127.0.0.1")});
    m_terminal->type("a");
    QTRY_COMPARE(clients().size(), 2);
    QVERIFY(m_terminal->screen().text().contains(QStringLiteral("blocked")));
    QVERIFY(m_terminal->screen().line(-1).contains(u"with refused"));
    m_terminal->type("a");
    QTRY_COMPARE(clients().size(), 1);
}

void TestCtlTop::pauses()
{
    QVERIFY(m_server->start());
    QVERIFY(startTop());
    for (const char *key : {"p", " "}) {
        m_terminal->type(key);
        QTRY_VERIFY(m_terminal->screen().line(-1).startsWith(u"paused"));
        const QString before = m_terminal->screen().line(1);
        const Clients one = connectFrom(m_server->port(), {1});
        // Many of its intervals later.
        QTRY_VERIFY(ctl(words("list")).out.contains("1 open"));
        QCOMPARE(m_terminal->screen().line(1), before);
        m_terminal->type(key);
        QTRY_VERIFY(m_terminal->screen().line(1).startsWith(u"1 open"));
        m_terminal->type(key); // as it is at the end
        m_terminal->type(key);
        QTRY_VERIFY(!m_terminal->screen().line(-1).startsWith(u"paused"));
    }
}

void TestCtlTop::changesTheInterval()
{
    QVERIFY(m_server->start());
    QVERIFY(startTop());
    m_terminal->type("d0");
    QTRY_COMPARE(m_terminal->screen().line(-1), QStringLiteral("seconds between two looks: 0"));
    m_terminal->type("\r");
    QTRY_VERIFY(m_terminal->screen().line(-1).startsWith(u"Not a number of seconds"));
    m_terminal->type("d\x1b"); // and nothing has happened
    QTRY_VERIFY(m_terminal->screen().line(-1).startsWith(u"0-0 of 0"));
    m_terminal->type("d86400\r");
    QTRY_VERIFY(m_terminal->screen().line(-1).startsWith(u"0-0 of 0"));
    const Clients one = connectFrom(m_server->port(), {1});
    QTRY_VERIFY(ctl(words("list")).out.contains("1 open"));
    QVERIFY(m_terminal->screen().line(1).startsWith(u"0 open"));
    m_terminal->type("\x0c"); // Ctrl-L looks at once
    QTRY_VERIFY(m_terminal->screen().line(1).startsWith(u"1 open"));
}

void TestCtlTop::helps()
{
    QVERIFY(m_server->start());
    QVERIFY(startTop({}, 40, 24));
    for (const char *key : {"h", "?"}) {
        m_terminal->type(key);
        QTRY_COMPARE(m_terminal->screen().line(0), QStringLiteral("The keys of connlimitctl top"));
        for (const QString &line : m_terminal->screen().lines())
            QVERIFY2(line.size() < 40, qPrintable(line)); // nothing is cut
        QVERIFY(m_terminal->screen().text().contains(QStringLiteral("Any key goes back.")));
        m_terminal->type("q"); // not more than that
        QTRY_VERIFY(m_terminal->screen().line(0).startsWith(u"echo"));
    }
    QVERIFY(!m_terminal->status());
}

void TestCtlTop::resizes()
{
    QVERIFY(m_server->start(words("--max-per-client 2")));
    const Clients all = connectFrom(m_server->port(), QList<int>(30, 2));
    QVERIFY(startTop({}, 100, 20));
    QCOMPARE(clients().size(), 15);
    m_terminal->resize(40, 12);
    QTRY_COMPARE(clients().size(), 7);
    QTRY_VERIFY(m_terminal->screen().line(-1).startsWith(u"1-7 of 30"));
    const QString header = m_terminal->screen().line(3).simplified();
    QVERIFY2(header.startsWith(u"CLIENT OPEN LIMIT STATE"), qPrintable(header));
    QVERIFY(m_terminal->screen().line(4).contains(u"full"));
    m_terminal->resize(20, 3); // too small for anything, but it goes on
    QTRY_VERIFY(m_terminal->screen().line(2).startsWith(u"1-1 of 30"));
    m_terminal->resize(120, 40);
    QTRY_COMPARE(clients().size(), 30);
    QTRY_VERIFY(m_terminal->screen().line(-1).startsWith(u"1-30 of 30"));
}

void TestCtlTop::marksTheLimit_data()
{
    QTest::addColumn<QByteArray>("noColor");
    QTest::addColumn<bool>("isColoured");
    QTest::newRow("colours") << QByteArray() << true;
    QTest::newRow("NO_COLOR=1") << QByteArray("1") << false;
}

void TestCtlTop::marksTheLimit()
{
    QFETCH(QByteArray, noColor);
    QFETCH(bool, isColoured);
    if (!noColor.isEmpty())
        qputenv("NO_COLOR", noColor);
    QVERIFY(m_server->start(words("--max-per-client 5")));
    const Clients three = connectFrom(m_server->port(), {5, 4, 1});
    QVERIFY(startTop());
    QVERIFY(m_terminal->screen().line(4).contains(u" full"));
    QVERIFY(m_terminal->screen().line(5).contains(u" near"));
    QCOMPARE(m_terminal->screen().isColoured(), isColoured);
    QCOMPARE(ctl(words("set max-per-client=3")).status, 0);
    QTRY_VERIFY(m_terminal->screen().line(4).contains(u" over"));
}

void TestCtlTop::quits_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::newRow("q") << QByteArray("q");
    QTest::newRow("q while it is paused") << QByteArray("pq");
    QTest::newRow("q from a filtered list") << QByteArray("/1\rq");
}

void TestCtlTop::quits()
{
    QFETCH(QByteArray, keys);
    QVERIFY(m_server->start());
    QVERIFY(startTop());
    m_terminal->type(keys);
    QTRY_VERIFY(m_terminal->status());
    QCOMPARE(*m_terminal->status(), 0);
    QVERIFY(m_terminal->isCooked());
    QTRY_VERIFY(!m_terminal->screen().isAlternate());
    QVERIFY(m_terminal->screen().isCursorShown());
    QVERIFY(m_terminal->screen().isWrapping());
    QCOMPARE(m_terminal->screen().text().trimmed(), QString()); // as it was before
}

void TestCtlTop::diesBySignals_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("keys");
    QTest::newRow("Ctrl-C") << SIGINT << QByteArray("\x03");
    QTest::newRow("Ctrl-\\") << SIGQUIT << QByteArray("\x1c");
    QTest::newRow("Ctrl-C at a prompt") << SIGINT << QByteArray("/\x03");
    QTest::newRow("SIGTERM") << SIGTERM << QByteArray();
    QTest::newRow("SIGHUP") << SIGHUP << QByteArray();
}

void TestCtlTop::diesBySignals()
{
    QFETCH(int, signal);
    QFETCH(QByteArray, keys);
    QVERIFY(m_server->start());
    QVERIFY(startTop());
    if (keys.isEmpty())
        ::kill(m_terminal->process(), signal);
    else
        m_terminal->type(keys);
    QTRY_VERIFY(m_terminal->status());
    QVERIFY(WIFSIGNALED(*m_terminal->status()));
    QCOMPARE(WTERMSIG(*m_terminal->status()), signal);
    QVERIFY(m_terminal->isCooked());
    QTRY_VERIFY(!m_terminal->screen().isAlternate());
    QVERIFY(m_terminal->screen().isCursorShown());
}

void TestCtlTop::stopsAndGoesOn()
{
    // Ctrl-Z needs a shell that it goes back to.
    QVERIFY(m_server->start());
    qputenv("PS1", "ready> ");
    QVERIFY(m_terminal->start({QStringLiteral("bash"), QStringLiteral("--norc"),
                               QStringLiteral("--noediting"), QStringLiteral("-i")}));
    const Screen &screen = m_terminal->screen();
    QTRY_VERIFY(screen.text().contains(QStringLiteral("ready>")));
    m_terminal->type(programPath(QStringLiteral("connlimitctl")).toLocal8Bit() + " top\n");
    for (int i = 0; i < 3; ++i) {
        QTRY_VERIFY(screen.isAlternate());
        QTRY_VERIFY(screen.line(-1).contains(u" of "));
        QVERIFY(!m_terminal->isCooked());
        m_terminal->type("\x1a");
        QTRY_VERIFY(!screen.isAlternate());
        QTRY_VERIFY(screen.text().count(QStringLiteral("Stopped")) == i + 1);
        QVERIFY(screen.isCursorShown());
        m_terminal->type("stty -a | grep -wo -- -icanon || echo line by line\n");
        // Once as it is typed, once as it is said.
        QTRY_COMPARE(screen.text().count(QStringLiteral("line by line")), 2 * (i + 1));
        m_terminal->type("fg\n");
    }
    QTRY_VERIFY(screen.isAlternate());
    QTRY_VERIFY(screen.line(-1).contains(u" of "));
    m_terminal->type("q");
    QTRY_VERIFY(!screen.isAlternate());
    QTRY_VERIFY(m_terminal->isCooked()); // or else what is typed is not echoed
    m_terminal->type("echo status $?\n");
    QTRY_VERIFY(screen.text().contains(QStringLiteral("status 0")));
}

void TestCtlTop::endsWithItsTerminal()
{
    QVERIFY(m_server->start());
    QVERIFY(startTop());
    m_terminal->hangUp();
    QTRY_VERIFY(m_terminal->status());
}

void TestCtlTop::waitsForTheServer()
{
    QVERIFY(m_server->start());
    QVERIFY(startTop());
    m_server->kill();
    const Screen &screen = m_terminal->screen();
    QTRY_VERIFY2(screen.line(-1).endsWith(u"; waiting for it"), qPrintable(screen.line(-1)));
    m_terminal->type("h"); // and the keys still do what they do
    QTRY_VERIFY(screen.line(0).startsWith(u"The keys"));
    m_terminal->type("h");
    QTRY_VERIFY(screen.line(-1).endsWith(u"; waiting for it"));
    QVERIFY(m_server->start(words("--max-per-client 77")));
    const Clients one = connectFrom(m_server->port(), {1});
    QTRY_COMPARE(clients(), QStringList{QStringLiteral("127.0.0.1")});
    QTRY_COMPARE(screen.line(2), QStringLiteral("limit 77 a client"));
    QVERIFY(screen.line(0).contains(QString::number(m_server->process().processId())));
}

void TestCtlTop::isPlainElsewhere_data()
{
    QTest::addColumn<QByteArray>("shell");
    QTest::newRow("a pipe") << QByteArray("CTL top --interval 0.01 | head -n 3");
    QTest::newRow("TERM=dumb") << QByteArray("TERM=dumb CTL top --interval 0.01");
    QTest::newRow("no keys") << QByteArray("CTL top --interval 0.01 </dev/null");
}

void TestCtlTop::isPlainElsewhere()
{
    QFETCH(QByteArray, shell);
    QVERIFY(m_server->start());
    const QString command = QString::fromLatin1(shell).replace(
        QStringLiteral("CTL"), programPath(QStringLiteral("connlimitctl")));
    QVERIFY(m_terminal->start({QStringLiteral("sh"), QStringLiteral("-c"), command}));
    QTRY_VERIFY(m_terminal->screen().text().contains(
        QStringLiteral("echo: 0 open, 0 clients, 0 admitted, 0 refused")));
    QVERIFY(!m_terminal->screen().isAlternate());
    QVERIFY(m_terminal->isCooked());
}

QTEST_GUILESS_MAIN(TestCtlTop)

#include "tst_ctltop.moc"
