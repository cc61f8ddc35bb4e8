// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "toptest.h"

#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>

/// What connlimitctl top shows, and what its keys do.
class TestCtlTop : public TopTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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
    void marksTheLimit_data();
    void marksTheLimit();
    void waitsForTheServer();
};

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

QTEST_GUILESS_MAIN(TestCtlTop)

#include "tst_ctltop.moc"
