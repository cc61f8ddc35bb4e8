// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/control/history_p.h>

#include <QtCore/QStringList>
#include <QtTest/QTest>

using namespace ConnLimit;
using namespace std::chrono_literals;

/// By a clock that the tests set: none of them waits.
class TestHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingYet();
    void secondsInTheirOrder();
    void withdrawnAdmissions();
    void looksOnceASecond();
    void timerThatIsLateOrEarly();
    void gapsAreNothing();
    void whatHappenedInAGapIsNotLost();
    void gapLongerThanTheRing();
    void finestRingThatCovers_data();
    void finestRingThatCovers();
    void tenSecondsHaveTheMost();
    void tenSecondsAreComplete();
    void endIsByTheWallClock();
    void ringsAreBounded();
    void systemClockGoesOn();

private:
    void pass(std::chrono::nanoseconds time)
    {
        m_time.steady += time;
        m_time.wall += std::chrono::duration_cast<std::chrono::system_clock::duration>(time);
    }
    /// A second later, with so many connections open and admitted.
    void second(quint64 open, quint64 admitted = 0, quint64 refused = 0)
    {
        pass(1s);
        m_totals.open = open;
        m_totals.admitted += admitted;
        m_totals.refusedBlocked += refused;
        QVERIFY(m_sampler->look());
    }
    /// "1/2/3 - 4/5/6": open, admitted and refused, of nothing a dash.
    QString past(std::chrono::seconds span)
    {
        QStringList texts;
        for (const std::optional<HistorySample> &sample : m_sampler->history(span).samples) {
            texts.append(sample ? QStringLiteral("%1/%2/%3")
                                      .arg(sample->open)
                                      .arg(sample->admitted)
                                      .arg(sample->refused)
                                : QStringLiteral("-"));
        }
        return texts.join(u' ');
    }

    HistorySampler::Time m_time;
    Totals m_totals;
    std::unique_ptr<HistorySampler> m_sampler;
};

