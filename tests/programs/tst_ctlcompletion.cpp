// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"
#include "pseudoterminal.h"

#include <QtCore/QStandardPaths>

/// The completion of connlimitctl, in the shells themselves. A shell that is not here is left out.
class TestCtlCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void bash_data() { rows(); }
    void bash();
    void fish_data() { rows(); }
    void fish();
    void typed_data();
    void typed();

private:
    static void rows();
    static bool isHere(const QString &shell)
    {
        return !QStandardPaths::findExecutable(shell).isEmpty();
    }
    static QString file(const char *name)
    {
        return QStringLiteral(CONNLIMIT_COMPLETIONS "/") + QLatin1StringView(name);
    }
    static QStringList linesOf(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished())
            return {QStringLiteral("it has not ended")};
        QStringList lines;
        for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
            if (!line.isEmpty())
                lines.append(QString::fromUtf8(line).section(u'\t', 0, 0));
        }
        lines.sort();
        return lines + QStringList(QString::fromUtf8(process.readAllStandardError()).trimmed());
    }

    IsolatedRuntime m_runtime;
};

void TestCtlCompletion::initTestCase()
{
    qputenv("PATH", CONNLIMIT_BIN ":" + qgetenv("PATH"));
    qputenv("HOME", m_runtime.path().toLocal8Bit());
    qputenv("PS1", "ready> ");
}

/// What is typed behind "connlimitctl", and what the last word of it could become.
void TestCtlCompletion::rows()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *typed, const char *candidates) {
        QTest::newRow(typed) << QString::fromLatin1(typed) << words(candidates);
    };
    row("", "changes disconnect events get history list preview rule servers set show top watch");
    row("se", "servers set");
    row("rule ", "add list remove");
    row("rule a", "add");
    row("--json li", "list");
    row("-n some li", "list");
    row("-", "--help --json --name --socket --version");
    row("history -", "--help --json --name --socket --span --version");
    row("history --span ", "3600 60 600");
    row("list --sort re", "refused");
    row("list --limit ", "");
    row("get ", "dry-run ipv4-prefix ipv6-prefix max-per-client max-total rules");
    row("get max-total ma", "max-per-client");
    row("set ", "dry-run= ipv4-prefix= ipv6-prefix= max-per-client= max-total=");
    row("set max-total=1 m", "max-per-client=");
    row("set max-total=", "");
    row("set max-total=1 dry-run=", "dry-run=off dry-run=on");
    row("preview dry-run=of", "dry-run=off");
    row("rule add ", "");
    row("rule add 2001:db8::/32 ", "block exempt limit");
    row("rule add 10.0.0.0/8 limit ", "");
    row("rule add 10.0.0.0/8 limit 4 192.0.2.0/24 e", "exempt");
    row("show ", "");
    row("-n ", "other the-server");
    row("list --name=the", "--name=the-server");
    row("nothing ", "");
}

/// As readline splits a line.
static QStringList splitLine(const QString &typed)
{
    QStringList words;
    for (const QString &word : typed.split(u' ')) {
        QString rest = word;
        for (;;) {
            const auto isBreak
                = [](QChar character) { return character == u'=' || character == u':'; };
            qsizetype length = 0;
            while (length < rest.size() && isBreak(rest[length]) == isBreak(rest[0]))
                ++length;
            words.append(rest.first(length));
            rest.remove(0, length);
            if (rest.isEmpty())
                break;
        }
    }
    return words;
}

