// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/compiledconfig_p.h>
#include <connlimit/core/limiter.h>

#include <QtTest/QTest>

using namespace ConnLimit;

namespace {

ClientKey key(const char *text)
{
    return *ClientKey::fromString(text);
}

Rule limited(const char *subnet, std::uint32_t limit)
{
    return {key(subnet), RuleAction::Limit, limit};
}

Rule exempt(const char *subnet)
{
    return {key(subnet), RuleAction::Exempt};
}

Rule blocked(const char *subnet)
{
    return {key(subnet), RuleAction::Block};
}

} // namespace

Q_DECLARE_METATYPE(std::vector<ConnLimit::Rule>)

/// Rules, the dry run, and refusals that are decided elsewhere.
class TestLimiterRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void configWithoutQuestions();
    void longestPrefixWins();
    void familiesAreApart();
    void exemptIsNeverRefused();
    void blockedIsAlwaysRefused();
    void ruleAppliesToTheNext();
    void ruleOfTheAddress();
    void manyRules();
    void invalidRulesChangeNothing_data();
    void invalidRulesChangeNothing();
    void dryRunRefusesNothing();
    void dryRunMeetsTheTotal();
    void totalLimitIsSwitched();
    void topKnowsTheRules();
    void refusalsFromElsewhere();
    void withdrawals();
    void preview();
    void previewOfOtherPrefixes();
    void previewOfNonsense();
    void contextOfLeases();
    void releaseHandlerIsSwitched();
};

void TestLimiterRules::configWithoutQuestions()
{
    const auto unquestioned
        = [](const Config &config) { return CompiledConfig(config).unquestioned(); };
    constexpr std::uint32_t most = Limiter::maximumOpenPerClient; // more cannot be counted
    QCOMPARE(unquestioned({.maximumConnectionsPerClient = 0}), most);
    QCOMPARE(unquestioned({.maximumConnectionsPerClient = 5}), 5u);
    QCOMPARE(unquestioned({.maximumConnectionsPerClient = 5, .dryRun = true}), 5u);
    QCOMPARE(unquestioned({.maximumConnectionsPerClient = most + 1}), most);
    QCOMPARE(unquestioned({.maximumConnectionsPerClient = 0xffffffff}), most);
    QCOMPARE(unquestioned({.maximumConnectionsPerClient = 5, .maximumConnections = 9}), 0u);
    QCOMPARE(unquestioned({.maximumConnectionsPerClient = 5, .rules = {exempt("127.0.0.0/8")}}),
             0u);
}

void TestLimiterRules::longestPrefixWins()
{
    Limiter limiter;
    QVERIFY(limiter
                .setConfig({.maximumConnectionsPerClient = 1,
                            .rules = {blocked("10.0.0.0/8"), limited("10.1.0.0/16", 2),
                                      exempt("10.1.1.0/24"), blocked("10.1.1.7"),
                                      limited("2001:db8::/32", 3), blocked("2001:db8:0:1::/64")}})
                .isApplied());
    const auto admits = [&limiter](const char *address) {
        std::vector<Lease> leases;
        while (leases.size() < 5) {
            Admission admission = limiter.acquire(key(address));
            if (!admission.isAdmitted())
                break;
            leases.push_back(std::move(admission.lease));
        }
        return int(leases.size());
    };
    QCOMPARE(admits("11.0.0.1"), 1);
    QCOMPARE(admits("10.2.0.1"), 0);
    QCOMPARE(admits("10.1.2.1"), 2);
    QCOMPARE(admits("10.1.1.1"), 5);
    QCOMPARE(admits("10.1.1.7"), 0);
    QCOMPARE(admits("2001:db8:1::1"), 3);
    QCOMPARE(admits("2001:db8:0:1::1"), 0);
    QCOMPARE(limiter.acquire(key("10.2.0.1")).verdict, Verdict::Blocked);
    QCOMPARE(limiter.totals().refusedBlocked, 4u);
    QCOMPARE(limiter.totals().refused(), 7u);
    QVERIFY(limiter.status(key("10.1.2.1")).rule == limited("10.1.0.0/16", 2));
    QCOMPARE(limiter.status(key("10.1.2.1")).limit, 2u);
    QVERIFY(!limiter.status(key("11.0.0.1")).rule);
    QCOMPARE(limiter.status(key("11.0.0.1")).limit, 1u);
}

