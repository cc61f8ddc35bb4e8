// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "client.h"
#include "controltest.h"

#include <connlimit/control/controlclient.h>
#include <connlimit/control/livemessages.h>
#include <connlimit/net/limitedtcpserver.h>
#include <connlimit/net/limitergate_p.h>

#include <QtCore/QJsonArray>
#include <QtCore/QScopeGuard>
#include <QtCore/QSet>
#include <QtNetwork/QTcpSocket>

using namespace ConnLimit;
using namespace Qt::StringLiterals;

/// The methods of livemessages.h, as a viewer asks for them.
class TestLiveMethods : public ControlServerTest
{
    Q_OBJECT

private Q_SLOTS:
    void historyOfTheChannel();
    void spanOfHistory_data();
    void spanOfHistory();
    void refusalsBecomeEvents();
    void refusalsOfManyAddUp();
    void twoChannelsTellOnce();
    void eventsFromOneOn();
    void changesAreRemembered();
    void eventsOfBigChangesFit();
    void whatChangesNothingIsNotLogged();
    void connectionsOfAClient();
    void connectionsOfASubnet();
    void connectionsOfNobody();
    void disconnectsOne();
    void disconnectsAll();
    void disconnectsASubnet();
    void refusedClientsAreListed();
    void ordersByShare();
    void wrongParametersNameTheField_data();
    void wrongParametersNameTheField();

private:
    QJsonObject ask(const QByteArray &method, const QByteArray &params = "{}")
    {
        RawViewer raw = viewer();
        return raw.ask(R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params
                       + '}');
    }
    template<class T>
    T result(const QByteArray &method, const QByteArray &params = "{}")
    {
        const ControlReply<T> reply = fromJson<T>(ask(method, params)["result"_L1].toObject());
        return std::holds_alternative<T>(reply) ? std::get<T>(reply) : T();
    }
    /// The texts of all events but those that servers make of themselves.
    QStringList events(const QByteArray &params = "{}")
    {
        QStringList texts;
        for (const Event &event : result<EventList>("events.list", params).events)
            texts.append(eventText(event));
        return texts;
    }
    void addRefusal()
    {
        Event refusal;
        refusal.kind = Event::Kind::Refused;
        refusal.verdict = Verdict::Blocked;
        refusal.count = 1;
        m_limiter->gate()->eventLog().add(refusal);
    }
    std::vector<Admission> admit(const char *address, int count)
    {
        std::vector<Admission> admissions;
        for (int i = 0; i < count; ++i)
            admissions.push_back(m_limiter->acquire(QHostAddress(QString::fromLatin1(address))));
        return admissions;
    }
};

void TestLiveMethods::historyOfTheChannel()
{
    const auto open = admit("192.0.2.1", 3);
    const auto isSeen = [this] {
        const History history = result<History>("history", R"({"span":5})");
        quint64 admitted = 0;
        for (const auto &sample : history.samples)
            admitted += sample ? sample->admitted : 0;
        return history.samples.size() == 5 && history.interval == std::chrono::seconds(1)
               && history.samples.last() && history.samples.last()->open == 3 && admitted == 3;
    };
    QTRY_VERIFY(isSeen());
}

void TestLiveMethods::spanOfHistory_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("samples");
    const auto row = [](const char *name, const char *params, const char *field, int samples) {
        QTest::newRow(name) << QByteArray(params) << QString::fromLatin1(field) << samples;
    };
    row("a second", R"({"span":1})", "", 1);
    row("an hour", R"({"span":3600})", "", 360);
    row("none", R"({"span":0})", "span", 0);
    row("negative", R"({"span":-1})", "span", 0);
    row("too long", R"({"span":3601})", "span", 0);
    row("huge", R"({"span":1e300})", "span", 0);
    row("a fraction", R"({"span":1.5})", "span", 0);
    row("text", R"({"span":"60"})", "span", 0);
    row("left out", "{}", "span", 0);
    row("unknown field", R"({"span":60,"from":1})", "from", 0);
}

void TestLiveMethods::spanOfHistory()
{
    QFETCH(QByteArray, params);
    const QJsonObject answer = ask("history", params);
    QTEST(fieldOf(answer), "field");
    QTEST(int(answer["result"_L1]["open"_L1].toArray().size()), "samples");
    QCOMPARE(codeOf(answer), fieldOf(answer).isEmpty() ? 0 : int(ControlError::InvalidParams));
}

