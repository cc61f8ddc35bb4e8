// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/control/livemessages.h>

#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

using namespace ConnLimit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::system_clock::time_point someTime(1'700'000'000'123ms);

QJsonObject parse(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

ClientKey key(const char *text)
{
    return ClientKey::fromString(text).value();
}

/// What a reader makes of \a sent: through text, as on the channel.
template<class T>
T received(const T &sent)
{
    const auto reply
        = fromJson<T>(parse(QJsonDocument(toJson(sent)).toJson(QJsonDocument::Compact)));
    return std::holds_alternative<T>(reply) ? std::get<T>(reply) : T();
}

/// The field that a reader finds wrong; empty if it finds none.
template<class T>
QString wrongField(const QJsonObject &object)
{
    const ControlReply<T> reply = fromJson<T>(object);
    const ControlError *error = std::get_if<ControlError>(&reply);
    if (error && (error->code != ControlError::InvalidParams || error->message.isEmpty()))
        return QStringLiteral("another error");
    return error ? error->field : QString();
}

/// The fields of \a value that may be left out, and those whose absence is not called by name.
template<class T>
QStringList notNeeded(const T &value)
{
    QStringList fields;
    const QJsonObject whole = toJson(value);
    for (const QString &field : whole.keys()) {
        QJsonObject rest = whole;
        rest.remove(field);
        if (wrongField<T>(rest) != field)
            fields.append(field);
    }
    return fields;
}

Event refusal(quint64 count, const ClientKey &client, std::optional<Verdict> verdict)
{
    Event event;
    event.sequence = 7;
    event.time = someTime;
    event.kind = Event::Kind::Refused;
    event.client = client;
    event.verdict = verdict;
    event.count = count;
    return event;
}

Event text(Event::Kind kind, const QString &text)
{
    Event event;
    event.sequence = 8;
    event.time = someTime;
    event.kind = kind;
    event.text = text;
    return event;
}

ChangeRecord someRecord()
{
    const Rule limit{key("10.0.0.0/8"), RuleAction::Limit, 5};
    const Rule block{key("203.0.113.0/24"), RuleAction::Block};
    return {9,
            someTime,
            QStringLiteral("user 1000 (pid 42)"),
            {{"maximumConnectionsPerClient", 10u, 4294967295u},
             {"rules", limit, Rule{limit.subnet, RuleAction::Exempt}},
             {"rules", {}, block},
             {"rules", block, {}},
             {"dryRun", false, true}},
            3};
}

using Check = QString (*)(const QJsonObject &);

/// One wrong value in something that is right.
void wrongRow(const char *name, Check check, QByteArray right, const QByteArray &from,
              const QByteArray &to, const char *field)
{
    QVERIFY2(check(parse(right)).isEmpty(), qPrintable(check(parse(right))));
    QVERIFY2(right.contains(from), from.constData());
    QTest::newRow(name) << check << parse(right.replace(from, to)) << QString::fromLatin1(field);
}

} // namespace

Q_DECLARE_METATYPE(Check)

class TestLiveMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patchSurvives();
    void previewSurvives();
    void changesSurvive();
    void connectionsSurvive();
    void fieldsAreNeeded();
    void disconnectSurvives();
    void historySurvives();
    void eventsSurvive();
    void defaultsOfRequests();
    void wrongOnesNameTheField_data();
    void wrongOnesNameTheField();
    void changesAsText();
    void eventsAsText();
};

void TestLiveMessages::patchSurvives()
{
    QVERIFY(received(ConfigPatch()) == ConfigPatch());
    QVERIFY(toJson(ConfigPatch()).isEmpty());
    ConfigPatch patch;
    patch.revision = 7;
    patch.maximumConnectionsPerClient = 0;
    patch.maximumConnections = 4294967295u;
    patch.ipv4PrefixLength = 24;
    patch.ipv6PrefixLength = 56;
    patch.dryRun = false;
    patch.rules.emplace();
    patch.setRules = {{key("10.0.0.0/8"), RuleAction::Limit, 5}, {key("::1"), RuleAction::Exempt}};
    patch.removeRules = {key("203.0.113.0/24"), key("2001:db8::/32")};
    QVERIFY(received(patch) == patch);
    patch.rules->push_back({key("10.0.0.1"), RuleAction::Block});
    QVERIFY(received(patch) == patch);
}

