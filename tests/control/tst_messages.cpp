// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/control/messages.h>
#include <connlimit/control/text.h>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>
#include <QtCore/QScopeGuard>
#include <QtTest/QTest>

using namespace ConnLimit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonObject parse(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

ClientStatus refusedClient()
{
    const auto time = std::chrono::system_clock::time_point(1'700'000'000'123ms);
    return {*ClientKey::fromString("2001:db8:1:2::/64"), 3, 5, 7, time};
}

} // namespace

class TestMessages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesSurviveTheWay();
    void configReadsWhatIsThere();
    void rulesSurviveTheWay();
    void wrongConfigNamesTheField_data();
    void wrongConfigNamesTheField();
    void hostBitsAreNamed();
    void wrongRequestNamesTheField_data();
    void wrongRequestNamesTheField();
    void wrongAnswersAreErrors_data();
    void wrongAnswersAreErrors();
    void fieldsAreNeeded();
    void errorsNameThePlace();
    void errorsSurviveTheWay();
    void textsForPeople();
    void textsHaveTheDigitsOfTheLocale();
};

void TestMessages::valuesSurviveTheWay()
{
    const ClientStatus sent = refusedClient();
    ClientsFrame frame{{sent, {*ClientKey::fromString("127.0.0.1"), 1, 0, 0, {}}}, 9, {}, 4};
    frame.totals = {4, 2, 11, 3, 2, 1};
    const auto reply = fromJson<ClientsFrame>(parse(QJsonDocument(toJson(frame)).toJson()));
    QVERIFY(std::holds_alternative<ClientsFrame>(reply));
    const ClientsFrame &read = std::get<ClientsFrame>(reply);
    QCOMPARE(read.clients.size(), 2);
    QCOMPARE(read.clients[0].client, sent.client);
    QCOMPARE(read.clients[0].open, 3u);
    QCOMPARE(read.clients[0].limit, 5u);
    QCOMPARE(read.clients[0].refused, 7u);
    QCOMPARE(read.clients[0].lastRefused, sent.lastRefused);
    QVERIFY(!read.clients[1].lastRefused);
    QCOMPARE(read.matching, 9u);
    QCOMPARE(read.configRevision, 4u);
    QVERIFY(read.totals == frame.totals);
    QCOMPARE(toJson(read.totals).value("refused"_L1).toInteger(), 6);

    const ClientsRequest request{ClientOrder::LastRefused, SortDirection::Ascending,
                                 QStringLiteral("10.0.0.0/8"), 7, 12};
    QVERIFY(std::get<ClientsRequest>(fromJson<ClientsRequest>(toJson(request))) == request);

    const ConfigRevision revision{{1, 2, 24, 56}, 33};
    const auto readRevision = std::get<ConfigRevision>(fromJson<ConfigRevision>(toJson(revision)));
    QVERIFY(readRevision.config == revision.config);
    QCOMPARE(readRevision.revision, 33u);

    const ServerInfo info{1, QStringLiteral("echo"), QStringLiteral("0.1.0"), 4711,
                          QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, Qt::UTC)};
    const auto readInfo = std::get<ServerInfo>(fromJson<ServerInfo>(toJson(info)));
    QCOMPARE(readInfo.name, info.name);
    QCOMPARE(readInfo.processId, info.processId);
    QCOMPARE(readInfo.started, info.started);
}

void TestMessages::configReadsWhatIsThere()
{
    const auto some
        = fromJson<Config>(parse(R"({"maximumConnections": 9, "ipv4PrefixLength": 24})"));
    QVERIFY(std::get<Config>(some) == (Config{.maximumConnections = 9, .ipv4PrefixLength = 24}));
    QVERIFY(std::get<Config>(fromJson<Config>({})) == Config());
    const auto highest = fromJson<Config>(parse(R"({"maximumConnectionsPerClient": 4294967295})"));
    QCOMPARE(std::get<Config>(highest).maximumConnectionsPerClient, 4294967295u);
}

