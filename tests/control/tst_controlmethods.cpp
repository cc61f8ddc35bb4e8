// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controltest.h"

#include <QtCore/QJsonArray>
#include <QtTest/QSignalSpy>

using namespace ConnLimit;
using namespace Qt::StringLiterals;

class TestControlMethods : public ControlServerTest
{
    Q_OBJECT

private Q_SLOTS:
    void answersRequests();
    void countsAndClients();
    void filters_data();
    void filters();
    void wrongFiltersAreErrors_data();
    void wrongFiltersAreErrors();
    void frameIsBounded();
    void configIsChanged();
    void configConflict();
    void changeIsLogged();
    void changeOfRulesIsLogged();
    void wrongRuleChangesNothing();
    void rulesOfOnePatchDiffer();
    void notificationHasNoAnswer();
};

void TestControlMethods::answersRequests()
{
    RawViewer raw = viewer();
    const QJsonObject hello
        = raw.ask(R"({"jsonrpc":"2.0","id":"a","method":"hello","params":{"protocol":1}})");
    QCOMPARE(hello["jsonrpc"_L1].toString(), QStringLiteral("2.0"));
    QCOMPARE(hello["id"_L1].toString(), QStringLiteral("a"));
    QCOMPARE(hello["result"_L1]["name"_L1].toString(), QStringLiteral("echo"));
    QCOMPARE(hello["result"_L1]["processId"_L1].toInteger(), qint64(::getpid()));
    QCOMPARE(
        codeOf(raw.ask(R"({"jsonrpc":"2.0","id":2,"method":"hello","params":{"protocol":2}})")),
        int(ControlError::Incompatible));

    const QJsonObject config = raw.ask(R"({"jsonrpc":"2.0","id":3,"method":"config.get"})");
    QCOMPARE(config["result"_L1]["revision"_L1].toInt(), 1);
    QCOMPARE(config["result"_L1]["config"_L1]["maximumConnectionsPerClient"_L1].toInt(), 100);
    QCOMPARE(
        raw.ask(R"({"jsonrpc":"2.0","id":4,"method":"totals"})")["result"_L1]["open"_L1].toInt(-1),
        0);
}

void TestControlMethods::countsAndClients()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    const QHostAddress address(QStringLiteral("192.0.2.1"));
    const Admission first = m_limiter->acquire(address);
    const Admission second = m_limiter->acquire(address);
    QVERIFY(!m_limiter->acquire(address).isAdmitted());

    RawViewer raw = viewer();
    const QJsonValue list
        = raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"clients.list"})")["result"_L1];
    QCOMPARE(list["clients"_L1].toArray().size(), 1);
    const QJsonValue row = list["clients"_L1][0];
    QCOMPARE(row["client"_L1].toString(), QStringLiteral("192.0.2.1"));
    QCOMPARE(row["open"_L1].toInt(), 2);
    QCOMPARE(row["limit"_L1].toInt(), 2);
    QCOMPARE(row["refused"_L1].toInt(), 1);
    QVERIFY(row["lastRefused"_L1].isString());
    QCOMPARE(list["matching"_L1].toInt(), 1);
    QCOMPARE(list["totals"_L1]["open"_L1].toInt(), 2);
    QCOMPARE(list["totals"_L1]["clients"_L1].toInt(), 1);
    QCOMPARE(list["totals"_L1]["refusedPerClientLimit"_L1].toInt(), 1);
    QCOMPARE(list["configRevision"_L1].toInt(), 2);

    const auto get = [&raw](const QByteArray &client) {
        return raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"clients.get","params":{"client":")"
                       + client + "\"}}");
    };
    QCOMPARE(get("::ffff:192.0.2.1")["result"_L1]["open"_L1].toInt(), 2);
    QCOMPARE(get("192.0.2.2")["result"_L1]["open"_L1].toInt(-1), 0);
    QCOMPARE(codeOf(get("nobody")), int(ControlError::InvalidParams));
    QCOMPARE(get("nobody")["error"_L1]["data"_L1]["field"_L1].toString(), QStringLiteral("client"));
}