void TestLiveMessages::previewSurvives()
{
    const ConfigPreview sent{9, {1, 2, 3, 4, 5, 6, false}, {7, 8, 9, 10, 11, 12, true}};
    const ConfigPreview read = received(sent);
    QCOMPARE(read.revision, 9u);
    QVERIFY(read.before == sent.before);
    QVERIFY(read.after == sent.after);
}

void TestLiveMessages::changesSurvive()
{
    const ChangeRecord record = someRecord();
    QVERIFY(received(record) == record);
    for (const FieldChange &change : record.changes)
        QVERIFY(received(change) == change);
    const QList<ChangeRecord> records{record, {10, someTime, {}, {}, 0}};
    QVERIFY(received(records) == records);
    QVERIFY(received(QList<ChangeRecord>()).isEmpty());
}

void TestLiveMessages::connectionsSurvive()
{
    const ConnectionsRequest request{QStringLiteral("2001:db8::/64"), 12};
    QVERIFY(received(request) == request);

    const ConnectionInfo plain{1,    QHostAddress(QStringLiteral("192.0.2.1")), 65535, someTime, {},
                               false};
    const ConnectionInfo encrypted{quint64(std::numeric_limits<qint64>::max()),
                                   QHostAddress(QStringLiteral("2001:db8::1")),
                                   0,
                                   someTime,
                                   QStringLiteral("[::1]:4242"),
                                   true};
    QVERIFY(received(plain) == plain);
    QVERIFY(received(encrypted) == encrypted);
    ConnectionsFrame frame;
    frame.client.client = key("192.0.2.0/24");
    frame.client.open = 5;
    frame.list = {{plain, encrypted}, 4};
    const ConnectionsFrame read = received(frame);
    QCOMPARE(read.client.client, frame.client.client);
    QCOMPARE(read.client.open, 5u);
    QVERIFY(read.list.connections == frame.list.connections);
    QCOMPARE(read.list.known, 4u);
    QVERIFY(!read.clients);
    frame.clients = 3;
    QCOMPARE(received(frame).clients, std::optional<quint64>(3));
}

void TestLiveMessages::fieldsAreNeeded()
{
    QCOMPARE(notNeeded(ConfigPreview()), QStringList());
    QCOMPARE(notNeeded(FieldChange{"maximumConnections", 1u, 2u}), QStringList());
    QCOMPARE(notNeeded(someRecord()), QStringList());
    QCOMPARE(notNeeded(QList<ChangeRecord>{someRecord()}), QStringList());
    ConnectionsFrame frame;
    frame.client.client = key("192.0.2.0/24");
    QCOMPARE(notNeeded(frame), QStringList());
    ConnectionInfo connection;
    connection.address = QHostAddress(1);
    QCOMPARE(notNeeded(connection), QStringList());
    QCOMPARE(notNeeded(Disconnected()), QStringList());
    QCOMPARE(notNeeded(History{1s, someTime, {}}), QStringList());
    QCOMPARE(notNeeded(History{1s, someTime, {HistorySample()}}), QStringList());
    QCOMPARE(notNeeded(EventList()), QStringList());
    QCOMPARE(notNeeded(text(Event::Kind::Server, {})), QStringList());
    QCOMPARE(notNeeded(refusal(1, key("192.0.2.1"), Verdict::Blocked)),
             (QStringList{QStringLiteral("client"), QStringLiteral("verdict")}));
}