void TestLiveMethods::refusalsBecomeEvents()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    const auto open = admit("192.0.2.1", 6);
    QTRY_COMPARE(events().last(), QStringLiteral("refused 192.0.2.1 5 times: per-client-limit"));
    const auto more = admit("192.0.2.1", 1);
    const auto without = m_limiter->acquire(QHostAddress());
    QTRY_COMPARE(events().last(), QStringLiteral("refused others"));
    QCOMPARE(events().sliced(events().size() - 2, 1),
             QStringList(QStringLiteral("refused 192.0.2.1: per-client-limit")));
}

void TestLiveMethods::refusalsOfManyAddUp()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    std::vector<Admission> open;
    for (quint32 i = 1; i <= 50; ++i) {
        for (quint32 n = 0; n <= i; ++n)
            open.push_back(m_limiter->acquire(QHostAddress(0x0a000000u + i)));
    }
    const auto told = [this] {
        quint64 sum = 0;
        for (const Event &event : result<EventList>("events.list").events)
            sum += event.count;
        return sum;
    };
    QTRY_COMPARE(told(), 1275u);
    QSet<QString> clients;
    for (const Event &event : result<EventList>("events.list").events) {
        if (event.kind == Event::Kind::Refused)
            clients.insert(QString::fromStdString(event.client.toString()));
    }
    QVERIFY2(clients.size() >= 21 && clients.contains(QString()), "20 in a second, and others");
    QVERIFY(clients.contains(QStringLiteral("10.0.0.50")));
}

void TestLiveMethods::twoChannelsTellOnce()
{
    ControlServer second(m_limiter.get());
    QVERIFY(second.listen(QStringLiteral("second")));
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    const auto open = admit("192.0.2.1", 6);
    const QString text = QStringLiteral("refused 192.0.2.1 5 times: per-client-limit");
    QTRY_VERIFY(events().contains(text));
    const auto more = admit("192.0.2.2", 3);
    QTRY_VERIFY(events().contains(QStringLiteral("refused 192.0.2.2 2 times: per-client-limit")));
    QCOMPARE(events().count(text), 1);
}

void TestLiveMethods::eventsFromOneOn()
{
    for (quint32 i = 1; i <= 5; ++i)
        m_limiter->setConfig({.maximumConnections = i});
    const EventList all = result<EventList>("events.list");
    QCOMPARE(all.events.size(), 6);
    QCOMPARE(all.last, 6u);
    QCOMPARE(eventText(all.events.last()), QStringLiteral("application: max-total 4 -> 5"));
    const EventList two = result<EventList>("events.list", R"({"after":2,"count":2})");
    QCOMPARE(two.events.size(), 2);
    QCOMPARE(two.events[0].sequence, 3u);
    QCOMPARE(two.last, 6u);
    QVERIFY(result<EventList>("events.list", R"({"after":6})").events.isEmpty());
    for (quint32 i = 1; i <= 1200; ++i) {
        addRefusal();
        m_limiter->setConfig({.maximumConnections = i});
    }
    const EventList most = result<EventList>("events.list", R"({"count":4294967295})");
    QCOMPARE(most.events.size(), qsizetype(EventsRequest::maximumCount));
    QVERIFY(most.lost > 100);
}

void TestLiveMethods::changesAreRemembered()
{
    QVERIFY(result<QList<ChangeRecord>>("config.history").isEmpty());
    m_limiter->setConfig({.maximumConnectionsPerClient = 5});
    ask("config.set", R"({"config":{"maximumConnectionsPerClient":6},)"
                      R"("setRules":[{"subnet":"10.0.0.0/8","action":"block"}]})");
    const auto changes = result<QList<ChangeRecord>>("config.history");
    QCOMPARE(changes.size(), 2);
    QCOMPARE(changes[0].who, QString());
    QCOMPARE(changes[0].revision, 2u);
    QCOMPARE(changes[1].who, thisViewer());
    const QString text = QStringLiteral("max-per-client 5 -> 6, rule +10.0.0.0/8 block");
    QCOMPARE(changesText(changes[1]), text);
    QCOMPARE(events().last(), QString(thisViewer() + u": " + text));
}