void TestLimiterRules::familiesAreApart()
{
    Limiter limiter;
    limiter.setConfig({.rules = {blocked("::/0")}});
    QVERIFY(limiter.acquire(key("192.0.2.1")).isAdmitted());
    QCOMPARE(limiter.acquire(key("2001:db8::1")).verdict, Verdict::Blocked);
    limiter.setConfig({.rules = {blocked("0.0.0.0/0")}});
    QCOMPARE(limiter.acquire(key("192.0.2.1")).verdict, Verdict::Blocked);
    QCOMPARE(limiter.acquire(key("::ffff:192.0.2.1")).verdict, Verdict::Blocked);
    QVERIFY(limiter.acquire(key("2001:db8::1")).isAdmitted());
}

void TestLimiterRules::exemptIsNeverRefused()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1,
                       .maximumConnections = 2,
                       .rules = {exempt("127.0.0.0/8")}});
    std::vector<Lease> leases;
    for (int i = 0; i < 10; ++i)
        leases.push_back(limiter.acquire(key("127.0.0.1")).lease);
    QCOMPARE(limiter.numOpen(key("127.0.0.1")), 10u);
    // Those count for the others, whom the total limit refuses.
    QCOMPARE(limiter.acquire(key("192.0.2.1")).verdict, Verdict::TotalLimit);
    leases.resize(1);
    QVERIFY(limiter.acquire(key("192.0.2.1")).isAdmitted());
}

void TestLimiterRules::blockedIsAlwaysRefused()
{
    Limiter limiter;
    const Admission before = limiter.acquire(key("192.0.2.1"));
    limiter.setConfig({.maximumConnectionsPerClient = 0, .rules = {blocked("192.0.2.1")}});
    QCOMPARE(limiter.acquire(key("192.0.2.1")).verdict, Verdict::Blocked);
    QCOMPARE(limiter.numOpen(key("192.0.2.1")), 1u); // who was there stays
    const ClientStatus status = limiter.status(key("192.0.2.1"));
    QCOMPARE(status.refused, 1u);
    QVERIFY(status.rule == blocked("192.0.2.1"));
}

void TestLimiterRules::ruleAppliesToTheNext()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 5});
    std::vector<Lease> leases;
    for (int i = 0; i < 5; ++i)
        leases.push_back(limiter.acquire(key("192.0.2.1")).lease);
    limiter.setConfig({.maximumConnectionsPerClient = 5, .rules = {limited("192.0.2.0/24", 7)}});
    leases.push_back(limiter.acquire(key("192.0.2.1")).lease);
    leases.push_back(limiter.acquire(key("192.0.2.1")).lease);
    QVERIFY(leases.back());
    QCOMPARE(limiter.acquire(key("192.0.2.1")).verdict, Verdict::PerClientLimit);
    limiter.setConfig({.maximumConnectionsPerClient = 5, .rules = {limited("192.0.2.0/24", 0)}});
    QVERIFY(limiter.acquire(key("192.0.2.1")).isAdmitted()); // 0 = no limit
    limiter.setConfig({.maximumConnectionsPerClient = 5});
    QCOMPARE(limiter.acquire(key("192.0.2.1")).verdict, Verdict::PerClientLimit);
}

