// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

#include <pwd.h>
#include <unistd.h>

/// The commands of connlimitctl about the limits: get, set, preview, rule, changes.
class TestCtlConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<Server>(); }

    void get();
    void set();
    void setIsAllOrNothing();
    void setHeedsTheRevision();
    void setMixesWithOthers();
    void preview();
    void rules();
    void rulesAreAllOrNothing();
    void rulesArePreviewed();
    void rulesAreCarriedOver();
    void changes();

private:
    static QByteArray inForce(const char *key)
    {
        return ctl({QStringLiteral("get"), QLatin1StringView(key)}).out;
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
};

void TestCtlConfig::get()
{
    QVERIFY(m_server->start(words("--max-per-client 3 --max-total 50")));
    QCOMPARE(ctl(words("get")).out,
             "max-per-client=3\nmax-total=50\nipv4-prefix=32\nipv6-prefix=64\ndry-run=off\n");
    QCOMPARE(ctl(words("get max-total")).out, "max-total=50\n");
    const QJsonObject json = ctl(words("--json get")).json();
    QCOMPARE(json.keys(), words("config revision"));
    QCOMPARE(json.value(u"config").toObject().value(u"maximumConnections").toInt(), 50);
    QVERIFY(json.value(u"revision").isDouble());
}

void TestCtlConfig::set()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    const Result two = ctl(words("set max-per-client=20 max-total=100"));
    QCOMPARE(two.status, 0);
    QCOMPARE(two.out, "max-per-client: 3 -> 20\nmax-total: 0 -> 100\n");
    const QJsonObject json = ctl(words("set max-per-client=21 --json")).json();
    QCOMPARE(json.keys(), words("after before"));
    const auto limit = [&json](QStringView when) {
        return json.value(when)
            .toObject()
            .value(u"config")
            .toObject()
            .value(u"maximumConnectionsPerClient")
            .toInt();
    };
    QCOMPARE(limit(u"before"), 20);
    QCOMPARE(limit(u"after"), 21);
    QCOMPARE(ctl(words("set max-per-client=21")).out, "max-per-client: 21 -> 21\n");
    QCOMPARE(ctl(words("set dry-run=on max-total=7")).out,
             "dry-run: off -> on\nmax-total: 100 -> 7\n");
    QCOMPARE(inForce("dry-run"), "dry-run=on\n");
}

void TestCtlConfig::setIsAllOrNothing()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    const Result refused = ctl(words("set max-per-client=20 ipv4-prefix=33"));
    QCOMPARE(refused.status, 1);
    QCOMPARE(refused.err, "connlimitctl: ipv4-prefix: must be 1 to 32, not 33\n");
    QCOMPARE(inForce("max-per-client"), "max-per-client=3\n");
    const QJsonObject error
        = ctl(words("set ipv4-prefix=33 --json")).json().value(u"error").toObject();
    QCOMPARE(error.value(u"code").toInt(), -32602);
    QCOMPARE(error.value(u"data").toObject().value(u"field").toString(),
             QStringLiteral("ipv4PrefixLength"));
}

void TestCtlConfig::setHeedsTheRevision()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    const QString revision
        = QString::number(ctl(words("get --json")).json().value(u"revision").toInteger());
    const QStringList set = words("set max-per-client=4 --revision") + QStringList{revision};
    QCOMPARE(ctl(set).status, 0);
    const Result stale = ctl(set); // that was changed by now
    QCOMPARE(stale.status, 1);
    QVERIFY2(stale.err.contains("changed by somebody else"), stale.err.constData());
    QVERIFY2(stale.err.contains("connlimitctl:   max-per-client=4\n"), stale.err.constData());
    QCOMPARE(ctl(set + words("--json"))
                 .json()
                 .value(u"error")
                 .toObject()
                 .value(u"data")
                 .toObject()
                 .value(u"current")
                 .toObject()
                 .keys(),
             words("config revision"));
    QCOMPARE(ctl(words("rule add 10.0.0.0/8 block --revision") + QStringList{revision}).status, 1);
    QCOMPARE(ctl(words("rule list")).out, "");
}

void TestCtlConfig::setMixesWithOthers()
{
    // Without a revision, two who change different keys at once do not undo each other's change.
    QVERIFY(m_server->start());
    QProcess one;
    QProcess other;
    for (int i = 1; i <= 10; ++i) {
        const QString program = programPath(QStringLiteral("connlimitctl"));
        one.start(program, {QStringLiteral("set"), QStringLiteral("max-per-client=%1").arg(i)});
        other.start(program, {QStringLiteral("set"), QStringLiteral("max-total=%1").arg(i)});
        QVERIFY(one.waitForFinished() && other.waitForFinished());
        QCOMPARE(one.exitCode(), 0);
        QCOMPARE(other.exitCode(), 0);
        QCOMPARE(ctl(words("get max-per-client max-total")).out,
                 QStringLiteral("max-per-client=%1\nmax-total=%1\n").arg(i).toLatin1());
    }
}

void TestCtlConfig::preview()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    const Clients clients = connectFrom(m_server->port(), {3, 2, 1});
    const Result text = ctl(words("preview max-per-client=1"));
    QCOMPARE(text.status, 0);
    QCOMPARE(text.out, "now:  3 clients, 6 open; 1 at their limit, 0 over it\n"
                       "then: 3 clients, 6 open; 1 at their limit, 2 over it with 5 connections, "
                       "3 too many\n"
                       "All stay open; who is over gets no new one.\n");
    QCOMPARE(inForce("max-per-client"), "max-per-client=3\n");
    QVERIFY(ctl(words("preview max-total=6")).out.contains("; the limit of all is reached\n"));
    const QJsonObject json = ctl(words("preview max-per-client=1 --json")).json();
    QCOMPARE(json.keys(), words("after before revision"));
    QCOMPARE(json.value(u"after").toObject().value(u"excess").toInt(), 3);
    const Result wrong = ctl(words("preview ipv6-prefix=129"));
    QCOMPARE(wrong.status, 1);
    QCOMPARE(wrong.err, "connlimitctl: ipv6-prefix: must be 1 to 128, not 129\n");
}