/// A viewer takes no answer that is longer than its bound: events must not get there.
void TestLiveMethods::eventsOfBigChangesFit()
{
    Config config;
    for (quint32 i = 0; i < EventsRequest::maximumCount; ++i) {
        config.rules.clear();
        for (quint32 n = 0; n < 100; ++n) {
            ClientKey::Bytes address; // that is long to write
            address.fill(0x11);
            address[0] = 0x20;
            address[2] = quint8(n);
            address[3] = quint8(i >> 8);
            address[4] = quint8(i);
            config.rules.push_back({ClientKey::fromIPv6(address), RuleAction::Limit, i + 1});
        }
        addRefusal();
        QVERIFY(m_limiter->setConfig(config).isApplied());
    }
    ControlClient client;
    client.attach(m_server->path());
    QTRY_COMPARE(client.state(), ControlClient::State::Attached);
    EventList told;
    client.requestEvents({.count = EventsRequest::maximumCount},
                         [&told](const ControlReply<EventList> &reply) {
                             if (const EventList *list = std::get_if<EventList>(&reply))
                                 told = *list;
                         });
    QTRY_COMPARE(told.events.size(), qsizetype(EventsRequest::maximumCount));
    QVERIFY2(told.events.last().text.endsWith(u", and 190 more"),
             qPrintable(told.events.last().text));
    QCOMPARE(result<QList<ChangeRecord>>("config.history").last().changes.size(), 100u);
}

void TestLiveMethods::whatChangesNothingIsNotLogged()
{
    static QStringList lines;
    lines.clear();
    static QtMessageHandler before = nullptr;
    before = qInstallMessageHandler(
        [](QtMsgType type, const QMessageLogContext &context, const QString &line) {
            if (line.contains(u"config revision"))
                lines.append(line);
            before(type, context, line);
        });
    const auto reset = qScopeGuard([] { qInstallMessageHandler(before); });
    const qsizetype known = events().size();
    for (int i = 0; i < 3; ++i)
        QVERIFY(ask("config.set").contains("result"_L1));
    QCOMPARE(lines, QStringList());
    QCOMPARE(events().size(), known);
    ask("config.set", R"({"config":{"maximumConnectionsPerClient":6}})");
    QCOMPARE(lines.size(), 1);
}

void TestLiveMethods::connectionsOfAClient()
{
    LimitedTcpServer server(m_limiter.get());
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const Clients clients = connectClients(server.serverPort(), 3);
    QTRY_COMPARE(m_limiter->totals().open, 3u);
    const auto frame = result<ConnectionsFrame>("connections.list", R"({"client":"127.0.0.1"})");
    QCOMPARE(frame.client.client.toString(), "127.0.0.1");
    QCOMPARE(frame.client.open, 3u);
    QCOMPARE(frame.list.known, 3u);
    QCOMPARE(frame.list.connections.size(), 3);
    QSet<quint64> ids;
    for (const ConnectionInfo &connection : frame.list.connections) {
        QCOMPARE(connection.address, QHostAddress(QHostAddress::LocalHost));
        QVERIFY(connection.port != 0);
        QCOMPARE(connection.listener, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
        ids.insert(connection.id);
    }
    QCOMPARE(ids.size(), 3);
    const auto one
        = result<ConnectionsFrame>("connections.list", R"({"client":"127.0.0.1","count":1})");
    QCOMPARE(one.list.connections.size(), 1);
    QCOMPARE(one.list.known, 3u);
    QVERIFY(one.list.connections[0] == frame.list.connections[0]);

    // By what is counted, and by an address of that.
    m_limiter->setConfig({.ipv4PrefixLength = 24});
    const Client other(server.serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 4u);
    for (const char *client : {"127.0.0.0/24", "127.0.0.1", "127.0.0.77"}) {
        const auto subnet = result<ConnectionsFrame>("connections.list",
                                                     R"({"client":")" + QByteArray(client) + "\"}");
        QCOMPARE(subnet.client.client.toString(), "127.0.0.0/24");
        QCOMPARE(subnet.client.open, 4u); // those that are counted by address still, too
        QCOMPARE(subnet.list.known, 4u);
    }
}