void TestLimiterRules::ruleOfTheAddress()
{
    // The rule is that of the address, the count that of the client, which is wider here.
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1,
                       .ipv4PrefixLength = 24,
                       .rules = {exempt("192.0.2.7"), limited("192.0.2.8", 3)}});
    const Admission exempted = limiter.acquire(key("192.0.2.7"));
    QVERIFY(exempted.isAdmitted() && exempted.client == key("192.0.2.0/24"));
    QCOMPARE(limiter.acquire(key("192.0.2.9")).verdict, Verdict::PerClientLimit);
    const Admission limitedOne = limiter.acquire(key("192.0.2.8"));
    QVERIFY(limitedOne.isAdmitted());
    QVERIFY(limiter.acquire(key("192.0.2.7")).isAdmitted());
    QVERIFY(limiter.acquire(key("192.0.2.8")).isAdmitted());
    QVERIFY(limiter.status(key("192.0.2.7")).rule == exempt("192.0.2.7"));
    QVERIFY(!limiter.status(key("192.0.2.0/24")).rule); // no rule is for all of it
}

void TestLimiterRules::manyRules()
{
    Config config;
    for (std::uint32_t i = 0; i < Config::maximumRules; ++i)
        config.rules.push_back({ClientKey::fromIPv4(i << 12, 20), RuleAction::Limit, 1 + i % 7});
    Limiter limiter;
    QVERIFY(limiter.setConfig(config).isApplied());
    for (std::uint32_t i = 0; i < Config::maximumRules; i += 97)
        QCOMPARE(limiter.status(ClientKey::fromIPv4((i << 12) + 5)).limit, 1 + i % 7);
    QCOMPARE(limiter.status(key("255.0.0.1")).limit, 100u);
}

void TestLimiterRules::invalidRulesChangeNothing_data()
{
    QTest::addColumn<std::vector<Rule>>("rules");
    QTest::addColumn<QString>("error");
    const Rule good = limited("192.0.2.0/24", 3);
    Rule rule = blocked("10.0.0.0/8");
    QTest::newRow("no subnet") << std::vector<Rule>{good, {}}
                               << QStringLiteral("rules[1].subnet: must be an address or a subnet");
    QTest::newRow("twice") << std::vector<Rule>{good, rule, exempt("192.0.2.0/24")}
                           << QStringLiteral("rules[2].subnet: must be in one rule only: "
                                             "192.0.2.0/24");
    rule.limit = 5;
    QTest::newRow("limit of a block")
        << std::vector<Rule>{good, rule}
        << QStringLiteral("rules[1].limit: must be 0 where the action is not limit, not 5");
    rule.action = RuleAction::Exempt;
    QTest::newRow("limit of an exemption")
        << std::vector<Rule>{rule}
        << QStringLiteral("rules[0].limit: must be 0 where the action is not limit, not 5");
    rule.action = RuleAction(7);
    QTest::newRow("no action") << std::vector<Rule>{rule}
                               << QStringLiteral("rules[0].action: must be limit, exempt or block");
    std::vector<Rule> many;
    for (std::uint32_t i = 0; i <= Config::maximumRules; ++i)
        many.push_back({ClientKey::fromIPv4(i)});
    QTest::newRow("too many") << many << QStringLiteral("rules: must be at most 16384, not 16385");
}

void TestLimiterRules::invalidRulesChangeNothing()
{
    QFETCH(std::vector<Rule>, rules);
    QFETCH(QString, error);
    Limiter limiter;
    const ConfigChange change
        = limiter.setConfig({.maximumConnectionsPerClient = 1, .rules = rules});
    QCOMPARE(change.outcome, ConfigChange::Outcome::Invalid);
    QCOMPARE(QString::fromStdString(change.error.toString()), error);
    QVERIFY(limiter.config() == Config());
    QCOMPARE(limiter.revision(), 1u);
}

