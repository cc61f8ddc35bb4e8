// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "snapshots.h"

#include <QtTest/QTest>

using namespace ConnLimit;

namespace {

ClientKey address(const char *text)
{
    return *ClientKey::fromString(text);
}

} // namespace

/// The promises of Limiter and Lease, in one thread.
class TestLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void limitsEachClient();
    void limitsAllClients();
    void perClientLimitComesFirst();
    void zeroIsNoLimit();
    void leaseGivesBackOnce();
    void leaseMoves();
    void admissionIsUsedAgain();
    void leaseOutlivesTheLimiter();
    void loweredLimitClosesNothing();
    void raisedLimitAdmitsTheNext();
    void noEntryIsLeftBehind();
    void sameClientHoweverWritten();
    void prefixIsOneClient();
    void changedPrefixKeepsCounts();
    void noAddress();
    void invalidConfigChangesNothing_data();
    void invalidConfigChangesNothing();
    void configRevisions();
    void releaseHandler();
    void textsForPeers();
};

void TestLimiter::limitsEachClient()
{
    Limiter limiter;
    QVERIFY(limiter.setConfig({.maximumConnectionsPerClient = 2}).isApplied());
    Admission first = limiter.acquire(address("192.0.2.1"));
    Admission second = limiter.acquire(address("192.0.2.1"));
    QVERIFY(first.isAdmitted() && second.isAdmitted());
    const Admission third = limiter.acquire(address("192.0.2.1"));
    QCOMPARE(third.verdict, Verdict::PerClientLimit);
    QVERIFY(!third.isAdmitted() && !third.lease);
    QVERIFY(third.client == address("192.0.2.1"));
    QVERIFY(limiter.acquire(address("192.0.2.2")).isAdmitted());
    QCOMPARE(limiter.numOpen(address("192.0.2.1")), 2u);
    QCOMPARE(limiter.numOpen(address("192.0.2.2")), 0u); // its lease is gone already
    first.lease.release();
    QVERIFY(limiter.acquire(address("192.0.2.1")).isAdmitted());
}

void TestLimiter::limitsAllClients()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnections = 2});
    Admission first = limiter.acquire(address("192.0.2.1"));
    const Admission second = limiter.acquire(address("192.0.2.2"));
    QCOMPARE(limiter.acquire(address("192.0.2.3")).verdict, Verdict::TotalLimit);
    QCOMPARE(limiter.totals().clients, 2u);
    first.lease.release();
    QVERIFY(limiter.acquire(address("192.0.2.3")).isAdmitted());
    QCOMPARE(limiter.totals().refusedTotalLimit, 1u);
}

void TestLimiter::perClientLimitComesFirst()
{
    // Whoever has too many is told so, whatever the others have.
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1, .maximumConnections = 1});
    const Admission first = limiter.acquire(address("192.0.2.1"));
    QCOMPARE(limiter.acquire(address("192.0.2.1")).verdict, Verdict::PerClientLimit);
    QCOMPARE(limiter.acquire(address("192.0.2.2")).verdict, Verdict::TotalLimit);
}

