// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "changewords.h"
#include "clientformat.h"
#include "clienttext.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>
#include <QtCore/QScopeGuard>
#include <QtTest/QTest>

using namespace ConnLimit;

class TestClientText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void limits_data();
    void limits();
    void csvFields_data();
    void csvFields();
    void csvLine();
    void json();
    void formats();
    void digitsOfTheLocale();
};

void TestClientText::names_data()
{
    QTest::addColumn<QString>("client");
    QTest::addColumn<QString>("cidr");
    QTest::addColumn<QString>("command");
    const auto row
        = [](const char *name, const char *client, const char *cidr, const char *command) {
              QTest::newRow(name) << QString::fromLatin1(client) << QString::fromLatin1(cidr)
                                  << QString::fromLatin1(command);
          };
    row("IPv4", "203.0.113.7", "203.0.113.7/32",
        "nft insert rule inet filter input ip saddr 203.0.113.7 drop");
    row("IPv4 subnet", "203.0.113.0/24", "203.0.113.0/24",
        "nft insert rule inet filter input ip saddr 203.0.113.0/24 drop");
    row("IPv6", "2001:db8::1", "2001:db8::1/128",
        "nft insert rule inet filter input ip6 saddr 2001:db8::1 drop");
    row("IPv6 subnet", "2001:db8:1:2::/64", "2001:db8:1:2::/64",
        "nft insert rule inet filter input ip6 saddr 2001:db8:1:2::/64 drop");
    row("mapped", "::ffff:203.0.113.7", "203.0.113.7/32",
        "nft insert rule inet filter input ip saddr 203.0.113.7 drop");
}

void TestClientText::names()
{
    QFETCH(QString, client);
    const std::optional<ClientKey> key = ClientKey::fromString(client.toStdString());
    QVERIFY(key);
    QTEST(cidrText(*key), "cidr");
    QTEST(firewallCommand(*key), "command");
    QVERIFY(firewallCommand({}).isEmpty()); // "saddr drop" would drop everybody
}

void TestClientText::limits_data()
{
    QTest::addColumn<int>("action");
    QTest::addColumn<quint32>("limit");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("level");
    const auto row
        = [](const char *name, int action, quint32 limit, const QString &text, const char *level) {
              QTest::newRow(name) << action << limit << text << QString::fromLatin1(level);
          };
    row("no rule", -1, 5, QStringLiteral("5"), "at the limit");
    row("limit", int(RuleAction::Limit), 10, QStringLiteral("10 · 10.0.0.0/8"), "");
    row("no limit", int(RuleAction::Limit), 0, QStringLiteral("none · 10.0.0.0/8"), "");
    row("exempt", int(RuleAction::Exempt), 0, QStringLiteral("exempt · 10.0.0.0/8"), "");
    row("block", int(RuleAction::Block), 0, QStringLiteral("blocked · 10.0.0.0/8"), "blocked");
}

void TestClientText::limits()
{
    QFETCH(int, action);
    QFETCH(quint32, limit);
    ClientStatus client{*ClientKey::fromString("10.0.0.1"), 5, limit, 0};
    if (action >= 0)
        client.rule = Rule{*ClientKey::fromString("10.0.0.0/8"), RuleAction(action), limit};
    QTEST(limitSourceText(client), "text");
    QTEST(levelText(client), "level");
}

void TestClientText::csvFields_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *text, const char *field) {
        QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(field);
    };
    row("plain", "127.0.0.1", "127.0.0.1");
    row("empty", "", "");
    row("comma", "a,b", "\"a,b\"");
    row("quote", "a\"b", "\"a\"\"b\"");
    row("line", "a\nb", "\"a\nb\"");
    row("equals", "=1+1", "'=1+1");
    row("plus", "+1", "'+1");
    row("minus", "-1", "'-1");
    row("at", "@SUM(A1)", "'@SUM(A1)");
    row("tab", "\t=1", "'\t=1");
    row("return", "\r=1", "\"'\r=1\"");
    row("formula with a comma", "=HYPERLINK(\"x\",1)", "\"'=HYPERLINK(\"\"x\"\",1)\"");
}

void TestClientText::csvFields()
{
    QFETCH(QString, text);
    QTEST(csvField(text), "field");
}

void TestClientText::csvLine()
{
    ClientStatus client{*ClientKey::fromString("10.0.0.1"), 3, 8, 12};
    client.rule = Rule{*ClientKey::fromString("10.0.0.0/8"), RuleAction::Limit, 8};
    client.lastRefused = std::chrono::system_clock::time_point(std::chrono::seconds(1));
    client.lastVerdict = Verdict::PerClientLimit;
    client.refusedLastMinute = 2;
    QCOMPARE(clientEntry(ClientFormat::Csv, client, true),
             QByteArray("10.0.0.1,3,8,10.0.0.0/8 limit 8,37.5,12,2,1970-01-01T00:00:01.000Z,"
                        "per-client-limit\r\n"));
    QCOMPARE(clientEntry(ClientFormat::Csv, {*ClientKey::fromString("::1"), 1, 0, 0}, false),
             QByteArray("::1,1,,,,0,0,,\r\n"));
    QCOMPARE(beginOfFile(ClientFormat::Csv).count(','),
             clientEntry(ClientFormat::Csv, {}, true).count(','));
}

void TestClientText::json()
{
    QByteArray file = beginOfFile(ClientFormat::Json);
    for (int i = 0; i < 3; ++i)
        file += clientEntry(ClientFormat::Json, {ClientKey::fromIPv4(quint32(i)), 1, 0, 0}, i == 0);
    file += endOfFile(ClientFormat::Json);
    const QJsonArray array = QJsonDocument::fromJson(file).array();
    QCOMPARE(array.size(), 3);
    QCOMPARE(array[2].toObject().value(QLatin1StringView("client")).toString(),
             QStringLiteral("0.0.0.2"));
    QVERIFY(QJsonDocument::fromJson(beginOfFile(ClientFormat::Json) + endOfFile(ClientFormat::Json))
                .isArray());
}

void TestClientText::formats()
{
    QVERIFY(formatFor(QStringLiteral("/x/clients.csv")) == ClientFormat::Csv);
    QVERIFY(formatFor(QStringLiteral("/x/clients.JSON")) == ClientFormat::Json);
    QVERIFY(formatFor(QStringLiteral("/x.json/clients")) == ClientFormat::Csv);
}

/// Numbers in one line are not written in two ways.
void TestClientText::digitsOfTheLocale()
{
    const auto reset = qScopeGuard([before = QLocale()] { QLocale::setDefault(before); });
    QLocale::setDefault(QLocale(QLocale::Arabic, QLocale::Egypt));
    ClientStatus client;
    client.open = 47;
    client.limit = 50;
    client.lastRefused = std::chrono::system_clock::now() - std::chrono::minutes(42);
    client.lastVerdict = Verdict::PerClientLimit;
    for (const QString &text : {limitSourceText(client), shareText(client), lastRefusedText(client),
                                valueWords({}, Rule{{}, RuleAction::Limit, 42})}) {
        QVERIFY2(!text.contains(QRegularExpression(QStringLiteral("[0-9]"))), qPrintable(text));
        QVERIFY2(text.contains(QRegularExpression(QStringLiteral("[٠-٩]"))), qPrintable(text));
    }
}

QTEST_APPLESS_MAIN(TestClientText)

#include "tst_clienttext.moc"