void TestCtlCompletion::bash()
{
    QFETCH(QString, typed);
    QFETCH(QStringList, words);
    if (!isHere(QStringLiteral("bash")))
        QSKIP("there is no bash");
    Server servers[2];
    QVERIFY(servers[0].start(::words("--name the-server")));
    QVERIFY(servers[1].start(::words("--name other")));
    for (QString &word : words) // bash replaces what stands behind the last = or :
        word.remove(0, word.startsWith(typed.section(u' ', -1)) && typed.contains(u'=')
                           ? typed.section(u' ', -1).lastIndexOf(u'=') + 1
                           : 0);
    words.sort();
    words.removeAll(QString());
    const QString script = u"source " + file("connlimitctl.bash")
                           + u"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _connlimitctl \"$1\";"
                             " printf '%s\\n' \"${COMPREPLY[@]}\"";
    QCOMPARE(linesOf(QStringLiteral("bash"),
                     QStringList{QStringLiteral("--norc"), QStringLiteral("-c"), script,
                                 QStringLiteral("bash"), QStringLiteral("connlimitctl")}
                         + splitLine(typed)),
             words + QStringList(QString()));
}

void TestCtlCompletion::fish()
{
    QFETCH(QString, typed);
    QFETCH(QStringList, words);
    if (!isHere(QStringLiteral("fish")))
        QSKIP("there is no fish");
    Server servers[2];
    QVERIFY(servers[0].start(::words("--name the-server")));
    QVERIFY(servers[1].start(::words("--name other")));
    words.removeAll(QString());
    words.sort();
    QCOMPARE(
        linesOf(QStringLiteral("fish"), {QStringLiteral("--no-config"), QStringLiteral("-c"),
                                         u"source " + file("connlimitctl.fish")
                                             + u"; complete -C 'connlimitctl " + typed + u"'"}),
        words + QStringList(QString()));
}

void TestCtlCompletion::typed_data()
{
    QTest::addColumn<QStringList>("shell");
    QTest::addColumn<QString>("setUp");
    QTest::newRow("bash") << ::words("bash --norc -i")
                          << QString(u"source " + file("connlimitctl.bash"));
    QTest::newRow("zsh")
        << ::words("zsh -f -i")
        << QString(u"fpath=(" + QStringLiteral(CONNLIMIT_COMPLETIONS)
                   + u" $fpath); autoload -U compinit; compinit -D -u; setopt no_auto_menu");
}

/// With the keyboard, in a terminal that can do nothing but print.
void TestCtlCompletion::typed()
{
    QFETCH(QStringList, shell);
    QFETCH(QString, setUp);
    if (!isHere(shell.constFirst()))
        QSKIP(qPrintable(u"there is no " + shell.constFirst()));
    Server server;
    QVERIFY(server.start(::words("--name the-server")));
    QDir(m_runtime.path()).mkdir(QStringLiteral("directory"));

    qputenv("TERM", "dumb");
    PseudoTerminal terminal;
    QVERIFY(terminal.start(shell, 200, 50));
    // zsh takes its time to set its completions up, and more on a machine that is busy.
    const auto shows = [&](const char *text) {
        const auto isShown
            = [&] { return terminal.screen().text().contains(QLatin1StringView(text)); };
        return QTest::qWaitFor(isShown, 60'000);
    };
    QVERIFY(shows("ready>"));
    terminal.type(setUp.toLocal8Bit() + "; echo set'-'up\n");
    QVERIFY(shows("\nset-up"));
    terminal.type("connlimitctl -n t\t");
    QVERIFY(shows("ready> connlimitctl -n the-server"));
    terminal.type("se\t\t"); // it is not clear which one
    QVERIFY(shows("servers") && shows("set"));
    terminal.type("t dr\t");
    QVERIFY(shows("-n the-server set dry-run="));
    terminal.type("of\t");
    QVERIFY(shows("-n the-server set dry-run=off"));
    terminal.type("max-p\t"); // there is a space after what is whole
    QVERIFY(shows("-n the-server set dry-run=off max-per-client="));
    terminal.type("5\n");
    QVERIFY(shows("\nmax-per-client: 10 -> 5"));
    terminal.type("connlimitctl -s ~/dir\t");
    QVERIFY(shows("ready> connlimitctl -s ~/directory/"));
}

QTEST_GUILESS_MAIN(TestCtlCompletion)

#include "tst_ctlcompletion.moc"