void TestLiveMessages::disconnectSurvives()
{
    const DisconnectRequest all{QStringLiteral("192.0.2.1"), {}};
    const DisconnectRequest one{QStringLiteral("192.0.2.1"), 0};
    QVERIFY(received(all) == all);
    QVERIFY(received(one) == one);
    QCOMPARE(received(Disconnected{3, 4}).count, 3u);
    QCOMPARE(received(Disconnected{3, 4}).open, 4u);
}

void TestLiveMessages::historySurvives()
{
    const History sent{
        10s,
        someTime,
        {std::nullopt, HistorySample{0, 1, 2}, HistorySample{3, 0, 0}, std::nullopt}};
    const History read = received(sent);
    QVERIFY(read.interval == 10s);
    QVERIFY(read.end == someTime);
    QVERIFY(read.samples == sent.samples);
    QVERIFY(received(History{1s, someTime, {}}).samples.isEmpty());
}

void TestLiveMessages::eventsSurvive()
{
    const EventsRequest request{12, 34};
    QVERIFY(received(request) == request);
    const EventList sent{{refusal(12, key("203.0.113.7"), Verdict::Blocked),
                          refusal(1, {}, std::nullopt),
                          text(Event::Kind::Changed, QStringLiteral("<b>\u202e\u001b[31m")),
                          text(Event::Kind::Server, {})},
                         99,
                         3,
                         QStringLiteral("a1b2")};
    const EventList read = received(sent);
    QVERIFY(read.events == sent.events);
    QCOMPARE(read.last, 99u);
    QCOMPARE(read.lost, 3u);
    QCOMPARE(read.log, QStringLiteral("a1b2"));
}

void TestLiveMessages::defaultsOfRequests()
{
    const auto connections = fromJson<ConnectionsRequest>(parse(R"({"client":"::1%lo"})"));
    QVERIFY(std::get<ConnectionsRequest>(connections)
            == (ConnectionsRequest{QStringLiteral("::1"), 100}));
    QVERIFY(std::get<EventsRequest>(fromJson<EventsRequest>({})) == EventsRequest());
    const auto disconnect = fromJson<DisconnectRequest>(parse(R"({"client":"10.0.0.1"})"));
    QVERIFY(!std::get<DisconnectRequest>(disconnect).id);
}