void TestMessages::rulesSurviveTheWay()
{
    const Config config{.rules = {{*ClientKey::fromString("203.0.113.0/24"), RuleAction::Limit, 5},
                                  {*ClientKey::fromString("::1"), RuleAction::Exempt},
                                  {*ClientKey::fromString("2001:db8::/32"), RuleAction::Block}},
                        .dryRun = true};
    const QJsonObject json = toJson(config);
    QCOMPARE(QJsonDocument(json.value("rules"_L1).toArray()).toJson(QJsonDocument::Compact),
             R"([{"action":"limit","limit":5,"subnet":"203.0.113.0/24"},)"
             R"({"action":"exempt","subnet":"::1"},{"action":"block","subnet":"2001:db8::/32"}])");
    QVERIFY(std::get<Config>(fromJson<Config>(json)) == config);
    const auto noLimit
        = fromJson<Config>(parse(R"({"rules": [{"subnet": "::/0", "action": "limit"}]})"));
    QCOMPARE(std::get<Config>(noLimit).rules[0].limit, 0u);

    ClientStatus status = refusedClient();
    status.rule = config.rules[0];
    QVERIFY(std::get<ClientStatus>(fromJson<ClientStatus>(toJson(status))).rule == status.rule);
    QVERIFY(!toJson(refusedClient()).contains("rule"_L1));

    Totals totals{4, 2, 11, 3, 2, 1, 5, 6, 7, 8};
    QVERIFY(std::get<Totals>(fromJson<Totals>(toJson(totals))) == totals);
    QCOMPARE(toJson(totals).value("refused"_L1).toInteger(), 24);

    QCOMPARE(ruleText(config.rules[0]), QStringLiteral("203.0.113.0/24 limit 5"));
    QCOMPARE(ruleText(config.rules[1]), QStringLiteral("::1 exempt"));
}

void TestMessages::wrongConfigNamesTheField_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    const QString perClient = QStringLiteral("maximumConnectionsPerClient");
    QTest::newRow("negative") << QByteArray(R"({"maximumConnectionsPerClient": -1})") << perClient;
    QTest::newRow("fraction") << QByteArray(R"({"maximumConnectionsPerClient": 1.5})") << perClient;
    QTest::newRow("33 bits") << QByteArray(R"({"maximumConnectionsPerClient": 4294967296})")
                             << perClient;
    QTest::newRow("huge") << QByteArray(R"({"maximumConnectionsPerClient": 1e300})") << perClient;
    QTest::newRow("string") << QByteArray(R"({"maximumConnectionsPerClient": "3"})") << perClient;
    QTest::newRow("null") << QByteArray(R"({"maximumConnectionsPerClient": null})") << perClient;
    QTest::newRow("list") << QByteArray(R"({"maximumConnections": []})")
                          << QStringLiteral("maximumConnections");
    QTest::newRow("unknown") << QByteArray(R"({"maximumconnections": 1})")
                             << QStringLiteral("maximumconnections");
    QTest::newRow("dry run a word")
        << QByteArray(R"({"dryRun": "on"})") << QStringLiteral("dryRun");
    QTest::newRow("rules no list") << QByteArray(R"({"rules": {}})") << QStringLiteral("rules");
    QTest::newRow("rule no object")
        << QByteArray(R"({"rules": [[]]})") << QStringLiteral("rules[0]");
    const auto rule = [](const char *name, const char *json, const char *field) {
        const QByteArray good = R"({"subnet": "10.0.0.0/8", "action": "exempt"})";
        QTest::newRow(name) << QByteArray(R"({"rules": [)" + good + "," + json + "]}")
                            << QString::fromLatin1(field);
    };
    rule("rule without subnet", R"({"action": "block"})", "rules[1].subnet");
    rule("rule without action", R"({"subnet": "::/0"})", "rules[1].action");
    rule("rule for a name", R"({"subnet": "localhost", "action": "block"})", "rules[1].subnet");
    rule("rule with host bits", R"({"subnet": "10.0.0.1/8", "action": "block"})",
         "rules[1].subnet");
    rule("rule with 33 bits", R"({"subnet": "10.0.0.0/33", "action": "block"})", "rules[1].subnet");
    rule("action unknown", R"({"subnet": "::/0", "action": "allow"})", "rules[1].action");
    rule("limit negative", R"({"subnet": "::/0", "action": "limit", "limit": -1})",
         "rules[1].limit");
    rule("limit huge", R"({"subnet": "::/0", "action": "limit", "limit": 4294967296})",
         "rules[1].limit");
    rule("rule's field unknown", R"({"subnet": "::/0", "action": "block", "ttl": 5})",
         "rules[1].ttl");
}

void TestMessages::wrongConfigNamesTheField()
{
    QFETCH(QByteArray, json);
    const auto reply = fromJson<Config>(parse(json));
    QVERIFY(std::holds_alternative<ControlError>(reply));
    const ControlError &error = std::get<ControlError>(reply);
    QCOMPARE(error.code, int(ControlError::InvalidParams));
    QTEST(error.field, "field");
    QVERIFY(error.message.startsWith(error.field + u": "));
}

