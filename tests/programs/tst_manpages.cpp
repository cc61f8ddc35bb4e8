// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>

/// The manual pages: well-formed, and about the same as --help.
class TestManPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forms_data() { rows(); }
    void forms();
    void options_data() { rows(); }
    void options();
    void commands();
    void keys();
    void columns();

private:
    static void rows();
    static QString page(const QString &program)
    {
        return QStringLiteral(CONNLIMIT_MAN "/") + program + u".1";
    }
    static QStringList linesOf(const QString &program)
    {
        QFile file(page(program));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).split(u'\n')
                                              : QStringList();
    }
    /// The lines of connlimitctl's page that begin with ".It", from one section to the next.
    static QStringList itemsOf(const QString &section)
    {
        const QStringList lines = linesOf(QStringLiteral("connlimitctl"));
        const qsizetype from = lines.indexOf(u".Sh " + section) + 1;
        QStringList items;
        for (qsizetype i = from; i > 0 && i < lines.size() && !lines[i].startsWith(u".Sh"); ++i) {
            if (lines[i].startsWith(u".It "))
                items.append(lines[i].sliced(4));
        }
        return items;
    }
    static QStringList help(const QString &program)
    {
        return QString::fromUtf8(run(program, {QStringLiteral("--help")}).out).split(u'\n');
    }
    /// What the line of the help that begins with \a start has behind it.
    static QStringList helpList(const QStringList &arguments, QStringView start)
    {
        for (const QString &line : QString::fromUtf8(ctl(arguments).out).split(u'\n')) {
            if (line.startsWith(start))
                return line.sliced(start.size()).remove(u'.').trimmed().split(QStringLiteral(", "));
        }
        return {};
    }
};

void TestManPages::rows()
{
    QTest::addColumn<QString>("program");
    for (const char *program :
         {"connlimitctl", "connlimit-echo", "connlimit-crowd", "connlimit-dashboard"})
        QTest::newRow(program) << QString::fromLatin1(program);
}

void TestManPages::forms()
{
    QFETCH(QString, program);
    bool isChecked = false;
    for (const QStringList &checker :
         {words("mandoc -T lint -W style"), words("man -E UTF-8 -l --warnings")}) {
        if (QStandardPaths::findExecutable(checker.constFirst()).isEmpty())
            continue;
        QProcess process;
        process.start(checker.constFirst(), checker.sliced(1) + QStringList{page(program)});
        QVERIFY(process.waitForFinished());
        QByteArray messages = process.readAllStandardError();
        if (checker.constFirst() == u"mandoc")
            messages += process.readAllStandardOutput();
        else
            QVERIFY(process.readAllStandardOutput().contains(program.toLatin1()));
        for (const QByteArray &message : messages.split('\n')) {
            // The others are not installed yet.
            const bool isWell
                = message.isEmpty() || message.contains("referenced manual not found");
            QVERIFY2(isWell, message.constData());
        }
        isChecked = true;
    }
    if (!isChecked)
        QSKIP("there is neither mandoc nor man");
}

void TestManPages::options()
{
    QFETCH(QString, program);
    if (!QFileInfo::exists(programPath(program)))
        QSKIP("it is not built");
    QSet<QString> helped;
    static const QRegularExpression option(QStringLiteral("(?:^  |, )(--?[a-z][a-z0-9-]*)"));
    for (const QString &line : help(program)) {
        if (!line.startsWith(u"  -"))
            continue;
        for (const auto &match : option.globalMatch(line.section(QStringLiteral("  "), 0, 1)))
            helped.insert(match.captured(1));
    }
    QSet<QString> told;
    static const QRegularExpression flag(QStringLiteral("Fl (-?[a-z][a-z0-9-]*)"));
    for (const QString &line : linesOf(program)) {
        if (!line.startsWith(u".It "))
            continue;
        // Of the examples of what is printed with other options, the first flag is none of its own.
        for (const auto &match : flag.globalMatch(line.startsWith(u".It Cm") ? QString() : line))
            told.insert(u'-' + match.captured(1));
    }
    QVERIFY(helped.size() > 2);
    QCOMPARE(told - helped, QSet<QString>());
    QCOMPARE(helped - told, QSet<QString>());
}

void TestManPages::commands()
{
    QStringList helped;
    const QStringList lines = help(QStringLiteral("connlimitctl"));
    static const QRegularExpression command(
        QStringLiteral("^  ([a-z]+(?: [a-z]+)?)(?:  | [\\[A-Z]|$)"));
    for (qsizetype i = lines.indexOf(QStringLiteral("Commands:")) + 1; !lines.value(i).isEmpty();
         ++i) {
        if (const auto match = command.match(lines[i]); match.hasMatch())
            helped.append(match.captured(1));
    }
    QStringList told;
    static const QRegularExpression item(QStringLiteral("^Cm ([a-z]+(?: [a-z]+)?)(?: Ar| Op|$)"));
    for (const QString &line : itemsOf(QStringLiteral("DESCRIPTION"))) {
        const auto match = item.match(line);
        QVERIFY2(match.hasMatch(), qPrintable(line));
        told.append(match.captured(1));
    }
    QVERIFY(helped.size() > 10);
    helped.sort();
    told.sort();
    QCOMPARE(told, helped);
}

void TestManPages::keys()
{
    QStringList told = itemsOf(QStringLiteral("KEYS"));
    told.replaceInStrings(QStringLiteral("Cm "), QString());
    QCOMPARE(told, helpList(words("--help"), u"Keys: "));
}

void TestManPages::columns()
{
    const QStringList lines = linesOf(QStringLiteral("connlimitctl"));
    qsizetype i = lines.indexOf(QStringLiteral(".It Fl -sort Ar column")) + 1;
    QVERIFY(i > 0);
    QStringList told;
    static const QRegularExpression word(QStringLiteral("^\\.Cm ([a-z-]+)"));
    for (; !lines[i].startsWith(u".It"); ++i) {
        if (const auto match = word.match(lines[i]); match.hasMatch())
            told.append(match.captured(1));
    }
    QCOMPARE(told, helpList(words("list --help"), u"Columns: "));
}

QTEST_GUILESS_MAIN(TestManPages)

#include "tst_manpages.moc"