void TestLimiterRules::dryRunRefusesNothing()
{
    Limiter limiter;
    limiter.setConfig(
        {.maximumConnectionsPerClient = 1, .rules = {blocked("198.51.100.0/24")}, .dryRun = true});
    const Admission first = limiter.acquire(key("192.0.2.1"));
    QCOMPARE(first.dryRunVerdict, Verdict::Admitted);
    const Admission second = limiter.acquire(key("192.0.2.1"));
    QVERIFY(second.isAdmitted() && second.lease);
    QCOMPARE(second.dryRunVerdict, Verdict::PerClientLimit);
    const Admission third = limiter.acquire(key("198.51.100.1"));
    QVERIFY(third.isAdmitted());
    QCOMPARE(third.dryRunVerdict, Verdict::Blocked);
    QCOMPARE(limiter.acquire(ClientKey()).verdict, Verdict::NoAddress);

    QCOMPARE(limiter.numOpen(key("192.0.2.1")), 2u);
    QCOMPARE(limiter.status(key("192.0.2.1")).refused, 1u);
    QVERIFY(limiter.status(key("192.0.2.1")).lastRefused);
    const Totals totals = limiter.totals();
    QCOMPARE(totals.admitted, 3u);
    QCOMPARE(totals.dryRunRefused, 2u);
    QCOMPARE(totals.refused(), 1u); // the one without an address

    limiter.setConfig({.maximumConnectionsPerClient = 1});
    const Admission refused = limiter.acquire(key("192.0.2.1"));
    QCOMPARE(refused.verdict, Verdict::PerClientLimit);
    QCOMPARE(refused.dryRunVerdict, Verdict::Admitted);
}

void TestLimiterRules::dryRunMeetsTheTotal()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnections = 1, .dryRun = true});
    std::vector<Admission> admissions;
    for (const char *address : {"192.0.2.1", "192.0.2.2", "192.0.2.3"})
        admissions.push_back(limiter.acquire(key(address)));
    QCOMPARE(admissions[0].dryRunVerdict, Verdict::Admitted);
    QCOMPARE(admissions[2].dryRunVerdict, Verdict::TotalLimit);
    limiter.setConfig({.maximumConnections = 3});
    QCOMPARE(limiter.acquire(key("192.0.2.4")).verdict, Verdict::TotalLimit);
    admissions.pop_back();
    QVERIFY(limiter.acquire(key("192.0.2.4")).isAdmitted());
}

void TestLimiterRules::totalLimitIsSwitched()
{
    // What came while nobody counted all connections is counted when somebody does.
    Limiter limiter;
    for (int round = 0; round < 3; ++round) {
        limiter.setConfig({.maximumConnections = 0});
        std::vector<Lease> leases;
        for (std::uint32_t i = 0; i < 100; ++i)
            leases.push_back(limiter.acquire(ClientKey::fromIPv4(i)).lease);
        limiter.setConfig({.maximumConnections = 101});
        leases.push_back(limiter.acquire(ClientKey::fromIPv4(500)).lease);
        QVERIFY(leases.back());
        QCOMPARE(limiter.acquire(ClientKey::fromIPv4(501)).verdict, Verdict::TotalLimit);
        leases.resize(50);
        limiter.setConfig({.maximumConnections = 51});
        const Lease last = limiter.acquire(ClientKey::fromIPv4(500)).lease;
        QCOMPARE(limiter.acquire(ClientKey::fromIPv4(501)).verdict, Verdict::TotalLimit);
    }
    QCOMPARE(limiter.totals().open, 0u);
}

void TestLimiterRules::topKnowsTheRules()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 5,
                       .rules = {limited("10.0.0.0/8", 9), exempt("127.0.0.1")}});
    std::vector<Admission> admissions;
    for (const char *address : {"192.0.2.1", "10.0.0.1", "127.0.0.1"})
        admissions.push_back(limiter.acquire(key(address)));
    const ClientPage page = limiter.top({.order = ClientOrder::Limit, .filter = {}});
    QCOMPARE(page.clients.size(), 3u);
    QVERIFY(page.clients[0].client == key("127.0.0.1")); // no limit is the highest
    QVERIFY(page.clients[0].rule == exempt("127.0.0.1"));
    QCOMPARE(page.clients[1].limit, 9u);
    QVERIFY(page.clients[1].rule == limited("10.0.0.0/8", 9));
    QCOMPARE(page.clients[2].limit, 5u);
    QVERIFY(!page.clients[2].rule);
}