void TestMessages::hostBitsAreNamed()
{
    const auto message = [](const char *subnet) {
        const QJsonObject rule{{"subnet"_L1, QLatin1StringView(subnet)}, {"action"_L1, "block"_L1}};
        const auto reply = fromJson<Config>({{"rules"_L1, QJsonArray{rule}}});
        return std::get<ControlError>(reply).message;
    };
    QCOMPARE(message("203.0.113.7/24"),
             QStringLiteral("rules[0].subnet: must not have address bits behind its prefix; the "
                            "subnet is 203.0.113.0/24"));
    QCOMPARE(message("2001:db8::1/64"),
             QStringLiteral("rules[0].subnet: must not have address bits behind its prefix; the "
                            "subnet is 2001:db8::/64"));
    QCOMPARE(message("10.0.0.0/33"),
             QStringLiteral("rules[0].subnet: must have a prefix length of at most 32"));
    QCOMPARE(message("10.0.0.0/x"),
             QStringLiteral("rules[0].subnet: must be an address or a subnet"));
}

void TestMessages::wrongRequestNamesTheField_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field");
    QTest::newRow("order") << QByteArray(R"({"order": "size"})") << QStringLiteral("order");
    QTest::newRow("order no word") << QByteArray(R"({"order": 1})") << QStringLiteral("order");
    QTest::newRow("direction") << QByteArray(R"({"direction": "up"})")
                               << QStringLiteral("direction");
    QTest::newRow("filter") << QByteArray(R"({"filter": {}})") << QStringLiteral("filter");
    QTest::newRow("offset") << QByteArray(R"({"offset": -1})") << QStringLiteral("offset");
    QTest::newRow("count") << QByteArray(R"({"count": true})") << QStringLiteral("count");
    QTest::newRow("unknown") << QByteArray(R"({"limit": 1})") << QStringLiteral("limit");
}

void TestMessages::wrongRequestNamesTheField()
{
    QFETCH(QByteArray, json);
    const auto reply = fromJson<ClientsRequest>(parse(json));
    QVERIFY(std::holds_alternative<ControlError>(reply));
    QTEST(std::get<ControlError>(reply).field, "field");
}

void TestMessages::wrongAnswersAreErrors_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("no clients") << QStringLiteral("clients") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("clients no list") << QStringLiteral("clients") << QJsonValue(1);
    QTest::newRow("client no object") << QStringLiteral("clients") << QJsonValue(QJsonArray{1});
    QTest::newRow("client no address")
        << QStringLiteral("clients")
        << QJsonValue(QJsonArray{parse(
               R"({"client": "<b>", "open": 1, "limit": 1, "refused": 0, "refusedLastMinute": 0, "lastRefused": null})")});
    QTest::newRow("refused no time")
        << QStringLiteral("clients")
        << QJsonValue(QJsonArray{parse(
               R"({"client": "::1", "open": 1, "limit": 1, "refused": 0, "lastRefused": "now"})")});
    for (const char *time : {"1969-12-31T23:59:59Z", "2302-11-14T22:13:20.123Z"}) {
        QJsonObject client = toJson(refusedClient());
        client.insert("lastRefused"_L1, QString::fromLatin1(time));
        QTest::newRow(time) << QStringLiteral("clients") << QJsonValue(QJsonArray{client});
    }
    QTest::newRow("no totals") << QStringLiteral("totals") << QJsonValue(QJsonValue::Undefined);
    QTest::newRow("totals empty") << QStringLiteral("totals") << QJsonValue(QJsonObject());
    QTest::newRow("matching negative") << QStringLiteral("matching") << QJsonValue(-3);
}

void TestMessages::wrongAnswersAreErrors()
{
    QFETCH(QString, field);
    QFETCH(QJsonValue, value);
    QJsonObject object = toJson(ClientsFrame{{refusedClient()}, 1, {}, 1});
    QVERIFY(std::holds_alternative<ClientsFrame>(fromJson<ClientsFrame>(object)));
    object.insert(field, value); // an undefined value removes the field
    QVERIFY(std::holds_alternative<ControlError>(fromJson<ClientsFrame>(object)));
}