void TestLimiter::zeroIsNoLimit()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 0, .maximumConnections = 0});
    std::vector<Lease> leases;
    for (int i = 0; i < 10'000; ++i)
        leases.push_back(limiter.acquire(address("192.0.2.1")).lease);
    QCOMPARE(limiter.numOpen(address("192.0.2.1")), 10'000u);
    QCOMPARE(limiter.status(address("192.0.2.1")).limit, 0u);
}

void TestLimiter::leaseGivesBackOnce()
{
    Limiter limiter;
    const auto client = address("192.0.2.1");
    Admission keeper = limiter.acquire(client);
    Lease lease = limiter.acquire(client).lease;
    QVERIFY(lease);
    QVERIFY(lease.client() == client);
    lease.release();
    QVERIFY(!lease);
    QCOMPARE(limiter.numOpen(client), 1u);
    lease.release();
    lease.release();
    QCOMPARE(limiter.numOpen(client), 1u);
    {
        const Lease again = limiter.acquire(client).lease;
    }
    QCOMPARE(limiter.numOpen(client), 1u);

    Lease never; // freeing what was never accepted is a no-op
    never.release();
    QVERIFY(!never && never.client().isNull());
    Lease refused = limiter.acquire(ClientKey()).lease;
    refused.release();
    QCOMPARE(limiter.totals().open, 1u);
}

void TestLimiter::leaseMoves()
{
    Limiter limiter;
    const auto one = address("192.0.2.1");
    const auto two = address("192.0.2.2");
    Lease a = limiter.acquire(one).lease;
    Lease b = std::move(a);
    QVERIFY(!a && b); // NOLINT: what a moved-from lease is, is a promise
    a.release();
    QCOMPARE(limiter.numOpen(one), 1u);

    Lease c = limiter.acquire(two).lease;
    c = std::move(b); // gives back what it had
    QCOMPARE(limiter.numOpen(two), 0u);
    QCOMPARE(limiter.numOpen(one), 1u);
    Lease &same = c;
    c = std::move(same);
    QCOMPARE(limiter.numOpen(one), 1u);
    QVERIFY(c);
    c = Lease();
    QCOMPARE(limiter.numOpen(one), 0u);

    std::vector<Lease> leases;
    for (int i = 0; i < 100; ++i)
        leases.push_back(limiter.acquire(one).lease); // moved when the vector grows
    QCOMPARE(limiter.numOpen(one), 100u);
    leases.clear();
    QCOMPARE(limiter.totals().open, 0u);
}

void TestLimiter::admissionIsUsedAgain()
{
    Limiter limiter;
    QVERIFY(limiter.setConfig({.maximumConnectionsPerClient = 1}).isApplied());
    const auto one = address("192.0.2.1");
    const auto two = address("192.0.2.2");
    const Admission keeper = limiter.acquire(two);
    Admission admission;
    limiter.acquire(one, admission);
    QVERIFY(admission.isAdmitted() && admission.lease && admission.client == one);
    limiter.acquire(one, admission); // gives back what it had, first
    QVERIFY(admission.isAdmitted() && admission.lease);
    QCOMPARE(limiter.numOpen(one), 1u);

    limiter.acquire(two, admission);
    QCOMPARE(admission.verdict, Verdict::PerClientLimit);
    QVERIFY(!admission.lease && admission.client == two);
    QCOMPARE(limiter.numOpen(one), 0u);
    limiter.acquire(ClientKey(), admission);
    QCOMPARE(admission.verdict, Verdict::NoAddress);
    QVERIFY(!admission.lease && admission.client.isNull());

    QVERIFY(limiter.setConfig({.maximumConnectionsPerClient = 1, .dryRun = true}).isApplied());
    limiter.acquire(two, admission);
    QVERIFY(admission.isAdmitted() && admission.dryRunVerdict == Verdict::PerClientLimit);
    limiter.acquire(one, admission);
    QVERIFY(admission.isAdmitted() && admission.dryRunVerdict == Verdict::Admitted);
    QCOMPARE(limiter.totals().open, 2u);
}

void TestLimiter::leaseOutlivesTheLimiter()
{
    int released = 0;
    Lease lease;
    {
        Limiter limiter([&](const ClientKey &) { ++released; });
        lease = limiter.acquire(address("192.0.2.1")).lease;
    }
    QVERIFY(lease);
    QCOMPARE(released, 0);
    lease.release();
    QCOMPARE(released, 1);
}

void TestLimiter::loweredLimitClosesNothing()
{
    Limiter limiter;
    const auto client = address("192.0.2.1");
    limiter.setConfig({.maximumConnectionsPerClient = 5});
    std::vector<Lease> leases;
    for (int i = 0; i < 5; ++i)
        leases.push_back(limiter.acquire(client).lease);
    limiter.setConfig({.maximumConnectionsPerClient = 2});
    QCOMPARE(limiter.numOpen(client), 5u);
    while (leases.size() >= 2) {
        QCOMPARE(limiter.acquire(client).verdict, Verdict::PerClientLimit);
        leases.pop_back();
    }
    QVERIFY(limiter.acquire(client).isAdmitted());
}

void TestLimiter::raisedLimitAdmitsTheNext()
{
    Limiter limiter;
    const auto client = address("192.0.2.1");
    limiter.setConfig({.maximumConnectionsPerClient = 1});
    const Admission first = limiter.acquire(client);
    QVERIFY(!limiter.acquire(client).isAdmitted());
    limiter.setConfig({.maximumConnectionsPerClient = 2});
    const Admission second = limiter.acquire(client);
    QVERIFY(second.isAdmitted());
    QVERIFY(!limiter.acquire(client).isAdmitted());
}

void TestLimiter::noEntryIsLeftBehind()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1});
    for (quint32 i = 0; i < 1000; ++i) {
        Admission admission = limiter.acquire(ClientKey::fromIPv4(i));
        QVERIFY(!limiter.acquire(ClientKey::fromIPv4(i)).isAdmitted());
    }
    QVERIFY(snapshotOf(limiter).empty());
    QCOMPARE(limiter.totals().clients, 0u);
    // A refusal by the total limit makes no entry either.
    limiter.setConfig({.maximumConnections = 1});
    const Admission one = limiter.acquire(address("192.0.2.1"));
    QVERIFY(!limiter.acquire(address("192.0.2.2")).isAdmitted());
    QCOMPARE(snapshotOf(limiter).size(), 1u);
}