void TestLimiterRules::refusalsFromElsewhere()
{
    Limiter limiter;
    QVERIFY(limiter.recordRefusal(key("2001:db8::1"), Verdict::Overload) == key("2001:db8::/64"));
    QVERIFY(limiter.recordRefusal(ClientKey(), Verdict::NoAddress).isNull());
    limiter.recordRefusal(key("192.0.2.1"), Verdict::BadProxyHeader);
    limiter.recordRefusal(key("2001:db8::2"), Verdict::Admitted); // is none
    const Totals totals = limiter.totals();
    QCOMPARE(totals.refusedOverload, 1u);
    QCOMPARE(totals.refusedBadProxyHeader, 1u);
    QCOMPARE(totals.refusedNoAddress, 1u);
    QCOMPARE(totals.refused(), 3u);
    QCOMPARE(totals.dryRunRefused, 0u);
    QCOMPARE(limiter.status(key("2001:db8::3")).refused, 1u);
    QCOMPARE(verdictName(Verdict::Overload), std::string_view("overload"));
    QCOMPARE(verdictName(Verdict::Blocked), std::string_view("blocked"));
    QCOMPARE(verdictName(Verdict::BadProxyHeader), std::string_view("bad-proxy-header"));
    QCOMPARE(refusalText(Verdict::Overload), std::string_view("The server is busy."));
    QCOMPARE(refusalText(Verdict::Blocked), std::string_view("Connection refused."));
}

void TestLimiterRules::withdrawals()
{
    Limiter limiter;
    Lease kept = limiter.acquire(key("2001:db8::1")).lease;
    Lease withdrawn = limiter.acquire(key("2001:db8::2")).lease;
    QCOMPARE(limiter.totals().admitted, 2u);
    QVERIFY(limiter.recordWithdrawal(key("2001:db8::2"), Verdict::BadProxyHeader)
            == key("2001:db8::/64"));
    limiter.recordWithdrawal(key("2001:db8::2"), Verdict::Admitted); // is none
    QCOMPARE(limiter.totals().admitted, 1u);
    QCOMPARE(limiter.totals().open, 2u); // until it is released
    QCOMPARE(limiter.totals().refusedBadProxyHeader, 1u);
    QCOMPARE(limiter.status(key("2001:db8::2")).refused, 1u);
    withdrawn.release();
    QCOMPARE(limiter.totals().open, 1u);
    kept.release();
    QCOMPARE(limiter.totals().open, 0u);
    QCOMPARE(limiter.totals().admitted, 1u);
}

void TestLimiterRules::releaseHandlerIsSwitched()
{
    int released = 0;
    Limiter limiter([&released](const ClientKey &) { ++released; });
    limiter.setReleaseHandlerEnabled(false);
    limiter.acquire(key("192.0.2.1")).lease.release();
    QCOMPARE(released, 0);
    limiter.setReleaseHandlerEnabled(true);
    limiter.acquire(key("192.0.2.1")).lease.release();
    QCOMPARE(released, 1);
    Limiter without;
    without.setReleaseHandlerEnabled(true); // there is none
    without.acquire(key("192.0.2.1")).lease.release();
}

