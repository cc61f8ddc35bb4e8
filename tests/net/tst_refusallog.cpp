// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitergate_p.h>
#include <connlimit/net/refusallog_p.h>

#include <QtCore/QLoggingCategory>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace ConnLimit;
using namespace std::chrono_literals;

namespace {

const LoggedRefusal refusal{ClientKey::fromIPv4(0xcb007107), Verdict::PerClientLimit, false};

/// A log and the time, which passes when the test says so.
struct Log
{
    RefusalLog::Outcome add()
    {
        const RefusalLog::Outcome outcome = log.add(refusal, line);
        if (outcome == RefusalLog::Outcome::Written)
            accountedFor += 1 + line.others;
        return outcome;
    }
    bool flush()
    {
        if (const auto flushed = log.flush())
            accountedFor += 1 + flushed->others;
        return log.isFlushed();
    }

    static inline RefusalLog::TimePoint now{1'000'000s};
    RefusalLog log{[] { return now; }};
    RefusalLog::Line line;
    quint64 accountedFor = 0;
};

QStringList logged; // by the message handler

void keepMessage(QtMsgType, const QMessageLogContext &context, const QString &text)
{
    if (qstrcmp(context.category, "connlimit.refusals") == 0)
        logged.append(text);
}

} // namespace

class TestRefusalLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fewAreAllWritten();
    void floodIsCut();
    void noneIsUnaccountedFor();
    void mostOfAFloodIsNotLookedAt();
    void flushWaitsForItsTurn();
    void clockThatStandsStill();
    void lines();
    void gateLogs();
    void gateLogsNothingWhenDisabled();
    void floodIsFlushedByTheLimiter();
};

void TestRefusalLog::fewAreAllWritten()
{
    Log log;
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(log.add(), RefusalLog::Outcome::Written);
        QCOMPARE(log.line.others, 0u);
        log.now += 200ms;
    }
    QVERIFY(log.log.isFlushed());
    QVERIFY(!log.log.flush());
}

void TestRefusalLog::floodIsCut()
{
    Log log;
    int written = 0;
    int first = 0;
    for (int i = 0; i < 10'000; ++i) { // for ten seconds
        const RefusalLog::Outcome outcome = log.add();
        written += outcome == RefusalLog::Outcome::Written;
        first += outcome == RefusalLog::Outcome::FirstLeftOut;
        log.now += 1ms;
    }
    QVERIFY2(written >= 54 && written <= 56, qPrintable(QString::number(written)));
    QVERIFY(first <= written + 1 && first >= written - 5);
    QVERIFY(log.line.others > 150);
}

void TestRefusalLog::noneIsUnaccountedFor()
{
    Log log;
    for (quint64 i = 1; i <= 1'000; ++i) {
        log.add();
        log.now += i % 7 == 0 ? 90ms : 3ms;
    }
    log.now += 1s;
    QVERIFY(log.flush());
    QCOMPARE(log.accountedFor, 1'000u);
    QVERIFY(log.flush()); // nothing more to say
    QCOMPARE(log.accountedFor, 1'000u);
}

void TestRefusalLog::mostOfAFloodIsNotLookedAt()
{
    Log log;
    quint64 unseen = 0;
    for (quint64 i = 0; i < 10'000; ++i) {
        if (log.log.leaveOut())
            ++unseen;
        else
            log.add();
    }
    QVERIFY2(unseen > 9'800, qPrintable(QString::number(unseen)));
    QVERIFY(!log.log.isFlushed());
    log.now += 1s;
    QVERIFY(log.flush());
    QCOMPARE(log.accountedFor, 10'000u);
    QVERIFY(!log.log.leaveOut()); // it is quiet again
}

void TestRefusalLog::flushWaitsForItsTurn()
{
    Log log;
    for (int i = 0; i < 8; ++i)
        log.add();
    QVERIFY(!log.flush()); // too early
    log.now += 1s;
    QVERIFY(log.flush());
    QCOMPARE(log.accountedFor, 8u);
}

void TestRefusalLog::clockThatStandsStill()
{
    Log log;
    for (int i = 0; i < 100; ++i) {
        log.add();
        log.now -= 1ms; // two threads may bring their times in another order
    }
    QCOMPARE(log.accountedFor, 5u);
}

void TestRefusalLog::lines()
{
    QCOMPARE(refusalLine({refusal, 0}), QStringLiteral("refused 203.0.113.7: per-client-limit"));
    QCOMPARE(refusalLine({refusal, 1}),
             QStringLiteral("refused 203.0.113.7: per-client-limit (and 1 other since)"));
    const LoggedRefusal dry{*ClientKey::fromString("2001:db8::/64"), Verdict::Blocked, true};
    QCOMPARE(refusalLine({dry, 12}),
             QStringLiteral("would be refused 2001:db8::/64: blocked (and 12 others since)"));
    QCOMPARE(refusalLine({{{}, Verdict::NoAddress, false}, 0}),
             QStringLiteral("refused a peer without an address: no-address"));
}

void TestRefusalLog::gateLogs()
{
    logged.clear();
    const QtMessageHandler before = qInstallMessageHandler(keepMessage);
    LimiterGate gate;
    const ClientKey client = ClientKey::fromIPv4(0xcb007107);
    gate.setConfig({.maximumConnectionsPerClient = 1});
    Admission admission = gate.acquire(client);
    QVERIFY(!gate.acquire(client).isAdmitted());
    gate.recordRefusal(client, Verdict::Overload);
    gate.setConfig({.maximumConnectionsPerClient = 1, .dryRun = true});
    QVERIFY(gate.acquire(client).isAdmitted());
    qInstallMessageHandler(before);
    QCOMPARE(logged, (QStringList{QStringLiteral("refused 203.0.113.7: per-client-limit"),
                                  QStringLiteral("refused 203.0.113.7: overload"),
                                  QStringLiteral("would be refused 203.0.113.7: "
                                                 "per-client-limit")}));
}

void TestRefusalLog::gateLogsNothingWhenDisabled()
{
    logged.clear();
    const QtMessageHandler before = qInstallMessageHandler(keepMessage);
    QLoggingCategory::setFilterRules(QStringLiteral("connlimit.refusals.info=false"));
    LimiterGate gate;
    for (int i = 0; i < 100; ++i)
        gate.recordRefusal(ClientKey::fromIPv4(1), Verdict::Overload);
    QVERIFY(gate.flushRefusalLog());
    QLoggingCategory::setFilterRules({});
    qInstallMessageHandler(before);
    QCOMPARE(logged, QStringList());
    QCOMPARE(gate.limiter().totals().refusedOverload, 100u);
}

void TestRefusalLog::floodIsFlushedByTheLimiter()
{
    logged.clear();
    const QtMessageHandler before = qInstallMessageHandler(keepMessage);
    ConnectionLimiter limiter;
    QSignalSpy refused(&limiter, &ConnectionLimiter::connectionRefused);
    for (int i = 0; i < 100; ++i)
        limiter.gate()->recordRefusal(ClientKey::fromIPv4(1), Verdict::Overload);
    QCOMPARE(refused.count(), 100);
    const qsizetype during = logged.size();
    const bool isFlushed = QTest::qWaitFor([during] { return logged.size() > during; }, 5000);
    qInstallMessageHandler(before);
    QVERIFY(isFlushed);
    QVERIFY2(logged.constLast().endsWith(QStringLiteral("others since)")),
             qPrintable(logged.constLast()));
    QVERIFY(limiter.gate()->flushRefusalLog());
}

QTEST_GUILESS_MAIN(TestRefusalLog)

#include "tst_refusallog.moc"