void TestControlMethods::filters_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *filter, const QStringList &expected) {
        QTest::newRow(*filter ? filter : "empty") << QString::fromLatin1(filter) << expected;
    };
    row("", {QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.12"), QStringLiteral("192.0.2.1"),
             QStringLiteral("2001:db8::/64")});
    row("10.0.0.1", {QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.12")});
    row("10.0.0.0/8", {QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.12")});
    row("10.0.0.1/32", {QStringLiteral("10.0.0.1")});
    row("0.2", {QStringLiteral("192.0.2.1")});
    row("DB8", {QStringLiteral("2001:db8::/64")});
    row("2001:db8::42", {QStringLiteral("2001:db8::/64")});
    row("2001:db8::/32", {QStringLiteral("2001:db8::/64")});
    row("::/0", {QStringLiteral("2001:db8::/64")}); // not IPv4, as in a rule
    row("::/64", {});
    row("0.0.0.0/0",
        {QStringLiteral("10.0.0.1"), QStringLiteral("10.0.0.12"), QStringLiteral("192.0.2.1")});
    row("<b>", {});
}

void TestControlMethods::filters()
{
    QFETCH(QString, filter);
    std::vector<Admission> open;
    for (const char *address : {"10.0.0.1", "10.0.0.12", "192.0.2.1", "2001:db8::42"})
        open.push_back(m_limiter->acquire(QHostAddress(QString::fromLatin1(address))));
    const QJsonObject request{
        {QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
        {QStringLiteral("id"), 1},
        {QStringLiteral("method"), QStringLiteral("clients.list")},
        {QStringLiteral("params"),
         toJson(ClientsRequest{ClientOrder::Client, SortDirection::Ascending, filter, 0, 10})}};
    RawViewer raw = viewer();
    const QJsonValue result
        = raw.ask(QJsonDocument(request).toJson(QJsonDocument::Compact))["result"_L1];
    QStringList clients;
    for (const QJsonValue &client : result["clients"_L1].toArray())
        clients.append(client["client"_L1].toString());
    QFETCH(QStringList, expected);
    std::sort(clients.begin(), clients.end()); // IPv6 stands before IPv4, by address
    std::sort(expected.begin(), expected.end());
    QCOMPARE(clients, expected);
    QCOMPARE(result["matching"_L1].toInt(), clients.size());
}

void TestControlMethods::wrongFiltersAreErrors_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *filter, const char *reason) {
        QTest::newRow(filter) << QByteArray(filter) << u"filter: " + QString::fromLatin1(reason);
    };
    row("127.0.0.0/33", "must have a prefix length of at most 32");
    row("2001:db8::/200", "must have a prefix length of at most 128");
    row("127.0.0.1/8", "must not have address bits behind its prefix; the subnet is 127.0.0.0/8");
    for (const char *filter : {"/", "/64", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0/8"})
        row(filter, "must be an address or a subnet");
}

void TestControlMethods::wrongFiltersAreErrors()
{
    QFETCH(QByteArray, filter);
    RawViewer raw = viewer();
    const QJsonObject answer
        = raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"clients.list","params":{"filter":")" + filter
                  + "\"}}");
    QCOMPARE(codeOf(answer), int(ControlError::InvalidParams));
    QCOMPARE(fieldOf(answer), QStringLiteral("filter"));
    QTEST(answer["error"_L1]["message"_L1].toString(), "message");
}

void TestControlMethods::frameIsBounded()
{
    std::vector<Admission> open;
    for (quint32 i = 0; i < 3000; ++i)
        open.push_back(m_limiter->acquire(QHostAddress(0x0a000000u + i)));
    RawViewer raw = viewer();
    const QJsonValue result = raw.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"clients.list","params":{"count":4294967295,"order":"client","direction":"ascending","offset":10}})")
                                  ["result"_L1];
    QCOMPARE(result["clients"_L1].toArray().size(), qsizetype(ClientsRequest::maximumCount));
    QCOMPARE(result["clients"_L1][0]["client"_L1].toString(), QStringLiteral("10.0.0.10"));
    QCOMPARE(result["matching"_L1].toInt(), 3000);
}

void TestControlMethods::configIsChanged()
{
    QSignalSpy changed(m_limiter.get(), &ConnectionLimiter::configChanged);
    RawViewer raw = viewer();
    const QJsonValue result = raw.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":1,"config":{"maximumConnectionsPerClient":1}}})")
                                  ["result"_L1];
    QCOMPARE(result["before"_L1]["config"_L1]["maximumConnectionsPerClient"_L1].toInt(), 100);
    QCOMPARE(result["after"_L1]["config"_L1]["maximumConnectionsPerClient"_L1].toInt(), 1);
    QCOMPARE(result["after"_L1]["revision"_L1].toInt(), 2);
    QCOMPARE(m_limiter->config().maximumConnectionsPerClient, 1u);
    QTRY_COMPARE(changed.size(), 1);
    const QHostAddress address(QStringLiteral("192.0.2.1"));
    const Admission first = m_limiter->acquire(address);
    QVERIFY(!m_limiter->acquire(address).isAdmitted());

    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("ipv4PrefixLength")));
    const QJsonObject refused = raw.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":2,"config":{"ipv4PrefixLength":33,"maximumConnections":5}}})");
    QCOMPARE(codeOf(refused), int(ControlError::InvalidParams));
    QCOMPARE(refused["error"_L1]["data"_L1]["field"_L1].toString(),
             QStringLiteral("ipv4PrefixLength"));
    QVERIFY(m_limiter->config() == Config{.maximumConnectionsPerClient = 1});
}

