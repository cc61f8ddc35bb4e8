// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"
#include "pseudoterminal.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/net/connectionlimiter.h>

#include <QtCore/QLoggingCategory>
#include <QtCore/QSet>

/// The commands of connlimitctl about clients: list, show, disconnect.
class TestCtlClients : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TERM", "xterm-256color"); }
    void init() { m_server = std::make_unique<Server>(); }

    void list();
    void listSorts_data();
    void listSorts();
    void listFilters();
    void wrongFilters_data();
    void wrongFilters();
    void listIsCut();
    void listOfManyClients();
    void listOfTheRefused();
    void listOfAFullLimiter();
    void listFitsTheTerminal();
    void show();
    void showsASubnet();
    void showsConnections();
    void showsTls();
    void disconnectsAll();
    void disconnectsSome();

private:
    QJsonArray shownConnections() const
    {
        return ctl(words("show 127.0.0.1 --json")).json().value(u"connections").toArray();
    }
    static QStringList listed(const QStringList &options)
    {
        QStringList clients;
        for (const QJsonValue &client :
             ctl(words("list --json") + options).json().value(u"clients").toArray())
            clients.append(client.toObject().value(u"client").toString());
        return clients;
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
};

void TestCtlClients::list()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    QCOMPARE(ctl(words("list")).out,
             "CLIENT  OPEN  LIMIT  SHARE  STATE  REFUSED  MINUTE  LAST REFUSED\n"
             "0 open, 0 clients, 0 admitted, 0 refused\n");
    const Clients clients = connectFrom(m_server->port(), {3, 1});
    QVERIFY(Client(m_server->port()).isRefused());

    const Result text = ctl(words("list"));
    QCOMPARE(text.status, 0);
    const QList<QByteArray> lines = text.out.split('\n');
    QVERIFY2(lines[1].simplified().startsWith("127.0.0.1 3 3 100% full 1 "), lines[1].constData());
    QCOMPARE(lines[2].simplified(), "127.0.0.2 1 3 33% - 0 0 -");
    QCOMPARE(lines[3], "4 open, 2 clients, 4 admitted, 1 refused");
    QVERIFY(!text.out.contains('\x1b')); // no terminal, no colours

    const QJsonObject json = ctl(words("list --json")).json();
    QCOMPARE(json.keys(), words("clients configRevision matching totals"));
    QCOMPARE(json.value(u"matching").toInt(), 2);
    QCOMPARE(json.value(u"totals").toObject().value(u"open").toInt(), 4);
    const QJsonObject first = json.value(u"clients").toArray()[0].toObject();
    QCOMPARE(first.keys(),
             words("client lastRefused lastVerdict limit open refused refusedLastMinute"));
    QCOMPARE(first.value(u"client").toString(), QStringLiteral("127.0.0.1"));
    QCOMPARE(first.value(u"open").toInt(), 3);
}

void TestCtlClients::listSorts_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("order");
    const auto row = [](const char *options, const char *order) {
        QTest::newRow(options) << words(options) << QByteArray(order);
    };
    row("--sort open", "312");
    row("--sort open --reverse", "213");
    row("--sort client", "123");
    row("--sort client --reverse", "321");
    row("--sort limit", "132");
    row("--sort share", "231");
    row("--sort refused", "213");
    row("--sort minute", "213");
    row("--sort last-refused", "213");
    // By the server itself:
    row("--sort open --limit 3", "312");
    row("--sort limit --limit 2", "13");
    row("--sort share --limit 3", "231");
    row("--sort share --reverse --limit 1", "1");
    row("--sort minute --limit 1", "2");
    row("--sort last-refused --limit 2", "21");
}

void TestCtlClients::listSorts()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, order);
    QVERIFY(m_server->start(words("--max-per-client 6")));
    const Clients clients = connectFrom(m_server->port(), {3, 1, 4});
    QCOMPARE(ctl(words("rule add 127.0.0.2 limit 1")).status, 0);
    QVERIFY(Client(m_server->port(), INADDR_LOOPBACK + 1).isRefused());
    QStringList wanted;
    for (const char place : order)
        wanted.append(u"127.0.0." + QLatin1Char(place));
    QCOMPARE(listed(options), wanted);
}

void TestCtlClients::listFilters()
{
    QVERIFY(m_server->start());
    const Clients clients = connectFrom(m_server->port(), QList<int>(12, 1));
    QCOMPARE(listed(words("--filter 127.0.0.1 --sort client")),
             words("127.0.0.1 127.0.0.10 127.0.0.11 127.0.0.12"));
    QCOMPARE(listed(words("--filter 127.0.0.0/29")).size(), 7);
    QCOMPARE(listed(words("--filter nobody")), QStringList());
}