void TestHistory::init()
{
    m_time = {1000s + 1ns, std::chrono::system_clock::time_point(1'700'000'000s)};
    m_totals = {.open = 5, .admitted = 70, .refusedPerClientLimit = 9};
    m_sampler
        = std::make_unique<HistorySampler>([this] { return m_totals; }, [this] { return m_time; });
}

void TestHistory::nothingYet()
{
    QVERIFY(!m_sampler->look());
    QCOMPARE(past(3s), QStringLiteral("- - -"));
    QCOMPARE(m_sampler->history(3600s).samples.size(), 360);
    QVERIFY(m_sampler->history(3s).end == m_time.wall);
}

void TestHistory::secondsInTheirOrder()
{
    second(6, 1); // what was admitted before the sampler is not among them
    second(4, 0, 2);
    second(9, 8, 1);
    QCOMPARE(past(3s), QStringLiteral("6/1/0 4/0/2 9/8/1"));
    QCOMPARE(past(2s), QStringLiteral("4/0/2 9/8/1"));
    QCOMPARE(past(1s), QStringLiteral("9/8/1"));
    QCOMPARE(past(5s), QStringLiteral("- - 6/1/0 4/0/2 9/8/1"));
}

void TestHistory::withdrawnAdmissions()
{
    second(6, 3);
    m_totals.admitted -= 2; // found out later to have been none
    second(5, 0, 2);
    second(6, 4);
    QCOMPARE(past(3s), QStringLiteral("6/3/0 5/0/2 6/2/0"));
}

void TestHistory::looksOnceASecond()
{
    second(6, 1);
    m_totals.open = 100;
    m_totals.admitted += 5;
    pass(500ms);
    QVERIFY(!m_sampler->look());
    QCOMPARE(past(1s), QStringLiteral("6/1/0"));
    pass(500ms);
    QCOMPARE(past(2s), QStringLiteral("6/1/0 100/5/0")); // who asks looks
    QVERIFY(!m_sampler->look());
}

void TestHistory::timerThatIsLateOrEarly()
{
    for (const std::chrono::milliseconds shift : {10ms, 900ms, -10ms, -15ms, 0ms, 940ms}) {
        pass(1s + shift);
        m_totals.admitted += 1;
        QVERIFY(m_sampler->look());
        pass(-shift);
    }
    QCOMPARE(past(6s), QStringLiteral("5/1/0 5/1/0 5/1/0 5/1/0 5/1/0 5/1/0"));
}

void TestHistory::gapsAreNothing()
{
    second(6, 1);
    pass(3s); // stopped
    second(7, 2);
    QCOMPARE(past(6s), QStringLiteral("- 6/1/0 - - - 7/2/0"));
    second(8);
    QCOMPARE(past(6s), QStringLiteral("6/1/0 - - - 7/2/0 8/0/0"));
}

void TestHistory::whatHappenedInAGapIsNotLost()
{
    second(6, 1);
    m_totals.admitted += 40;
    m_totals.refusedNoAddress += 3;
    pass(2s);
    second(7, 2, 1);
    QCOMPARE(past(4s), QStringLiteral("6/1/0 - - 7/42/4"));
}

void TestHistory::gapLongerThanTheRing()
{
    for (int i = 0; i < 700; ++i)
        second(1);
    pass(std::chrono::hours(24 * 365));
    second(3, 4);
    const auto seconds = m_sampler->history(600s).samples;
    QCOMPARE(seconds.size(), 600);
    QVERIFY(seconds.last() == (HistorySample{3, 4, 0}));
    QCOMPARE(seconds.count(std::nullopt), 599);
    QCOMPARE(m_sampler->history(3600s).samples.count(std::nullopt), 360);
}

void TestHistory::finestRingThatCovers_data()
{
    QTest::addColumn<int>("span");
    QTest::addColumn<int>("interval");
    QTest::addColumn<int>("samples");
    QTest::newRow("one second") << 1 << 1 << 1;
    QTest::newRow("a minute") << 60 << 1 << 60;
    QTest::newRow("ten minutes") << 600 << 1 << 600;
    QTest::newRow("a second more") << 601 << 10 << 61;
    QTest::newRow("an hour") << 3600 << 10 << 360;
}

void TestHistory::finestRingThatCovers()
{
    QFETCH(int, span);
    for (int i = 0; i < 5000; ++i)
        second(quint64(i), 1);
    const History history = m_sampler->history(std::chrono::seconds(span));
    QTEST(int(history.interval.count()), "interval");
    QTEST(int(history.samples.size()), "samples");
    QCOMPARE(history.samples.count(std::nullopt), 0);
    QVERIFY(history.samples.last() == (HistorySample{4999, quint64(history.interval.count()), 0}));
    QVERIFY(history.samples.first()->open
            == 5000 - quint64(history.samples.size() - 1) * quint64(history.interval.count()) - 1);
}

void TestHistory::tenSecondsHaveTheMost()
{
    for (const quint64 open : {3, 8, 30, 8, 3, 0, 0, 0, 0, 1})
        second(open, open, 1);
    for (int i = 0; i < 10; ++i)
        second(2, 0, 3);
    const auto samples = m_sampler->history(700s).samples;
    QVERIFY(samples[68] == (HistorySample{30, 53, 10}));
    QVERIFY(samples[69] == (HistorySample{2, 0, 30}));
    QCOMPARE(samples.count(std::nullopt), 68);
}

void TestHistory::tenSecondsAreComplete()
{
    for (int i = 0; i < 9; ++i)
        second(2, 1);
    const auto start = m_time.wall - 9s;
    QCOMPARE(m_sampler->history(700s).samples.count(std::nullopt), 70);
    QVERIFY(m_sampler->history(700s).end == start);
    second(2, 1);
    QVERIFY(m_sampler->history(700s).samples.last() == (HistorySample{2, 10, 0}));
    QVERIFY(m_sampler->history(700s).end == start + 10s);
    pass(4s); // over the end of nothing
    second(7, 1);
    QVERIFY(m_sampler->history(700s).samples.last() == (HistorySample{2, 10, 0}));
    QVERIFY(m_sampler->history(700s).end == start + 10s);
    pass(6s); // over the end of an interval
    second(1, 1);
    QVERIFY(m_sampler->history(700s).samples.last() == (HistorySample{7, 1, 0}));
    QVERIFY(m_sampler->history(700s).end == start + 20s);
}

void TestHistory::endIsByTheWallClock()
{
    second(1);
    pass(300ms);
    QVERIFY(m_sampler->history(5s).end == m_time.wall - 300ms);
    m_time.wall -= 2h; // somebody sets the clock
    QVERIFY(m_sampler->history(5s).end == m_time.wall - 300ms);
    QCOMPARE(past(2s), QStringLiteral("- 1/0/0"));
}

void TestHistory::ringsAreBounded()
{
    HistoryRing ring(1s, 3);
    QVERIFY(ring.span() == 3s);
    for (quint64 i = 1; i <= 100; ++i)
        ring.add(i, {i, 0, 0});
    const auto samples = ring.last(3s);
    QCOMPARE(samples.size(), 3);
    QCOMPARE(samples[0]->open, 98u);
    QCOMPARE(samples[2]->open, 100u);
    QCOMPARE(ring.end(), 100u);
}

void TestHistory::systemClockGoesOn()
{
    const HistorySampler::Time before = HistorySampler::now();
    const HistorySampler::Time after = HistorySampler::now();
    QVERIFY(before.steady.count() > 0 && after.steady >= before.steady);
    QVERIFY(std::chrono::system_clock::now() - after.wall < 1h);
}

QTEST_APPLESS_MAIN(TestHistory)

#include "tst_history.moc"