void TestControlMethods::configConflict()
{
    RawViewer first = viewer();
    RawViewer second = viewer();
    const QByteArray change
        = R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":1,"config":{"maximumConnectionsPerClient":%1}}})";
    QVERIFY(first.ask(QByteArray(change).replace("%1", "5"))["result"_L1].isObject());
    const QJsonObject answer = second.ask(QByteArray(change).replace("%1", "6"));
    QCOMPARE(codeOf(answer), int(ControlError::Conflict));
    QCOMPARE(answer["error"_L1]["data"_L1]["current"_L1]["revision"_L1].toInt(), 2);
    QCOMPARE(
        answer["error"_L1]["data"_L1]["current"_L1]["config"_L1]["maximumConnectionsPerClient"_L1]
            .toInt(),
        5);
    QCOMPARE(m_limiter->config().maximumConnectionsPerClient, 5u);
    const QJsonObject noNumber = second.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":"2","config":{"maximumConnectionsPerClient":6}}})");
    QCOMPARE(noNumber["error"_L1]["data"_L1]["field"_L1].toString(), QStringLiteral("revision"));
    QCOMPARE(m_limiter->configRevision().revision, 2u);
    // Without a revision, it is applied to whatever is in force.
    const QJsonObject noRevision = second.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"config":{"maximumConnectionsPerClient":6}}})");
    QCOMPARE(noRevision["result"_L1]["after"_L1]["revision"_L1].toInt(), 3);
    QCOMPARE(m_limiter->config().maximumConnectionsPerClient, 6u);
}

void TestControlMethods::changeIsLogged()
{
    const QString who = QRegularExpression::escape(thisViewer());
    QTest::ignoreMessage(QtInfoMsg,
                         QRegularExpression(u"echo config revision 2 by " + who
                                            + u": max-per-client 100 -> 7, max-total 0 -> 9"));
    RawViewer raw = viewer();
    QVERIFY(
        raw.ask(
               R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":1,"config":{"maximumConnectionsPerClient":7,"maximumConnections":9}}})")
            ["result"_L1]
                .isObject());
}

void TestControlMethods::changeOfRulesIsLogged()
{
    m_limiter->setConfig({.rules = {{*ClientKey::fromString("10.0.0.0/8"), RuleAction::Limit, 5},
                                    {*ClientKey::fromString("::1"), RuleAction::Exempt}}});
    QTest::ignoreMessage(QtInfoMsg,
                         QRegularExpression(QStringLiteral(
                             ": rule 10.0.0.0/8 limit 5 -> limit 6, rule \\+192.0.2.1 block, "
                             "dry-run off -> on")));
    RawViewer raw = viewer();
    const QJsonObject answer = raw.ask(
        R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":2,"config":{"dryRun":true,"rules":[)"
        R"({"subnet":"10.0.0.0/8","action":"limit","limit":6},{"subnet":"::1","action":"exempt"},)"
        R"({"subnet":"192.0.2.1","action":"block"}]}}})");
    QVERIFY(answer["result"_L1].isObject());
    QCOMPARE(m_limiter->config().rules.size(), 3u);
    QVERIFY(m_limiter->config().dryRun);
}

void TestControlMethods::wrongRuleChangesNothing()
{
    RawViewer raw = viewer();
    const auto fieldOf = [&raw](const QByteArray &rules) {
        const QByteArray request
            = R"({"jsonrpc":"2.0","id":1,"method":"config.set","params":{"revision":1,"config":)"
              R"({"maximumConnectionsPerClient":5,"rules":[)"
              + rules + "]}}}";
        return raw.ask(request)["error"_L1]["data"_L1]["field"_L1].toString();
    };
    QCOMPARE(fieldOf(R"({"subnet":"10.0.0.1/8","action":"block"})"),
             QStringLiteral("rules[0].subnet"));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("rules\\[1\\].subnet")));
    QCOMPARE(fieldOf(R"({"subnet":"::1","action":"block"},{"subnet":"::1","action":"exempt"})"),
             QStringLiteral("rules[1].subnet"));
    QCOMPARE(fieldOf(R"({"subnet":"::1","action":"block","limit":2})"),
             QStringLiteral("rules[0].limit"));
    QVERIFY(m_limiter->config() == Config());
}

void TestControlMethods::rulesOfOnePatchDiffer()
{
    RawViewer raw = viewer();
    for (const QByteArray method : {"config.set", "config.preview"}) {
        const QJsonObject answer
            = raw.ask(R"({"jsonrpc":"2.0","id":1,"method":")" + method
                      + R"(","params":{"config":{"maximumConnections":5},"setRules":[)"
                        R"({"subnet":"10.0.0.0/8","action":"limit","limit":1},)"
                        R"({"subnet":"::1","action":"block"},)"
                        R"({"subnet":"::ffff:10.0.0.0/104","action":"limit","limit":2}]}})");
        QCOMPARE(codeOf(answer), int(ControlError::InvalidParams));
        QCOMPARE(fieldOf(answer), QStringLiteral("setRules[2].subnet"));
        QCOMPARE(answer["error"_L1]["message"_L1].toString(),
                 QStringLiteral("setRules[2].subnet: must be in one rule only: 10.0.0.0/8"));
    }
    QVERIFY(m_limiter->config() == Config());
}

void TestControlMethods::notificationHasNoAnswer()
{
    RawViewer raw = viewer();
    raw.socket().write("{\"jsonrpc\":\"2.0\",\"method\":\"totals\"}\n");
    QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":2,"method":"totals"})")["id"_L1].toInt(), 2);
}

QTEST_GUILESS_MAIN(TestControlMethods)

#include "tst_controlmethods.moc"