void TestCtlClients::wrongFilters_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char *arguments, const char *reason) {
        QTest::newRow(arguments) << words(arguments) << QByteArray(reason);
    };
    row("list --filter 127.0.0.0/33", "must have a prefix length of at most 32");
    row("list --json --filter 2001:db8::/200", "must have a prefix length of at most 128");
    row("list --filter 127.0.0.1/8 --limit 1", "the subnet is 127.0.0.0/8");
    row("watch --filter 127.0.0.1/8", "the subnet is 127.0.0.0/8");
    row("top --filter 127.0.0.0/", "must be an address or a subnet");
}

void TestCtlClients::wrongFilters()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, reason);
    QVERIFY(m_server->start());
    const Result result = ctl(arguments);
    QCOMPARE(result.status, 1);
    QVERIFY2(result.err.trimmed().endsWith(reason), result.err.constData());
    QCOMPARE(result.json().value(u"error").isObject(),
             arguments.contains(QStringLiteral("--json")));
}

void TestCtlClients::listIsCut()
{
    QVERIFY(m_server->start());
    const Clients clients = connectFrom(m_server->port(), {1, 1, 2});
    const QList<QByteArray> lines = ctl(words("list --limit 1")).out.split('\n');
    QVERIFY(lines[1].startsWith("127.0.0.3 "));
    QCOMPARE(lines[2], "and 2 more");
    QCOMPARE(lines[3], "4 open, 3 clients, 4 admitted, 0 refused");
    QCOMPARE(ctl(words("list --limit 0")).out.split('\n')[1], "and 3 more");
}

void TestCtlClients::listOfManyClients()
{
    // More than one frame of the control channel holds.
    QVERIFY(m_server->start());
    Clients clients;
    for (quint32 i = 0; i < 1100; ++i)
        clients.push_back(std::make_unique<Client>(m_server->port(), 0x7f010000u + i));
    QTRY_COMPARE(listed({}).size(), 1100);
    const QStringList all = listed({});
    QCOMPARE(QSet<QString>(all.begin(), all.end()).size(), 1100);
    QCOMPARE(listed(words("--limit 1050")).size(), 1050);
}

void TestCtlClients::listOfTheRefused()
{
    QVERIFY(m_server->start());
    QCOMPARE(ctl(words("rule add 127.0.0.9 block")).status, 0);
    QVERIFY(Client(m_server->port(), INADDR_LOOPBACK + 8).isRefused());
    const Clients clients = connectFrom(m_server->port(), {1});
    QCOMPARE(listed({}), words("127.0.0.1"));
    QCOMPARE(listed(words("--refused")), words("127.0.0.1 127.0.0.9"));
    QCOMPARE(listed(words("--refused --sort refused --limit 1")), words("127.0.0.9"));
    QVERIFY(ctl(words("list --refused")).out.contains(" blocked "));
}