/// One that is no client, but has some in it, is their sum.
void TestLiveMethods::connectionsOfASubnet()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 3});
    const auto two = admit("192.0.2.1", 2); // without sockets
    const auto three = admit("192.0.2.130", 5);
    const auto none = m_limiter->acquire(QHostAddress(QStringLiteral("2001:db8::1")));
    const auto list = [this](const QByteArray &subnet) {
        return ask("connections.list", R"({"client":")" + subnet + "\"}")["result"_L1].toObject();
    };
    const QJsonObject all = list("192.0.2.0/24");
    QCOMPARE(all["clients"_L1].toInt(-1), 2);
    QCOMPARE(all["client"_L1]["client"_L1].toString(), QStringLiteral("192.0.2.0/24"));
    QCOMPARE(all["client"_L1]["open"_L1].toInt(), 5);
    QCOMPARE(all["client"_L1]["refused"_L1].toInt(), 2);
    QCOMPARE(all["client"_L1]["refusedLastMinute"_L1].toInt(), 2);
    QVERIFY(all["client"_L1]["lastRefused"_L1].isString());
    QCOMPARE(all["client"_L1]["lastVerdict"_L1].toString(), QStringLiteral("per-client-limit"));
    QCOMPARE(list("0.0.0.0/0")["client"_L1]["open"_L1].toInt(), 5); // IPv4 and IPv6 are apart
    QCOMPARE(list("::/0")["client"_L1]["open"_L1].toInt(), 1);
    QCOMPARE(list("192.0.2.0/25")["client"_L1]["open"_L1].toInt(), 2);
    QCOMPARE(list("198.51.100.0/24")["clients"_L1].toInt(-1), 0);
    for (const char *client : {"192.0.2.1", "2001:db8::/64", "2001:db8::2"})
        QVERIFY(!list(client).contains("clients"_L1));

    const auto gone
        = result<Disconnected>("connections.disconnect", R"({"client":"192.0.2.0/24"})");
    QCOMPARE(gone.count, 0u);
    QCOMPARE(gone.open, 5u);
}

void TestLiveMethods::connectionsOfNobody()
{
    const auto open = admit("192.0.2.1", 2); // without a socket
    const auto leases = result<ConnectionsFrame>("connections.list", R"({"client":"192.0.2.1"})");
    QCOMPARE(leases.client.open, 2u);
    QVERIFY(leases.list.connections.isEmpty() && leases.list.known == 0);
    const auto nobody = result<ConnectionsFrame>("connections.list", R"({"client":"2001:db8::1"})");
    QCOMPARE(nobody.client.client.toString(), "2001:db8::/64");
    QCOMPARE(nobody.client.open, 0u);
    QVERIFY(nobody.list.connections.isEmpty());

    const auto gone = result<Disconnected>("connections.disconnect", R"({"client":"192.0.2.1"})");
    QCOMPARE(gone.count, 0u);
    QCOMPARE(gone.open, 2u);
    QCOMPARE(events().size(), 1); // nothing was done
}

void TestLiveMethods::disconnectsOne()
{
    LimitedTcpServer server(m_limiter.get());
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const Clients clients = connectClients(server.serverPort(), 2);
    QTRY_COMPARE(m_limiter->totals().open, 2u);
    const auto before = result<ConnectionsFrame>("connections.list", R"({"client":"127.0.0.1"})");
    QCOMPARE(before.list.connections.size(), 2);
    const QByteArray id = QByteArray::number(before.list.connections[1].id);
    const QString text = thisViewer() + u" disconnected 1 connection of 127.0.0.1";
    QTest::ignoreMessage(QtInfoMsg, QString(u"echo " + text).toUtf8().constData());
    const auto gone = result<Disconnected>("connections.disconnect",
                                           R"({"client":"127.0.0.1","id":)" + id + '}');
    QCOMPARE(gone.count, 1u);
    QCOMPARE(gone.open, 2u);
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    QCOMPARE(events().last(), text);
    QTRY_VERIFY(clients[1]->isClosed());
    QVERIFY(!clients[0]->isClosed());
    const auto after = result<ConnectionsFrame>("connections.list", R"({"client":"127.0.0.1"})");
    QCOMPARE(after.list.connections.size(), 1);
    QVERIFY(after.list.connections[0] == before.list.connections[0]);
    // It is not there any more, and not another client's.
    for (const char *client : {"127.0.0.1", "127.0.0.2"}) {
        const QByteArray params = R"({"client":")" + QByteArray(client) + R"(","id":)" + id + '}';
        QCOMPARE(result<Disconnected>("connections.disconnect", params).count, 0u);
    }
    QCOMPARE(events().last(), text);
}