void TestLimiter::sameClientHoweverWritten()
{
    Limiter limiter;
    const Admission first = limiter.acquire(address("192.0.2.1"));
    const Admission second = limiter.acquire(address("::ffff:192.0.2.1"));
    QVERIFY(first.client == second.client);
    QCOMPARE(limiter.numOpen(address("::ffff:c000:201")), 2u);
    QCOMPARE(limiter.totals().clients, 1u);
}

void TestLimiter::prefixIsOneClient()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 2});
    const Admission first = limiter.acquire(address("2001:db8:1:2::1"));
    const Admission second = limiter.acquire(address("2001:db8:1:2:ffff::9"));
    QCOMPARE(limiter.acquire(address("2001:db8:1:2::3")).verdict, Verdict::PerClientLimit);
    QVERIFY(limiter.acquire(address("2001:db8:1:3::1")).isAdmitted());
    QCOMPARE(QString::fromStdString(first.client.toString()), QStringLiteral("2001:db8:1:2::/64"));
    QCOMPARE(limiter.numOpen(address("2001:db8:1:2::/64")), 2u);

    Limiter strict;
    strict.setConfig(
        {.maximumConnectionsPerClient = 1, .ipv4PrefixLength = 24, .ipv6PrefixLength = 128});
    const Admission a = strict.acquire(address("2001:db8:1:2::1"));
    QVERIFY(strict.acquire(address("2001:db8:1:2::2")).isAdmitted());
    const Admission b = strict.acquire(address("192.0.2.1"));
    QVERIFY(!strict.acquire(address("192.0.2.200")).isAdmitted());
    QVERIFY(strict.acquire(address("192.0.3.1")).isAdmitted());
}

void TestLimiter::changedPrefixKeepsCounts()
{
    Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1});
    Admission old = limiter.acquire(address("192.0.2.1"));
    limiter.setConfig({.maximumConnectionsPerClient = 1, .ipv4PrefixLength = 24});
    Admission fresh = limiter.acquire(address("192.0.2.2"));
    QVERIFY(fresh.isAdmitted()); // counted as the subnet, the old one as the address
    QCOMPARE(limiter.totals().open, 2u);
    QCOMPARE(snapshotOf(limiter).size(), 2u);
    old.lease.release();
    fresh.lease.release();
    QVERIFY(snapshotOf(limiter).empty());
}

void TestLimiter::noAddress()
{
    Limiter limiter;
    const Admission admission = limiter.acquire(ClientKey());
    QCOMPARE(admission.verdict, Verdict::NoAddress);
    QVERIFY(admission.client.isNull() && !admission.lease);
    QVERIFY(snapshotOf(limiter).empty());
    QCOMPARE(limiter.totals().refusedNoAddress, 1u);
    QCOMPARE(limiter.numOpen(ClientKey()), 0u);
}