/// The fields of \a value that may be left out, and those whose absence is not called by name.
template<class T>
static QStringList notNeeded(const T &value)
{
    QStringList fields;
    const QJsonObject whole = toJson(value);
    for (const QString &field : whole.keys()) {
        QJsonObject rest = whole;
        rest.remove(field);
        const ControlReply<T> reply = fromJson<T>(rest);
        const ControlError *error = std::get_if<ControlError>(&reply);
        if (!error || error->field != field)
            fields.append(field);
    }
    return fields;
}

void TestMessages::fieldsAreNeeded()
{
    ServerInfo info;
    info.started = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
    QCOMPARE(notNeeded(info), QStringList());
    QCOMPARE(notNeeded(ConfigRevision()), QStringList());
    QCOMPARE(notNeeded(ConfigChange()), QStringList());
    QCOMPARE(notNeeded(Totals()), QStringList());
    QCOMPARE(notNeeded(ClientsFrame()), QStringList());
    ClientStatus status = refusedClient();
    status.lastVerdict = Verdict::Blocked;
    status.rule = {status.client, RuleAction::Block};
    QCOMPARE(notNeeded(status),
             (QStringList{QStringLiteral("lastVerdict"), QStringLiteral("rule")}));
}

void TestMessages::errorsNameThePlace()
{
    QJsonObject totals = toJson(Totals());
    totals.insert("open"_L1, -1);
    QJsonObject frame = toJson(ClientsFrame());
    frame.insert("totals"_L1, totals);
    const auto error = std::get<ControlError>(fromJson<ClientsFrame>(frame));
    QCOMPARE(error.field, QStringLiteral("totals.open"));
    QVERIFY2(error.message.startsWith(u"totals.open: must be "), qPrintable(error.message));
}

void TestMessages::errorsSurviveTheWay()
{
    const ControlError sent{ControlError::Conflict, QStringLiteral("changed"),
                            QStringLiteral("field"), ConfigRevision{Config(), 5}};
    const ControlError read = errorFromJson(toJson(sent));
    QCOMPARE(read.code, sent.code);
    QCOMPARE(read.message, sent.message);
    QCOMPARE(read.field, sent.field);
    QVERIFY(read.current);
    QCOMPARE(read.current->revision, 5u);

    const ControlError nonsense = errorFromJson(parse(R"({"code": "x", "data": []})"));
    QCOMPARE(nonsense.code, int(ControlError::Incompatible));
    QVERIFY(!nonsense.message.isEmpty());
    QVERIFY(!nonsense.current);
}

void TestMessages::textsForPeople()
{
    const auto now = std::chrono::system_clock::time_point(1'000'000s);
    const auto ago = [now](std::chrono::seconds seconds) { return agoText(now - seconds, now); };
    QCOMPARE(agoText(std::nullopt, now), QStringLiteral("-"));
    QCOMPARE(ago(-5s), QStringLiteral("now"));
    QCOMPARE(ago(0s), QStringLiteral("now"));
    QCOMPARE(ago(1s), QStringLiteral("1 s ago"));
    QCOMPARE(ago(59s), QStringLiteral("59 s ago"));
    QCOMPARE(ago(60s), QStringLiteral("1 min ago"));
    QCOMPARE(ago(3599s), QStringLiteral("59 min ago"));
    QCOMPARE(ago(3600s), QStringLiteral("1 h ago"));
    QCOMPARE(ago(24h), QStringLiteral("1 d ago"));
    QCOMPARE(limitText(0), QStringLiteral("none"));
    QCOMPARE(limitText(20), QStringLiteral("20"));
}

void TestMessages::textsHaveTheDigitsOfTheLocale()
{
    const auto reset = qScopeGuard([before = QLocale()] { QLocale::setDefault(before); });
    QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::Egypt));
    const auto now = std::chrono::system_clock::time_point(1'000'000'000s);
    QCOMPARE(countText(42), QStringLiteral("٤٢"));
    for (const auto ago : {42s, 42 * 60s, 12 * 3600s, 1042 * 24 * 3600s}) {
        const QString text = agoText(now - ago, now);
        QVERIFY2(!text.contains(QRegularExpression(QStringLiteral("[0-9]"))), qPrintable(text));
        QVERIFY2(text.contains(QRegularExpression(QStringLiteral("[٠-٩]"))), qPrintable(text));
    }
    QVERIFY(agoText(now - 42s, now).contains(countText(42)));
}

QTEST_GUILESS_MAIN(TestMessages)

#include "tst_messages.moc"