void TestLiveMessages::wrongOnesNameTheField_data()
{
    QTest::addColumn<Check>("check");
    QTest::addColumn<QJsonObject>("object");
    QTest::addColumn<QString>("field");

    const QByteArray patch = R"({"revision":1,"config":{"maximumConnections":5,"dryRun":true,)"
                             R"("rules":[{"subnet":"::1","action":"block"}]},)"
                             R"("setRules":[{"subnet":"10.0.0.0/8","action":"limit","limit":1}],)"
                             R"("removeRules":["192.0.2.1","192.0.2.2"]})";
    const Check patched = wrongField<ConfigPatch>;
    const auto ofPatch
        = [&](const char *name, const char *from, const char *to, const char *field) {
              wrongRow(name, patched, patch, from, to, field);
          };
    ofPatch("patch: revision text", R"("revision":1)", R"("revision":"1")", "revision");
    ofPatch("patch: negative revision", R"("revision":1)", R"("revision":-1)", "revision");
    ofPatch("patch: limit too high", ":5,", ":4294967296,", "maximumConnections");
    ofPatch("patch: limit a fraction", ":5,", ":5.5,", "maximumConnections");
    ofPatch("patch: dry run a number", "true", "1", "dryRun");
    ofPatch("patch: rule without action", R"(,"action":"block")", "", "rules[0].action");
    ofPatch("patch: rule with host bits", "10.0.0.0/8", "10.0.0.1/8", "setRules[0].subnet");
    ofPatch("patch: rule with a limit of nobody", R"("block")", R"("block","limit":1)",
            "rules[0].limit");
    ofPatch("patch: unknown action", R"("limit","limit")", R"("deny","limit")",
            "setRules[0].action");
    ofPatch("patch: no subnet", "192.0.2.2", "192.0.2.256", "removeRules[1]");
    ofPatch("patch: unknown field", "maximumConnections", "maximum", "maximum");
    ofPatch("patch: unknown member", "removeRules", "dropRules", "dropRules");

    const QByteArray change
        = R"({"field":"rules","from":null,"to":{"subnet":"::1","action":"block"}})";
    wrongRow("change: from text", wrongField<FieldChange>, change, "null", R"("5")", "from");
    wrongRow("change: to a wrong rule", wrongField<FieldChange>, change, "block", "bar", "to");
    wrongRow("change: no to", wrongField<FieldChange>, change, R"("to")", R"("too")", "to");

    const QByteArray record = QJsonDocument(toJson(someRecord())).toJson(QJsonDocument::Compact);
    const Check recorded = wrongField<ChangeRecord>;
    wrongRow("record: no time", recorded, record, "2023-11-14T22:13:20.123Z", "yesterday", "time");
    wrongRow("record: time before clocks", recorded, record, "2023-", "1923-", "time");
    wrongRow("record: who a number", recorded, record, "\"user 1000 (pid 42)\"", "42", "who");
    wrongRow("record: wrong change", recorded, record, "4294967295", "4294967296", "changes[0].to");
    wrongRow("records: in a list", wrongField<QList<ChangeRecord>>,
             R"({"changes":[)" + record + "]}", R"("leftOut":3)", R"("leftOut":[])",
             "changes[0].leftOut");

    const QByteArray connections = R"({"client":"192.0.2.1","count":5})";
    wrongRow("connections: no client", wrongField<ConnectionsRequest>, connections, "192.0.2.1",
             "everybody", "client");
    wrongRow("connections: client missing", wrongField<ConnectionsRequest>, connections, "client",
             "clients", "client");
    wrongRow("connections: negative count", wrongField<ConnectionsRequest>, connections, ":5",
             ":-5", "count");
    wrongRow("connections: unknown field", wrongField<ConnectionsRequest>, connections, "count",
             "offset", "offset");

    const QByteArray connection
        = R"({"id":1,"address":"192.0.2.1","port":80,"since":"2023-11-14T22:13:20.123Z",)"
          R"("listener":"","isEncrypted":false})";
    const Check connected = wrongField<ConnectionInfo>;
    wrongRow("connection: no address", connected, connection, "192.0.2.1", "nobody", "address");
    wrongRow("connection: port too high", connected, connection, ":80", ":65536", "port");
    wrongRow("connection: flag a number", connected, connection, "false", "0", "isEncrypted");
    wrongRow("connection: id text", connected, connection, R"("id":1)", R"("id":"1")", "id");

    const QByteArray disconnect = R"({"client":"192.0.2.1","id":5})";
    wrongRow("disconnect: id a fraction", wrongField<DisconnectRequest>, disconnect, "5", "5.5",
             "id");
    wrongRow("disconnect: id null", wrongField<DisconnectRequest>, disconnect, "5", "null", "id");
    wrongRow("disconnect: unknown field", wrongField<DisconnectRequest>, disconnect, "id", "ids",
             "ids");
    wrongRow("disconnected: no count", wrongField<Disconnected>, R"({"count":1,"open":2})", "count",
             "counts", "count");

    const QByteArray history = R"({"interval":1,"end":"2023-11-14T22:13:20.123Z","open":[1,null],)"
                               R"("admitted":[2,null],"refused":[3,null]})";
    const Check past = wrongField<History>;
    wrongRow("history: no interval", past, history, R"("interval":1)", R"("interval":0)",
             "interval");
    wrongRow("history: endless interval", past, history, R"("interval":1)", R"("interval":3601)",
             "interval");
    wrongRow("history: too few", past, history, "[2,null]", "[2]", "admitted");
    wrongRow("history: too many", past, history, "[3,null]", "[3,null,4]", "refused");
    wrongRow("history: no list", past, history, "[1,null]", "{}", "open");
    wrongRow("history: half an interval", past, history, "[2,null]", "[2,5]", "admitted");
    wrongRow("history: half of another", past, history, "[3,null]", "[null,null]", "refused");
    wrongRow("history: negative", past, history, "[3,", "[-3,", "refused");
    wrongRow("history: text", past, history, "[1,", R"(["1",)", "open");

    const QByteArray event = R"({"sequence":1,"time":"2023-11-14T22:13:20.123Z","kind":"refused",)"
                             R"("count":3,"client":"192.0.2.1","verdict":"blocked"})";
    const Check happened = wrongField<Event>;
    wrongRow("event: unknown kind", happened, event, R"("refused")", R"("lost")", "kind");
    wrongRow("event: without text", happened, event, R"("refused")", R"("server")", "text");
    wrongRow("event: no count", happened, event, "count", "counts", "count");
    wrongRow("event: wrong client", happened, event, "192.0.2.1", "192.0.2.1/24", "client");
    wrongRow("event: unknown verdict", happened, event, "blocked", "bad", "verdict");
    wrongRow("events: in a list", wrongField<EventList>,
             R"({"events":[)" + event + R"(],"last":1,"lost":0,"log":"a"})", R"("sequence":1)",
             R"("sequence":-1)", "events[0].sequence");
    wrongRow("events: after text", wrongField<EventsRequest>, R"({"after":1,"count":2})", "1",
             R"("1")", "after");
    wrongRow("events: count too high", wrongField<EventsRequest>, R"({"after":1,"count":2})", "2",
             "4294967296", "count");
    wrongRow("events: unknown field", wrongField<EventsRequest>, R"({"after":1,"count":2})",
             "after", "before", "before");
}

