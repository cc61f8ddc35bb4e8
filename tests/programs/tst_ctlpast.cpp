// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

#include <QtCore/QRegularExpression>

/// The commands of connlimitctl about what was, and what happens: history, events.
class TestCtlPast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<Server>(); }

    void history();
    void historyInAscii();
    void events();
    void eventsAreCut();
    void eventsFollow();
    void eventsFollowTheNextServer();

private:
    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
};

/// A connlimitctl that goes on, and all that it has printed.
class Following
{
public:
    explicit Following(const char *arguments)
    {
        m_process.start(programPath(QStringLiteral("connlimitctl")), words(arguments));
    }
    ~Following()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    bool hasSaid(const QByteArray &text)
    {
        m_out += m_process.readAllStandardOutput();
        return m_out.contains(text);
    }
    QByteArray out() const { return m_out; }
    QByteArray complaints() { return m_complaints += m_process.readAllStandardError(); }

private:
    QProcess m_process;
    QByteArray m_out;
    QByteArray m_complaints;
};

void TestCtlPast::history()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    const auto three = servedClients(m_server->port(), 3);
    QVERIFY(Client(m_server->port()).isRefused());
    const auto most = [](QStringView name) {
        double result = 0;
        const QJsonObject json = ctl(words("history --json")).json();
        for (const QJsonValue &value : json.value(name).toArray())
            result = std::max(result, value.toDouble());
        return result;
    };
    QTRY_COMPARE(most(u"open"), 3.0);
    QTRY_COMPARE(most(u"refused"), 1.0);
    const QJsonObject json = ctl(words("history --span 600 --json")).json();
    QCOMPARE(json.keys(), words("admitted end interval open refused"));
    QVERIFY(json.value(u"interval").toInt() >= 1);

    const Result text = ctl(words("history"));
    QCOMPARE(text.status, 0);
    const QStringList lines = QString::fromUtf8(text.out).split(u'\n');
    QVERIFY2(lines[0].contains(u" s up to "), qPrintable(lines[0]));
    QCOMPARE(lines[1].simplified(), QStringLiteral("LAST MOST MEAN"));
    QVERIFY2(lines[2].contains(
                 QRegularExpression(QStringLiteral("^open +3 +3 +[0-9.]+ .*[▁▂▃▄▅▆▇]*█+$"))),
             qPrintable(lines[2]));
    QVERIFY(lines[3].startsWith(u"admitted/s "));
    QVERIFY(lines[4].startsWith(u"refused/s "));
}

void TestCtlPast::historyInAscii()
{
    QVERIFY(m_server->start());
    const auto one = servedClients(m_server->port(), 1);
    QTRY_VERIFY(ctl(words("history")).out.contains("█"));
    QProcess plain;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    plain.setProcessEnvironment(environment);
    plain.start(programPath(QStringLiteral("connlimitctl")), words("history"));
    QVERIFY(plain.waitForFinished());
    const QByteArray out = plain.readAllStandardOutput();
    QVERIFY(out.contains("#\n"));
    for (const char byte : out)
        QVERIFY2(quint8(byte) < 0x80, out.constData());
}

void TestCtlPast::events()
{
    QVERIFY(m_server->start(words("--max-per-client 1")));
    const auto one = servedClients(m_server->port(), 1);
    QVERIFY(Client(m_server->port()).isRefused());
    QCOMPARE(ctl(words("set max-per-client=7")).status, 0);
    QTRY_VERIFY(ctl(words("events")).out.contains("  refused 127.0.0.1: per-client-limit\n"));
    const Result text = ctl(words("events"));
    QCOMPARE(text.status, 0);
    QVERIFY2(text.out.contains("max-per-client 1 -> 7"), text.out.constData());
    for (const QByteArray &line : text.out.trimmed().split('\n'))
        QVERIFY2(QString::fromUtf8(line).contains(QRegularExpression(QStringLiteral(
                     "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}  [a-z]"))),
                 line.constData());
    const QJsonObject json = ctl(words("events --json")).json();
    QCOMPARE(json.keys(), words("events last log lost"));
    const QJsonArray events = json.value(u"events").toArray();
    QCOMPARE(events.last().toObject().value(u"sequence"), json.value(u"last"));
}

void TestCtlPast::eventsAreCut()
{
    QVERIFY(m_server->start());
    for (const char *set : {"set max-total=1", "set max-total=2", "set max-total=3"})
        QCOMPARE(ctl(words(set)).status, 0);
    const QList<QByteArray> lines = ctl(words("events --limit 2")).out.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].contains("max-total 1 -> 2"), lines[0].constData());
    QVERIFY2(lines[1].contains("max-total 2 -> 3"), lines[1].constData());
}

void TestCtlPast::eventsFollow()
{
    QVERIFY(m_server->start(words("--max-per-client 1")));
    QCOMPARE(ctl(words("set max-total=100")).status, 0);
    Following all("events --follow --interval 0.05");
    Following coming("events --follow --interval 0.05 --limit 0 --json");
    QTRY_VERIFY(all.hasSaid("max-total 0 -> 100"));
    const auto one = servedClients(m_server->port(), 1);
    QVERIFY(Client(m_server->port()).isRefused());
    QTRY_VERIFY(all.hasSaid("  refused 127.0.0.1: per-client-limit\n"));
    QCOMPARE(all.out().count("max-total"), 1);
    // Of what was there when it began it says nothing, and that may have been this one.
    QTRY_VERIFY(Client(m_server->port()).isRefused()
                && coming.hasSaid(R"("verdict":"per-client-limit")"));
    for (const QByteArray &line : coming.out().trimmed().split('\n')) {
        const QJsonObject list = QJsonDocument::fromJson(line).object();
        QCOMPARE(list.keys(), words("events last log lost"));
        QVERIFY(!list.value(u"events").toArray().isEmpty());
    }
}

void TestCtlPast::eventsFollowTheNextServer()
{
    QVERIFY(m_server->start());
    for (const char *set : {"set max-total=1", "set max-total=2", "set max-total=3"})
        QCOMPARE(ctl(words(set)).status, 0);
    Following events("events --follow --interval 0.05");
    QTRY_VERIFY(events.hasSaid("max-total 2 -> 3"));
    m_server->kill();
    QTRY_VERIFY(events.complaints().contains("waiting for it"));
    QVERIFY(m_server->start());
    QCOMPARE(ctl(words("set max-per-client=77")).status, 0); // counted from 1 again
    QTRY_VERIFY(events.hasSaid("-> 77"));
}

QTEST_GUILESS_MAIN(TestCtlPast)

#include "tst_ctlpast.moc"
