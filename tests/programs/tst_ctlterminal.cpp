// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "toptest.h"

/// How connlimitctl top gets on with its terminal: size, signals, and leaving it as it was.
class TestCtlTerminal : public TopTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void resizes();
    void quits_data();
    void quits();
    void diesBySignals_data();
    void diesBySignals();
    void stopsAndGoesOn();
    void endsWithItsTerminal();
    void isPlainElsewhere_data();
    void isPlainElsewhere();
};

void TestCtlTerminal::resizes()
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

void TestCtlTerminal::quits_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::newRow("q") << QByteArray("q");
    QTest::newRow("q while it is paused") << QByteArray("pq");
    QTest::newRow("q from a filtered list") << QByteArray("/1\rq");
}

void TestCtlTerminal::quits()
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

void TestCtlTerminal::diesBySignals_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("keys");
    QTest::newRow("Ctrl-C") << SIGINT << QByteArray("\x03");
    QTest::newRow("Ctrl-\\") << SIGQUIT << QByteArray("\x1c");
    QTest::newRow("Ctrl-C at a prompt") << SIGINT << QByteArray("/\x03");
    QTest::newRow("SIGTERM") << SIGTERM << QByteArray();
    QTest::newRow("SIGHUP") << SIGHUP << QByteArray();
}

void TestCtlTerminal::diesBySignals()
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

void TestCtlTerminal::stopsAndGoesOn()
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

void TestCtlTerminal::endsWithItsTerminal()
{
    QVERIFY(m_server->start());
    QVERIFY(startTop());
    m_terminal->hangUp();
    QTRY_VERIFY(m_terminal->status());
}

void TestCtlTerminal::isPlainElsewhere_data()
{
    QTest::addColumn<QByteArray>("shell");
    QTest::newRow("a pipe") << QByteArray("CTL top --interval 0.01 | head -n 3");
    QTest::newRow("TERM=dumb") << QByteArray("TERM=dumb CTL top --interval 0.01");
    QTest::newRow("no keys") << QByteArray("CTL top --interval 0.01 </dev/null");
}

void TestCtlTerminal::isPlainElsewhere()
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

QTEST_GUILESS_MAIN(TestCtlTerminal)

#include "tst_ctlterminal.moc"
