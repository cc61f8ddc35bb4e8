// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "model.h"
#include "snapshots.h"

#include <QtTest/QTest>

#include <atomic>
#include <thread>

using namespace ConnLimit;

namespace {

bool isSame(const Admission &admission, const LimiterModel::Answer &answer)
{
    return admission.verdict == answer.verdict && admission.client == answer.client
           && admission.dryRunVerdict == answer.dryRunVerdict
           && bool(admission.lease) == (answer.verdict == Verdict::Admitted);
}

Totals withClients(Totals totals, std::size_t clients)
{
    totals.clients = clients;
    return totals;
}

} // namespace

/// Random sequences of all that can happen to a limiter, held against a model of it.
class TestLimiterModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheModel();
    void batchesFollowTheModel();
    void limitsHoldInThreads();
};

void TestLimiterModel::followsTheModel()
{
    const unsigned seed = std::random_device()();
    const QByteArray note = "seed " + QByteArray::number(seed);
    Scenery scenery(seed);
    Limiter limiter;
    LimiterModel model;
    std::vector<Lease> leases;
    for (int step = 0; step < 20'000; ++step) {
        const unsigned action = scenery.below(100);
        if (action == 0) {
            model.setConfig(scenery.config());
            QVERIFY2(limiter.setConfig(model.config()).isApplied(), note.constData());
        } else if (action < 60 || leases.empty()) {
            const ClientKey address = scenery.address();
            Admission admission = limiter.acquire(address);
            QVERIFY2(isSame(admission, model.acquire(address)), note.constData());
            if (admission.isAdmitted())
                leases.push_back(std::move(admission.lease));
        } else {
            std::swap(leases[scenery.below(unsigned(leases.size()))], leases.back());
            model.release(leases.back().client());
            leases.pop_back();
        }
        QCOMPARE(limiter.totals().open, model.totals.open);
        if (step % 100 != 0)
            continue;
        QVERIFY2(snapshotOf(limiter) == model.open, note.constData());
        QVERIFY2(limiter.totals() == withClients(model.totals, model.open.size()),
                 note.constData());
        const ClientKey address = scenery.address();
        const ClientStatus status = limiter.status(address);
        const Rule *rule = model.ruleFor(address);
        QVERIFY2(status.rule == (rule ? std::optional(*rule) : std::nullopt), note.constData());
        QCOMPARE(status.limit, rule ? rule->limit : model.config().maximumConnectionsPerClient);
        const auto refused = model.refused.find(status.client);
        QCOMPARE(status.refused, refused == model.refused.end() ? 0 : refused->second);
    }
    leases.clear();
    QVERIFY(snapshotOf(limiter).empty());
}

void TestLimiterModel::batchesFollowTheModel()
{
    const unsigned seed = std::random_device()();
    const QByteArray note = "seed " + QByteArray::number(seed);
    Scenery scenery(seed);
    Limiter limiter;
    LimiterModel model;
    std::vector<Lease> leases;
    for (int step = 0; step < 500; ++step) {
        model.setConfig(scenery.config());
        limiter.setConfig(model.config());
        std::vector<ClientKey> addresses(scenery.below(70));
        for (ClientKey &address : addresses)
            address = scenery.address();
        std::vector<Admission> admissions(addresses.size() + scenery.below(3));
        limiter.acquire(addresses, admissions);
        for (std::size_t i = 0; i < addresses.size(); ++i) {
            QVERIFY2(isSame(admissions[i], model.acquire(addresses[i])), note.constData());
            leases.push_back(std::move(admissions[i].lease));
        }
        const std::size_t kept = scenery.below(unsigned(leases.size()) + 1);
        for (const Lease &lease : std::span(leases).subspan(kept)) {
            if (lease)
                model.release(lease.client());
        }
        Lease::release(std::span(leases).subspan(kept));
        QVERIFY(std::none_of(leases.begin() + std::ptrdiff_t(kept), leases.end(),
                             [](const Lease &lease) { return bool(lease); }));
        leases.resize(kept);
        QVERIFY2(snapshotOf(limiter) == model.open, note.constData());
    }
}

void TestLimiterModel::limitsHoldInThreads()
{
    // Two limits, of which one holds at any moment, on or off; leases of the run before are given
    // back, one by one and in batches.
    constexpr std::int64_t limit = 40;
    Limiter limiter;
    const Config total{.maximumConnectionsPerClient = 0, .maximumConnections = limit};
    const Config subnets{.maximumConnectionsPerClient = 1,
                         .maximumConnections = limit,
                         .ipv4PrefixLength = 30,
                         .rules = {{ClientKey::fromIPv4(0, 8), RuleAction::Limit, 0}}};
    limiter.setConfig(total);
    std::atomic<std::int64_t> held = 0;
    std::atomic<std::int64_t> highest = 0;
    std::atomic<unsigned> running = 3;
    const auto work = [&](unsigned seed) {
        Scenery scenery(seed);
        for (int i = 0; i < 2'000; ++i) {
            std::vector<ClientKey> addresses;
            for (unsigned wanted = scenery.below(30); wanted > 0; --wanted)
                addresses.push_back(ClientKey::fromIPv4(scenery.below(1000)));
            std::vector<Admission> admissions(addresses.size());
            limiter.acquire(addresses, admissions);
            std::vector<Lease> leases;
            for (Admission &admission : admissions) {
                if (admission.isAdmitted())
                    leases.push_back(std::move(admission.lease));
            }
            const std::int64_t now = held += std::int64_t(leases.size());
            std::int64_t seen = highest;
            while (seen < now && !highest.compare_exchange_weak(seen, now)) {
            }
            held -= std::int64_t(leases.size());
            if (i % 2)
                Lease::release(leases);
        }
        --running;
    };
    std::vector<std::thread> threads;
    for (unsigned seed = 1; seed <= 3; ++seed)
        threads.emplace_back(work, seed);
    while (running > 0) {
        limiter.setConfig(subnets);
        limiter.setConfig(total);
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY2(highest <= limit && highest > 0, qPrintable(QString::number(highest)));
    QCOMPARE(limiter.totals().open, 0u);
    QCOMPARE(limiter.totals().clients, 0u);
}

QTEST_APPLESS_MAIN(TestLimiterModel)

#include "tst_limitermodel.moc"