void TestCtlConfig::rules()
{
    QVERIFY(m_server->start());
    QCOMPARE(ctl(words("rule list")).out, "");
    const Result added
        = ctl(words("rule add 127.0.0.2 block 127.0.0.3 limit 1 2001:db8::/32 exempt"));
    QCOMPARE(added.status, 0);
    QCOMPARE(added.out, "127.0.0.2: none -> block\n127.0.0.3: none -> limit 1\n"
                        "2001:db8::/32: none -> exempt\n");
    QVERIFY(Client(m_server->port(), INADDR_LOOPBACK + 1).isRefused());
    const auto one = servedClients(m_server->port(), 1, INADDR_LOOPBACK + 2);
    QVERIFY(Client(m_server->port(), INADDR_LOOPBACK + 2).isRefused());

    QCOMPARE(ctl(words("rule add 127.0.0.2 limit 4294967295")).out,
             "127.0.0.2: block -> limit 4294967295\n");
    QVERIFY(Client(m_server->port(), INADDR_LOOPBACK + 1).isServed());
    const QByteArray list = "127.0.0.2 limit 4294967295\n127.0.0.3 limit 1\n2001:db8::/32 exempt\n";
    QCOMPARE(ctl(words("rule list")).out, list);
    QCOMPARE(inForce("rules").replace("rule=", ""), list);
    const QJsonObject json = ctl(words("rule list --json")).json();
    QCOMPARE(json.keys(), words("revision rules"));
    QCOMPARE(
        QJsonDocument(json.value(u"rules").toArray()[1].toObject()).toJson(QJsonDocument::Compact),
        R"({"action":"limit","limit":1,"subnet":"127.0.0.3"})");
    QCOMPARE(ctl(words("rule remove 127.0.0.3 127.0.0.2")).out,
             "127.0.0.3: limit 1 -> none\n127.0.0.2: limit 4294967295 -> none\n");
    QCOMPARE(ctl(words("rule list")).out, "2001:db8::/32 exempt\n");
}

void TestCtlConfig::rulesAreAllOrNothing()
{
    QVERIFY(m_server->start());
    QCOMPARE(ctl(words("rule add 10.0.0.0/8 block")).status, 0);
    const Result removed = ctl(words("rule remove 10.0.0.0/8 192.0.2.0/24"));
    QCOMPARE(removed.status, 1);
    QCOMPARE(removed.err, "connlimitctl: 192.0.2.0/24: there is no rule for 192.0.2.0/24\n");
    const Result twice = ctl(words("rule remove 10.0.0.0/8 ::ffff:10.0.0.0/104"));
    QCOMPARE(twice.status, 1);
    QCOMPARE(twice.err, "connlimitctl: ::ffff:10.0.0.0/104: must be there once only: 10.0.0.0/8\n");
    QCOMPARE(ctl(words("rule list")).out, "10.0.0.0/8 block\n");
}

void TestCtlConfig::rulesArePreviewed()
{
    QVERIFY(m_server->start());
    const Clients clients = connectFrom(m_server->port(), {3});
    QVERIFY(ctl(words("rule add 127.0.0.0/8 block --preview"))
                .out.contains("then: 1 clients, 3 open; 0 at their limit, 1 over it with 3 "));
    QCOMPARE(ctl(words("rule list")).out, "");
}

void TestCtlConfig::rulesAreCarriedOver()
{
    QVERIFY(m_server->start());
    Server other;
    QVERIFY(other.start(words("--name other")));
    QCOMPARE(ctl(words("-n echo rule add 10.0.0.0/8 limit 1000 192.0.2.0/24 block")).status, 0);
    QProcess shell;
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"),
                 QStringLiteral("\"$0\" -n echo rule list | xargs \"$0\" -n other rule add"),
                 programPath(QStringLiteral("connlimitctl"))});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(ctl(words("-n other rule list")).out, "10.0.0.0/8 limit 1000\n192.0.2.0/24 block\n");
}

void TestCtlConfig::changes()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    QCOMPARE(ctl(words("set max-per-client=20 dry-run=on")).status, 0);
    QCOMPARE(ctl(words("rule add 10.0.0.0/8 block")).status, 0);
    const Result text = ctl(words("changes"));
    QCOMPARE(text.status, 0);
    const QList<QByteArray> lines = text.out.trimmed().split('\n');
    QCOMPARE(lines[0].simplified(), "REVISION TIME WHO CHANGES");
    const QByteArray first = lines[lines.size() - 2];
    QVERIFY2(first.endsWith("  max-per-client 3 -> 20, dry-run off -> on"), first.constData());
    const passwd *user = ::getpwuid(::geteuid());
    const QByteArray who
        = user ? QByteArray(user->pw_name) : "user " + QByteArray::number(qulonglong(::geteuid()));
    QVERIFY2(first.contains(QByteArray("  " + who + " (pid ")), first.constData());
    QVERIFY2(lines.last().endsWith("  rule +10.0.0.0/8 block"), lines.last().constData());
    const QJsonObject json = ctl(words("changes --json")).json();
    QCOMPARE(json.keys(), words("changes"));
    QCOMPARE(json.value(u"changes").toArray().last().toObject().keys(),
             words("changes leftOut revision time who"));
}

QTEST_GUILESS_MAIN(TestCtlConfig)

#include "tst_ctlconfig.moc"