void TestLiveMessages::wrongOnesNameTheField()
{
    QFETCH(Check, check);
    QFETCH(QJsonObject, object);
    QTEST(check(object), "field");
}

void TestLiveMessages::changesAsText()
{
    const ChangeRecord record = someRecord();
    QCOMPARE(changeText(record.changes[0]), QStringLiteral("max-per-client 10 -> 4294967295"));
    QCOMPARE(changeText({"maximumConnections", 0u, 5u}), QStringLiteral("max-total 0 -> 5"));
    QCOMPARE(changeText({"ipv4PrefixLength", 32u, 24u}), QStringLiteral("ipv4-prefix 32 -> 24"));
    QCOMPARE(changeText({"ipv6PrefixLength", 64u, 56u}), QStringLiteral("ipv6-prefix 64 -> 56"));
    QCOMPARE(changeText({"newField", 1u, 2u}), QStringLiteral("newField 1 -> 2"));
    QCOMPARE(changesText(record),
             QStringLiteral("max-per-client 10 -> 4294967295, rule 10.0.0.0/8 limit 5 -> exempt, "
                            "rule +203.0.113.0/24 block, rule -203.0.113.0/24 block, "
                            "dry-run off -> on, and 3 more"));
    QCOMPARE(changesText({}), QStringLiteral("no change"));
}

void TestLiveMessages::eventsAsText()
{
    QCOMPARE(eventText(refusal(12, key("203.0.113.7"), Verdict::PerClientLimit)),
             QStringLiteral("refused 203.0.113.7 12 times: per-client-limit"));
    QCOMPARE(eventText(refusal(1, key("2001:db8::/64"), Verdict::Blocked)),
             QStringLiteral("refused 2001:db8::/64: blocked"));
    QCOMPARE(eventText(refusal(5, {}, std::nullopt)), QStringLiteral("refused others 5 times"));
    QCOMPARE(eventText(text(Event::Kind::Changed, QStringLiteral("max-total 0 -> 5"))),
             QStringLiteral("max-total 0 -> 5"));
}

QTEST_APPLESS_MAIN(TestLiveMessages)

#include "tst_livemessages.moc"