void TestLimiter::invalidConfigChangesNothing_data()
{
    QTest::addColumn<uint>("ipv4PrefixLength");
    QTest::addColumn<uint>("ipv6PrefixLength");
    QTest::addColumn<QString>("field");
    QTest::newRow("IPv4, 0") << 0u << 64u << QStringLiteral("ipv4PrefixLength");
    QTest::newRow("IPv4, 33") << 33u << 64u << QStringLiteral("ipv4PrefixLength");
    QTest::newRow("IPv4, highest") << 4294967295u << 64u << QStringLiteral("ipv4PrefixLength");
    QTest::newRow("IPv6, 0") << 32u << 0u << QStringLiteral("ipv6PrefixLength");
    QTest::newRow("IPv6, 129") << 32u << 129u << QStringLiteral("ipv6PrefixLength");
    QTest::newRow("IPv4, 1") << 1u << 64u << QString();
    QTest::newRow("IPv6, 1") << 32u << 1u << QString();
    QTest::newRow("IPv6, 128") << 32u << 128u << QString();
}

void TestLimiter::invalidConfigChangesNothing()
{
    QFETCH(uint, ipv4PrefixLength);
    QFETCH(uint, ipv6PrefixLength);
    QFETCH(QString, field);
    Limiter limiter;
    const Config wanted{7, 8, ipv4PrefixLength, ipv6PrefixLength};
    const ConfigChange change = limiter.setConfig(wanted);
    if (field.isEmpty()) {
        QVERIFY(change.isApplied() && limiter.config() == wanted);
        return;
    }
    QCOMPARE(change.outcome, ConfigChange::Outcome::Invalid);
    QCOMPARE(QString::fromStdString(change.error.field), field);
    QVERIFY(QString::fromStdString(change.error.toString())
                .startsWith(field + QStringLiteral(": must be")));
    QVERIFY(limiter.config() == Config());
    QCOMPARE(change.after.revision, change.before.revision);
    QCOMPARE(limiter.setConfig(wanted, 99).outcome, ConfigChange::Outcome::Invalid);
}

void TestLimiter::configRevisions()
{
    Limiter limiter;
    QCOMPARE(limiter.configRevision().revision, 1u);
    const Config five{.maximumConnectionsPerClient = 5};
    const ConfigChange first = limiter.setConfig(five, 1);
    QVERIFY(first.isApplied());
    QCOMPARE(first.before.config.maximumConnectionsPerClient, 100u);
    QCOMPARE(first.after.revision, 2u);
    QCOMPARE(limiter.setConfig(five).after.revision, 2u); // no change

    const ConfigChange stale = limiter.setConfig({.maximumConnectionsPerClient = 6}, 1);
    QCOMPARE(stale.outcome, ConfigChange::Outcome::Conflict);
    QVERIFY(!stale.isApplied());
    QCOMPARE(stale.after.revision, 2u);
    QVERIFY(stale.after.config == five && limiter.config() == five);
    QVERIFY(limiter.setConfig({.maximumConnectionsPerClient = 6}, 2).isApplied());
    QVERIFY(limiter.setConfig({.maximumConnectionsPerClient = 7}).isApplied());
    QCOMPARE(limiter.configRevision().revision, 4u);
}

void TestLimiter::releaseHandler()
{
    std::vector<ClientKey> released;
    Limiter *calledBack = nullptr;
    Limiter limiter([&](const ClientKey &client) {
        released.push_back(client);
        QCOMPARE(calledBack->numOpen(client), 0u); // no lock is held, and the count has fallen
        QVERIFY(calledBack->acquire(ClientKey()).verdict == Verdict::NoAddress);
    });
    calledBack = &limiter;
    Lease lease = limiter.acquire(address("2001:db8::1")).lease;
    QVERIFY(released.empty());
    lease.release();
    lease.release();
    QCOMPARE(released.size(), 1u);
    QVERIFY(released[0] == address("2001:db8::/64"));
}

void TestLimiter::textsForPeers()
{
    QVERIFY(refusalText(Verdict::Admitted).empty());
    for (const Verdict verdict :
         {Verdict::PerClientLimit, Verdict::TotalLimit, Verdict::NoAddress}) {
        QVERIFY(!refusalText(verdict).empty() && !verdictName(verdict).empty());
        for (const char character : refusalText(verdict))
            QVERIFY(character < '0' || character > '9'); // neither limits nor counts
    }
    QCOMPARE(verdictName(Verdict::PerClientLimit), std::string_view("per-client-limit"));
}

QTEST_APPLESS_MAIN(TestLimiter)

#include "tst_limiter.moc"