void TestLiveMethods::disconnectsAll()
{
    LimitedTcpServer server(m_limiter.get());
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const Clients clients = connectClients(server.serverPort(), 20);
    const Client other(server.serverPort(), INADDR_LOOPBACK + 1);
    QTRY_COMPARE(m_limiter->totals().open, 21u);
    const QString text = thisViewer() + u" disconnected 20 connections of 127.0.0.1";
    QTest::ignoreMessage(QtInfoMsg, QString(u"echo " + text).toUtf8().constData());
    const auto gone = result<Disconnected>("connections.disconnect", R"({"client":"127.0.0.1"})");
    QCOMPARE(gone.count, 20u);
    QCOMPARE(gone.open, 20u);
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    QCOMPARE(events().last(), text);
    for (const auto &client : clients)
        QTRY_VERIFY(client->isClosed());
}

void TestLiveMethods::disconnectsASubnet()
{
    LimitedTcpServer server(m_limiter.get());
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const Client first(server.serverPort());
    const Client second(server.serverPort(), INADDR_LOOPBACK + 1);
    QTRY_COMPARE(m_limiter->totals().open, 2u);
    QTest::ignoreMessage(QtInfoMsg,
                         QRegularExpression(QStringLiteral("2 connections of 127.0.0.0/24")));
    const auto gone
        = result<Disconnected>("connections.disconnect", R"({"client":"127.0.0.0/24"})");
    QCOMPARE(gone.count, 2u);
    QCOMPARE(gone.open, 2u);
    QTRY_COMPARE(m_limiter->totals().open, 0u);
}

void TestLiveMethods::refusedClientsAreListed()
{
    m_limiter->setConfig(
        {.rules = {{*ClientKey::fromString("203.0.113.0/24"), RuleAction::Block}}});
    const auto open = admit("192.0.2.1", 1);
    const auto refused = admit("203.0.113.7", 3);
    QCOMPARE(result<ClientsFrame>("clients.list").clients.size(), 1);
    const auto frame = result<ClientsFrame>(
        "clients.list", R"({"includeRefused":true,"order":"refusedLastMinute"})");
    QCOMPARE(frame.clients.size(), 2);
    QCOMPARE(frame.matching, 2u);
    QCOMPARE(frame.clients[0].client.toString(), "203.0.113.7");
    QCOMPARE(frame.clients[0].open, 0u);
    QCOMPARE(frame.clients[0].refusedLastMinute, 3u);
    QVERIFY(frame.clients[0].lastVerdict == Verdict::Blocked);
}

void TestLiveMethods::ordersByShare()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 10,
                          .rules = {{*ClientKey::fromString("192.0.2.2"), RuleAction::Limit, 3}}});
    const auto most = admit("192.0.2.1", 5);
    const auto nearest = admit("192.0.2.2", 2);
    const auto frame = result<ClientsFrame>("clients.list", R"({"order":"share"})");
    QCOMPARE(frame.clients.size(), 2);
    QCOMPARE(frame.clients[0].client.toString(), "192.0.2.2");
}

void TestLiveMethods::wrongParametersNameTheField_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *method, const char *params, const char *field) {
        QTest::addRow("%s %s", method, field)
            << QByteArray(method) << QByteArray(params) << QString::fromLatin1(field);
    };
    row("connections.list", "{}", "client");
    row("connections.list", R"({"client":"127.0.0.1","count":-1})", "count");
    row("connections.disconnect", R"({"client":"all"})", "client");
    row("connections.disconnect", R"({"client":"127.0.0.1","id":"x"})", "id");
    row("connections.disconnect", R"({"client":"127.0.0.1","ids":1})", "ids");
    row("events.list", R"({"after":-1})", "after");
    row("events.list", R"({"count":0.5})", "count");
    row("clients.list", R"({"includeRefused":1})", "includeRefused");
    row("clients.list", R"({"order":"age"})", "order");
    row("clients.get", R"({"client":7})", "client");
}

void TestLiveMethods::wrongParametersNameTheField()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, params);
    const QJsonObject answer = ask(method, params);
    QCOMPARE(codeOf(answer), int(ControlError::InvalidParams));
    QTEST(fieldOf(answer), "field");
}

QTEST_GUILESS_MAIN(TestLiveMethods)

#include "tst_livemethods.moc"