/// Many frames, of clients with a connection and of those that were refused one.
void TestCtlClients::listOfAFullLimiter()
{
    using namespace ConnLimit;
    QLoggingCategory::setFilterRules(QStringLiteral("connlimit.refusals=false"));
    ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1,
                       .rules = {{*ClientKey::fromString("203.0.113.0/24"), RuleAction::Block}}});
    std::vector<Admission> open;
    for (quint32 i = 0; i < 20'000; ++i)
        open.push_back(limiter.acquire(QHostAddress(0x0a000000u + i * 7)));
    for (quint32 i = 0; i < 250; ++i) {
        QVERIFY(!limiter.acquire(QHostAddress(0xcb007100u + i)).isAdmitted());
        QVERIFY(!limiter.acquire(QHostAddress(0x0a000000u + i * 70)).isAdmitted());
    }
    ControlServer control(&limiter);
    QVERIFY(control.listen(QStringLiteral("full")));
    const QJsonObject all = ctl(words("list --refused --json")).json();
    QCOMPARE(all.value(u"matching").toInt(), 20'250);
    QSet<QString> names;
    int sum = 0;
    int refused = 0;
    for (const QJsonValue &client : all.value(u"clients").toArray()) {
        names.insert(client[QLatin1StringView("client")].toString());
        sum += client[QLatin1StringView("open")].toInt();
        refused += client[QLatin1StringView("refused")].toInt();
    }
    QCOMPARE(all.value(u"clients").toArray().size(), 20'250);
    QCOMPARE(names.size(), 20'250);
    QCOMPARE(sum, 20'000);
    QCOMPARE(refused, 500);
    QCOMPARE(listed({}).size(), 20'000);
    const QJsonObject none = ctl(words("list --refused --limit 0 --json")).json();
    QCOMPARE(none.value(u"matching").toInt(), 20'250);
    QCOMPARE(none.value(u"clients"), QJsonArray());
}

void TestCtlClients::listFitsTheTerminal()
{
    QVERIFY(m_server->start(words("--max-per-client 2")));
    const Clients clients = connectFrom(m_server->port(), {2});
    for (const QByteArray noColor : {"", "1"}) {
        qputenv("NO_COLOR", noColor);
        PseudoTerminal terminal;
        QVERIFY(terminal.start(
            {programPath(QStringLiteral("connlimitctl")), QStringLiteral("list")}, 36, 10));
        QTRY_VERIFY(terminal.status());
        QTRY_COMPARE(terminal.screen().line(2),
                     QStringLiteral("2 open, 1 clients, 2 admitted, 0 ref"));
        QCOMPARE(terminal.screen().line(0), QStringLiteral("CLIENT     OPEN  LIMIT  STATE"));
        QCOMPARE(terminal.screen().line(1), QStringLiteral("127.0.0.1     2      2  full"));
        QCOMPARE(terminal.screen().isColoured(), noColor.isEmpty());
    }
    qunsetenv("NO_COLOR");
}

void TestCtlClients::show()
{
    QVERIFY(m_server->start(words("--max-per-client 1")));
    auto one = servedClients(m_server->port(), 1);
    QVERIFY(Client(m_server->port()).isRefused());
    const Result text = ctl(words("show 127.0.0.1"));
    QCOMPARE(text.status, 0);
    QVERIFY(text.out.split('\n')[1].simplified().startsWith("127.0.0.1 1 1 100% full 1 "));
    QVERIFY(text.out.contains("\nlast refused because of: per-client-limit\n"));
    const QJsonObject json = ctl(words("show --json ::ffff:127.0.0.1")).json();
    QCOMPARE(json.value(u"client").toObject().value(u"open").toInt(), 1);

    const Result unknown = ctl(words("show 127.0.0.2"));
    QCOMPARE(unknown.status, 1);
    QVERIFY(unknown.err.contains("127.0.0.2"));
    const Result unknownJson = ctl(words("show --json 127.0.0.2"));
    QCOMPARE(unknownJson.status, 1);
    QCOMPARE(unknownJson.json().keys(), words("client connections known"));
    const QJsonObject nobody = unknownJson.json().value(u"client").toObject();
    QCOMPARE(nobody.keys(), words("client lastRefused limit open refused refusedLastMinute"));
    QCOMPARE(nobody.value(u"client").toString(), QStringLiteral("127.0.0.2"));
    QCOMPARE(nobody.value(u"open").toInt(-1), 0);
    QCOMPARE(nobody.value(u"limit").toInt(), 1);
    one.clear(); // gone, but it was refused one
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QCOMPARE(ctl(words("show 127.0.0.1")).status, 0);
    QCOMPARE(ctl(words("rule add 127.0.0.0/8 limit 2")).status, 0);
    QVERIFY(ctl(words("show 127.0.0.1")).out.contains("\nrule: 127.0.0.0/8 limit 2\n"));
}

void TestCtlClients::showsASubnet()
{
    QVERIFY(m_server->start(words("--max-per-client 3")));
    const Clients clients = connectFrom(m_server->port(), {3, 1});
    QVERIFY(Client(m_server->port()).isRefused());
    const Result text = ctl(words("show 127.0.0.0/8"));
    QCOMPARE(text.status, 0);
    const QList<QByteArray> lines = text.out.split('\n');
    QCOMPARE(lines[0].simplified(), "SUBNET CLIENTS OPEN REFUSED MINUTE LAST REFUSED");
    QVERIFY2(lines[1].simplified().startsWith("127.0.0.0/8 2 4 1 1 "), lines[1].constData());
    QCOMPARE(lines[2], "last refused because of: per-client-limit");
    QCOMPARE(lines[4].simplified(), "ID ADDRESS PORT SINCE AGE TLS LISTENER");
    QCOMPARE(text.out.count("  127.0.0.1 "), 3);
    QCOMPARE(text.out.count("  127.0.0.2 "), 1);

    const QJsonObject json = ctl(words("show 127.0.0.0/8 --json")).json();
    QCOMPARE(json.keys(), words("client clients connections known"));
    QCOMPARE(json.value(u"clients").toInt(), 2);
    QCOMPARE(json.value(u"client").toObject().value(u"open").toInt(), 4);
    QCOMPARE(json.value(u"connections").toArray().size(), 4);
    QCOMPARE(ctl(words("disconnect 127.0.0.0/8")).out, "127.0.0.0/8: ending 4 of 4 connections\n");
}

void TestCtlClients::showsConnections()
{
    QVERIFY(m_server->start());
    const auto three = servedClients(m_server->port(), 3);
    const QJsonObject json = ctl(words("show 127.0.0.1 --json")).json();
    QCOMPARE(json.keys(), words("client connections known"));
    QCOMPARE(json.value(u"known").toInt(), 3);
    const QJsonObject first = shownConnections()[0].toObject();
    QCOMPARE(first.keys(), words("address id isEncrypted listener port since"));
    QCOMPARE(first.value(u"address").toString(), QStringLiteral("127.0.0.1"));
    QCOMPARE(first.value(u"listener").toString(), m_server->endpoint());
    sockaddr_in own{};
    socklen_t length = sizeof own;
    ::getsockname(three[0]->descriptor(), reinterpret_cast<sockaddr *>(&own), &length);
    QCOMPARE(first.value(u"port").toInt(), int(ntohs(own.sin_port)));

    const QList<QByteArray> lines = ctl(words("show 127.0.0.1")).out.split('\n');
    QCOMPARE(lines[2], "");
    QCOMPARE(lines[3].simplified(), "ID ADDRESS PORT SINCE AGE TLS LISTENER");
    QCOMPARE(lines.size(), 8);
    const QByteArray begin = QByteArray::number(first.value(u"id").toInteger()) + "  127.0.0.1 ";
    const QByteArray end = "  -    " + m_server->endpoint().toLatin1();
    QVERIFY2(lines[4].trimmed().startsWith(begin), lines[4].constData());
    QVERIFY2(lines[4].endsWith(end), lines[4].constData());
    QVERIFY(ctl(words("show 127.0.0.1 --limit 1")).out.endsWith("and 2 more\n"));
}

void TestCtlClients::showsTls()
{
    QVERIFY(m_server->start(words("--protocol tls")));
    QProcess client;
    client.start(QStringLiteral("openssl"),
                 words("s_client -quiet -connect") + QStringList{m_server->endpoint()});
    QVERIFY(client.waitForStarted());
    client.write("ping\n");
    QTRY_COMPARE_WITH_TIMEOUT(client.peek(5), "ping\n", 30'000);
    QCOMPARE(shownConnections()[0].toObject().value(u"isEncrypted"), true);
    QVERIFY(ctl(words("show 127.0.0.1")).out.contains("  tls  "));
    client.kill();
    QVERIFY(client.waitForFinished());
}

void TestCtlClients::disconnectsAll()
{
    QVERIFY(m_server->start());
    const Clients clients = connectFrom(m_server->port(), {3, 1});
    const Result text = ctl(words("disconnect 127.0.0.1"));
    QCOMPARE(text.status, 0);
    QCOMPARE(text.out, "127.0.0.1: ending 3 of 3 connections\n");
    for (int i = 0; i < 3; ++i)
        QVERIFY(clients[std::size_t(i)]->isRefused());
    QVERIFY(clients[3]->isServed());
    QTRY_COMPARE(totals(QStringLiteral("open")), 1);

    const Result nobody = ctl(words("disconnect 127.0.0.1"));
    QCOMPARE(nobody.status, 1);
    QCOMPARE(nobody.err, "connlimitctl: 127.0.0.1 has no connection open\n");
    QCOMPARE(ctl(words("disconnect 127.0.0.2 --json")).json(),
             (QJsonObject{{QStringLiteral("count"), 1}, {QStringLiteral("open"), 1}}));
}

void TestCtlClients::disconnectsSome()
{
    QVERIFY(m_server->start());
    const auto three = servedClients(m_server->port(), 3);
    const QJsonArray connections = shownConnections();
    const auto id = [&](int place) {
        return QString::number(connections[place].toObject().value(u"id").toInteger());
    };
    const Result two = ctl(words("disconnect 127.0.0.1") + QStringList{id(0), id(2)});
    QCOMPARE(two.status, 0);
    QCOMPARE(two.out, "127.0.0.1: ending 2 of 3 connections\n");
    QVERIFY(three[0]->isRefused());
    QVERIFY(three[2]->isRefused());
    QVERIFY(three[1]->isServed());
    QTRY_COMPARE(totals(QStringLiteral("open")), 1);
    const Result gone = ctl(words("disconnect 127.0.0.1") + QStringList{id(0)});
    QCOMPARE(gone.status, 1);
    QVERIFY2(gone.err.contains(QByteArray("has no connection " + id(0).toLatin1())),
             gone.err.constData());
    QVERIFY(three[1]->isServed());
}

QTEST_GUILESS_MAIN(TestCtlClients)

#include "tst_ctlclients.moc"
