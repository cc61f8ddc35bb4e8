// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/configchanges.h>

#include <QtTest/QTest>

using namespace ConnLimit;

using Changes = std::vector<FieldChange>;

static Rule rule(const char *subnet, RuleAction action, std::uint32_t limit = 0)
{
    return {*ClientKey::fromString(subnet), action, limit};
}

/// What is said to differ between two Configs.
class TestConfigChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalConfigs();
    void fields();
    void rules();
    void orderOfRules();
    void manyRules();
    void namesOfFields();
};

void TestConfigChanges::equalConfigs()
{
    QVERIFY(changesBetween({}, {}).empty());
    const Config config{.rules = {rule("192.0.2.0/24", RuleAction::Block)}, .dryRun = true};
    QVERIFY(changesBetween(config, config).empty());
}

void TestConfigChanges::fields()
{
    const Config from{10, 1000, 32, 64, {}, false};
    const Config to{8, 0, 24, 128, {}, true};
    const Changes expected{{"maximumConnectionsPerClient", 10u, 8u},
                           {"maximumConnections", 1000u, 0u},
                           {"ipv4PrefixLength", 32u, 24u},
                           {"ipv6PrefixLength", 64u, 128u},
                           {"dryRun", false, true}};
    QVERIFY(changesBetween(from, to) == expected);
    QVERIFY(changesBetween(from, Config{10, 1000, 24, 64, {}, false})
            == Changes({{"ipv4PrefixLength", 32u, 24u}}));
}

void TestConfigChanges::rules()
{
    const Rule stays = rule("192.0.2.0/24", RuleAction::Exempt);
    const Rule removed = rule("198.51.100.0/24", RuleAction::Block);
    const Rule lower = rule("2001:db8::/32", RuleAction::Limit, 5);
    const Rule higher = rule("2001:db8::/32", RuleAction::Limit, 50);
    const Rule added = rule("203.0.113.7", RuleAction::Limit, 0);
    const Changes expected{{"rules", removed, {}}, {"rules", lower, higher}, {"rules", {}, added}};
    QVERIFY(changesBetween({.rules = {stays, removed, lower}}, {.rules = {added, stays, higher}})
            == expected);
    // The same subnet in another width is another rule.
    const Rule wider = rule("192.0.0.0/16", RuleAction::Exempt);
    QVERIFY(changesBetween({.rules = {stays}}, {.rules = {wider}})
            == Changes({{"rules", stays, {}}, {"rules", {}, wider}}));
}

void TestConfigChanges::orderOfRules()
{
    const Rule a = rule("192.0.2.0/24", RuleAction::Exempt);
    const Rule b = rule("198.51.100.0/24", RuleAction::Block);
    QVERIFY(changesBetween({.rules = {a, b}}, {.rules = {b, a}}).empty());
}

void TestConfigChanges::manyRules()
{
    Config from;
    Config to;
    for (quint32 i = 0; i < Config::maximumRules; ++i) {
        from.rules.push_back({ClientKey::fromIPv4(i), RuleAction::Limit, i});
        to.rules.insert(to.rules.begin() + i / 2,
                        {ClientKey::fromIPv4(i), RuleAction::Limit, i % 2 == 0 ? i : i + 1});
    }
    const Changes changes = changesBetween(from, to);
    QCOMPARE(changes.size(), Config::maximumRules / 2);
    for (std::size_t i = 0; i < changes.size(); ++i) // in the order of the first
        QVERIFY(changes[i].from == FieldValue(from.rules[2 * i + 1]));
}

void TestConfigChanges::namesOfFields()
{
    // They are the protocol's and the shell's.
    Config config;
    for (const ConfigField &field : configFields()) {
        config = {};
        config.*field.member = 1;
        const Changes changes = changesBetween({}, config);
        QCOMPARE(changes.size(), std::size_t(1));
        QCOMPARE(changes[0].field, std::string(field.name));
        QVERIFY(changes[0].to == FieldValue(1u));
    }
    QCOMPARE(QByteArray(ruleActionName(RuleAction::Limit)), QByteArray("limit"));
    QCOMPARE(QByteArray(ruleActionName(RuleAction::Exempt)), QByteArray("exempt"));
    QCOMPARE(QByteArray(ruleActionName(RuleAction::Block)), QByteArray("block"));
}

QTEST_APPLESS_MAIN(TestConfigChanges)

#include "tst_configchanges.moc"