void TestLimiterRules::preview()
{
    Limiter limiter;
    std::vector<Lease> leases;
    const auto open = [&](const char *client, int count) {
        for (int i = 0; i < count; ++i)
            leases.push_back(limiter.acquire(*ClientKey::fromString(client)).lease);
    };
    const auto effect = [&limiter](const Config &config) {
        return std::get<ConfigEffect>(limiter.preview(config));
    };
    QVERIFY(effect({}) == ConfigEffect());
    open("192.0.2.1", 1);
    open("192.0.2.2", 3);
    open("198.51.100.1", 5);
    open("2001:db8::1", 8);

    const ConfigEffect nobody{.clients = 4, .open = 17};
    QVERIFY(effect({.maximumConnectionsPerClient = 0}) == nobody); // 0: no limit
    QVERIFY(effect({.maximumConnectionsPerClient = 9}) == nobody);
    ConfigEffect expected = nobody;
    expected.clientsAtLimit = 1; // with all that it may have, and no more
    QVERIFY(effect({.maximumConnectionsPerClient = 8}) == expected);
    expected = {.clients = 4, .open = 17, .clientsOver = 2, .connectionsOver = 13, .excess = 7};
    expected.clientsAtLimit = 3;
    QVERIFY(effect({.maximumConnectionsPerClient = 3}) == expected);

    const Rule exempt{*ClientKey::fromString("2001:db8::/32"), RuleAction::Exempt};
    const Rule block{*ClientKey::fromString("198.51.100.0/24"), RuleAction::Block};
    const Rule own{*ClientKey::fromString("192.0.2.2"), RuleAction::Limit, 2};
    const Rule none{*ClientKey::fromString("198.51.100.1"), RuleAction::Limit, 0};
    expected = {.clients = 4, .open = 17, .clientsOver = 2, .connectionsOver = 8, .excess = 6};
    expected.clientsAtLimit = 3; // the first one has reached the limit of all
    QVERIFY(effect({.maximumConnectionsPerClient = 1, .rules = {exempt, block, own}}) == expected);
    expected = {.clients = 4, .open = 17, .clientsOver = 1, .connectionsOver = 3, .excess = 1};
    expected.clientsAtLimit = 2;
    QVERIFY(effect({.maximumConnectionsPerClient = 1, .rules = {exempt, block, own, none}})
            == expected);

    for (const std::uint32_t maximum : {0u, 16u, 17u, 18u})
        QCOMPARE(effect({.maximumConnections = maximum}).isTotalReached,
                 maximum == 16 || maximum == 17);
    QVERIFY(limiter.config() == Config()); // nothing was applied
    expected = effect({.maximumConnectionsPerClient = 3, .dryRun = true});
    QVERIFY(expected == effect({.maximumConnectionsPerClient = 3}));
}

void TestLimiterRules::previewOfOtherPrefixes()
{
    Limiter limiter;
    const Admission one = limiter.acquire(*ClientKey::fromString("192.0.2.1"));
    const Admission two = limiter.acquire(*ClientKey::fromString("192.0.2.2"));
    const auto effect = std::get<ConfigEffect>(
        limiter.preview({.maximumConnectionsPerClient = 1, .ipv4PrefixLength = 24}));
    QVERIFY(effect.clients == 2 && effect.clientsAtLimit == 2 && effect.clientsOver == 0);
}

void TestLimiterRules::previewOfNonsense()
{
    const Limiter limiter;
    const auto answer = limiter.preview({.ipv4PrefixLength = 33});
    QVERIFY(std::holds_alternative<ConfigError>(answer));
    QCOMPARE(std::get<ConfigError>(answer).field, std::string("ipv4PrefixLength"));
}

void TestLimiterRules::contextOfLeases()
{
    struct Context : LeaseContext
    {};
    std::weak_ptr<Context> watched;
    Lease lease;
    {
        const auto context = std::make_shared<Context>();
        watched = context;
        Limiter limiter({}, context);
        lease = limiter.acquire(ClientKey::fromIPv4(1)).lease;
        QCOMPARE(lease.context(), context.get());
    }
    QVERIFY(!watched.expired()); // the limiter is gone, its lease is not
    QCOMPARE(lease.context(), watched.lock().get());
    lease.release();
    QVERIFY(watched.expired());
    QCOMPARE(lease.context(), nullptr);
    Limiter without;
    QCOMPARE(without.acquire(ClientKey::fromIPv4(1)).lease.context(), nullptr);
}

QTEST_APPLESS_MAIN(TestLimiterRules)

#include "tst_limiterrules.moc"
