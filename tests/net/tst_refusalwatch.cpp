// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/net/refusalwatch_p.h>

#include <QtCore/QStringList>
#include <QtTest/QTest>

using namespace ConnLimit;
using namespace std::chrono_literals;
using Time = std::chrono::system_clock::time_point;

namespace {

constexpr Time now(1'700'000'000s);

ClientStatus refused(quint32 address, quint64 count, Verdict verdict = Verdict::PerClientLimit)
{
    ClientStatus status{.client = ClientKey::fromIPv4(address), .refused = count};
    status.lastRefused = now - std::chrono::seconds(address);
    status.lastVerdict = verdict;
    return status;
}

QString toText(const QList<Event> &events)
{
    QStringList texts;
    for (const Event &event : events) {
        const QString client = event.client.isNull()
                                   ? QStringLiteral("others")
                                   : QString::fromStdString(event.client.toString());
        texts.append(client + u' ' + QString::number(event.count));
    }
    return texts.join(u", ");
}

} // namespace

class TestRefusalWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_watch = RefusalWatch(); }
    void nothingIsRefused();
    void oneEventForAClient();
    void differencesOnly();
    void mostRefusedFirst();
    void manyClients();
    void refusalsWithoutAClient();
    void forgottenClientComesBack();
    void refusalBetweenTheLooks();
    void dryRunNamesNobody();
    void addsUp();

private:
    QString look(const std::vector<ClientStatus> &clients, const Totals &totals)
    {
        return toText(m_watch.look(clients, totals, now));
    }
    RefusalWatch m_watch;
};

void TestRefusalWatch::nothingIsRefused()
{
    QVERIFY(!m_watch.isDue({}));
    QVERIFY(!m_watch.isDue({.admitted = 5, .dryRunRefused = 7}));
    QVERIFY(m_watch.isDue({.refusedOverload = 1}));
    QCOMPARE(look({}, {.refusedOverload = 1}), QStringLiteral("others 1"));
    QVERIFY(!m_watch.isDue({.refusedOverload = 1}));
}

void TestRefusalWatch::oneEventForAClient()
{
    const QList<Event> events
        = m_watch.look({refused(1, 12, Verdict::Blocked)},
                       {.refusedPerClientLimit = 11, .refusedBlocked = 1}, now);
    QCOMPARE(events.size(), 1);
    QVERIFY(events[0].kind == Event::Kind::Refused);
    QCOMPARE(events[0].client, ClientKey::fromIPv4(1));
    QCOMPARE(events[0].count, 12u);
    QVERIFY(events[0].verdict == Verdict::Blocked);
    QVERIFY(events[0].time == now - 1s);
    QVERIFY(events[0].text.isEmpty());
}

void TestRefusalWatch::differencesOnly()
{
    QCOMPARE(look({refused(2, 3), refused(1, 12)}, {.refusedPerClientLimit = 15}),
             QStringLiteral("0.0.0.1 12, 0.0.0.2 3"));
    QCOMPARE(look({refused(1, 12), refused(2, 4), refused(3, 1)}, {.refusedPerClientLimit = 17}),
             QStringLiteral("0.0.0.2 1, 0.0.0.3 1"));
    QCOMPARE(look({refused(3, 1), refused(2, 4), refused(1, 14)}, {.refusedPerClientLimit = 19}),
             QStringLiteral("0.0.0.1 2"));
}

void TestRefusalWatch::mostRefusedFirst()
{
    QCOMPARE(look({refused(1, 1), refused(2, 7), refused(3, 5)}, {.refusedPerClientLimit = 13}),
             QStringLiteral("0.0.0.2 7, 0.0.0.3 5, 0.0.0.1 1"));
}

void TestRefusalWatch::manyClients()
{
    std::vector<ClientStatus> clients;
    for (quint32 i = 1; i <= 100; ++i)
        clients.push_back(refused(i, i));
    const QList<Event> events = m_watch.look(clients, {.refusedPerClientLimit = 6000}, now);
    QCOMPARE(events.size(), RefusalWatch::maximumClients + 1);
    QCOMPARE(events.first().count, 100u);
    QCOMPARE(events[19].count, 81u);
    // 5,050 of them all, and those of clients that nobody remembers.
    QCOMPARE(events.last().count, 6000u - (81u + 100u) * 10u);
    QVERIFY(events.last().client.isNull() && !events.last().verdict);
    QVERIFY(events.last().time == now);
    // Those who were not named are not named late.
    QCOMPARE(look(clients, {.refusedPerClientLimit = 6001}), QStringLiteral("others 1"));
}

void TestRefusalWatch::refusalsWithoutAClient()
{
    QCOMPARE(look({refused(1, 2)}, {.refusedPerClientLimit = 2, .refusedNoAddress = 5}),
             QStringLiteral("0.0.0.1 2, others 5"));
}

void TestRefusalWatch::forgottenClientComesBack()
{
    QCOMPARE(look({refused(1, 12)}, {.refusedPerClientLimit = 12}), QStringLiteral("0.0.0.1 12"));
    QCOMPARE(look({refused(1, 3)}, {.refusedPerClientLimit = 20}),
             QStringLiteral("0.0.0.1 3, others 5"));
    QCOMPARE(look({refused(2, 1)}, {.refusedPerClientLimit = 21}), QStringLiteral("0.0.0.2 1"));
    QCOMPARE(look({refused(1, 3)}, {.refusedPerClientLimit = 24}), QStringLiteral("0.0.0.1 3"));
}

void TestRefusalWatch::refusalBetweenTheLooks()
{
    QCOMPARE(look({refused(1, 4)}, {.refusedPerClientLimit = 5}), // the fifth came in between
             QStringLiteral("0.0.0.1 4, others 1"));
    QCOMPARE(look({refused(1, 7)}, {.refusedPerClientLimit = 7}), QStringLiteral("0.0.0.1 2"));
}

void TestRefusalWatch::dryRunNamesNobody()
{
    QCOMPARE(look({refused(1, 9)}, {.refusedOverload = 2, .dryRunRefused = 8}),
             QStringLiteral("others 2"));
    QCOMPARE(look({refused(1, 11)},
                  {.refusedPerClientLimit = 2, .refusedOverload = 2, .dryRunRefused = 8}),
             QStringLiteral("0.0.0.1 2"));
}

void TestRefusalWatch::addsUp()
{
    Totals totals;
    quint64 told = 0;
    std::vector<ClientStatus> clients;
    for (quint64 round = 1; round <= 50; ++round) {
        clients.clear();
        for (quint32 i = 1; i <= 30; ++i) {
            clients.push_back(refused(i, i % 7 == 0 ? round % 5 : round * i));
            totals.refusedPerClientLimit += i / 2; // less than they say, at times
        }
        for (const Event &event : m_watch.look(clients, totals, now))
            told += event.count;
        QCOMPARE(told, totals.refused());
    }
}

QTEST_APPLESS_MAIN(TestRefusalWatch)

#include "tst_refusalwatch.moc"
