// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "exhaustion.h"
#include "servertest.h"

#include <connlimit/net/changetext.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>
#include <connlimit/net/limitergate_p.h>
#include <connlimit/net/statenews_p.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QStringList>
#include <QtTest/QTest>

#include <algorithm>
#include <thread>

using namespace ConnLimit;
using namespace std::chrono_literals;

static Event eventOf(const QString &text)
{
    Event event;
    event.text = text;
    return event;
}

static Event refusalOf(const QString &text)
{
    Event event = eventOf(text);
    event.kind = Event::Kind::Refused;
    return event;
}

static QStringList textsOf(const EventLog &log)
{
    QStringList texts;
    for (const Event &event : log.list(0, EventLog::capacity).events)
        texts.append(event.text);
    return texts;
}

/// What is remembered of the past of a limiter: events, states of its servers, changes.
class TestEventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersEvents();
    void forgetsTheOldest();
    void keepsWhatOperatorsDid();
    void countsWhatIsForgotten();
    void isToldFromAnother();
    void listsWhileOthersAdd();

    void stateIsToldAtOnce();
    void stateMayComeAgain();
    void stateThatLasts();
    void patienceGrows();

    void serversTellWhereTheyListen();
    void serversTellOfTheirDoor();
    void serversTellOfPauses();
    void serversTellOfDescriptors_data();
    void serversTellOfDescriptors();

    void changesAreRemembered();
    void changesAreBounded();
    void changesComeInTheirOrder();
};

void TestEventLog::numbersEvents()
{
    EventLog log;
    QVERIFY(log.list(0, 10).events.isEmpty());
    QCOMPARE(log.list(7, 10).lost, 0u);
    for (int i = 1; i <= 5; ++i)
        log.add(eventOf(QString::number(i)));
    const EventList all = log.list(0, 10);
    QCOMPARE(all.events.size(), 5);
    QCOMPARE(all.last, 5u);
    QCOMPARE(all.lost, 0u);
    for (qsizetype i = 0; i < 5; ++i) {
        QCOMPARE(all.events[i].sequence, quint64(i + 1));
        QCOMPARE(all.events[i].text, QString::number(i + 1));
    }
    QCOMPARE(log.list(2, 2).events, all.events.sliced(2, 2));
    QCOMPARE(log.list(2, 2).last, 5u);
    QVERIFY(log.list(5, 10).events.isEmpty());
    QVERIFY(log.list(1000, 10).events.isEmpty());
    QVERIFY(log.list(std::numeric_limits<quint64>::max(), 10).events.isEmpty());
    QVERIFY(log.list(0, 0).events.isEmpty());
    QCOMPARE(log.list(0, std::numeric_limits<quint32>::max()).events, all.events);
}

void TestEventLog::forgetsTheOldest()
{
    EventLog log;
    const quint64 capacity = EventLog::refusalCapacity;
    const quint64 count = capacity * 2 + 300;
    for (quint64 i = 1; i <= count; ++i) {
        log.add(refusalOf(QString::number(i)));
        if (i == capacity || i == capacity + 1)
            QCOMPARE(log.list(0, 1).lost, i - capacity);
    }
    const quint64 forgotten = count - capacity;
    const EventList all = log.list(0, 5000);
    QCOMPARE(all.events.size(), qsizetype(capacity));
    QCOMPARE(all.lost, forgotten);
    for (qsizetype i = 0; i < all.events.size(); ++i) {
        QCOMPARE(all.events[i].sequence, forgotten + 1 + quint64(i));
        QCOMPARE(all.events[i].text, QString::number(all.events[i].sequence));
    }
    QCOMPARE(log.list(forgotten - 10, 1).lost, 10u);
    QCOMPARE(log.list(forgotten, 1).lost, 0u);
    QCOMPARE(log.list(forgotten, 1).events, all.events.first(1));
    QCOMPARE(log.list(count - 3, 10).events, all.events.last(3));
}

void TestEventLog::keepsWhatOperatorsDid()
{
    EventLog log;
    log.add(eventOf(QStringLiteral("limit changed")));
    for (std::size_t i = 0; i < 3 * EventLog::capacity; ++i)
        log.add(refusalOf(QString::number(i)));
    log.add(eventOf(QStringLiteral("changed again")));
    const EventList all = log.list(0, 5000);
    QCOMPARE(all.events.size(), qsizetype(EventLog::refusalCapacity + 2));
    QCOMPARE(all.events.first().text, QStringLiteral("limit changed"));
    QCOMPARE(all.events.last().text, QStringLiteral("changed again"));
    QCOMPARE(all.lost, 3 * EventLog::capacity - EventLog::refusalCapacity);

    for (std::size_t i = 0; i < 2 * EventLog::otherCapacity; ++i)
        log.add(eventOf(QString::number(i))); // and the other way round
    const EventList rest = log.list(0, 5000);
    QCOMPARE(rest.events.size(), qsizetype(EventLog::capacity));
    QCOMPARE(std::ranges::count(rest.events, Event::Kind::Refused, &Event::kind),
             qsizetype(EventLog::refusalCapacity));
}

void TestEventLog::countsWhatIsForgotten()
{
    EventLog log;
    for (int i = 0; i < 20'000; ++i)
        log.add(i % 50 == 0 ? eventOf(QStringLiteral("other")) : refusalOf(QStringLiteral("r")));
    quint64 last = 0;
    quint64 seen = 0;
    quint64 lost = 0;
    while (last < 20'000) { // page by page
        const EventList some = log.list(last, 100);
        QCOMPARE(some.last, 20'000u);
        QVERIFY(!some.events.isEmpty());
        seen += quint64(some.events.size());
        lost += some.lost;
        for (const Event &event : some.events)
            QVERIFY(event.sequence > std::exchange(last, event.sequence));
    }
    QCOMPARE(seen, EventLog::capacity);
    QCOMPARE(seen + lost, 20'000u);
}

void TestEventLog::isToldFromAnother()
{
    const EventLog first;
    const EventLog second;
    QVERIFY(!first.list(0, 1).log.isEmpty());
    QCOMPARE(first.list(0, 1).log, first.list(9, 9).log);
    QVERIFY(first.list(0, 1).log != second.list(0, 1).log);
}

void TestEventLog::listsWhileOthersAdd()
{
    EventLog log;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&log] {
            for (int k = 0; k < 5000; ++k)
                log.add(eventOf(QString::number(k)));
        });
    quint64 seen = 0;
    quint64 last = 0;
    quint64 gaps = 0;
    while (last < 10'000) {
        const EventList some = log.list(last, 100);
        QVERIFY(some.lost == 0 || !some.events.isEmpty());
        gaps += some.lost;
        for (const Event &event : some.events)
            QVERIFY(event.sequence > std::exchange(last, event.sequence));
        seen += quint64(some.events.size());
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(seen + gaps, 10'000u); // none is unaccounted for
}

void TestEventLog::stateIsToldAtOnce()
{
    EventLog log;
    StateNews news(log, this, {}, 1ms);
    news.setTexts(QStringLiteral("begins"), QStringLiteral("ends"));
    news.end(); // of nothing
    news.begin();
    QCOMPARE(textsOf(log), QStringList({QStringLiteral("begins")}));
    news.begin();
    QCOMPARE(textsOf(log).size(), 1);
    news.end();
    QCOMPARE(textsOf(log).size(), 1);
    QTRY_COMPARE(textsOf(log).size(), 2);
    QCOMPARE(textsOf(log).last(), QStringLiteral("ends"));
    QVERIFY(log.list(0, 1).events[0].kind == Event::Kind::Server);
}

void TestEventLog::stateMayComeAgain()
{
    EventLog log;
    StateNews news(log, this);
    news.setTexts(QStringLiteral("begins"), QStringLiteral("ends"));
    for (int i = 0; i < 1000; ++i) {
        news.begin();
        news.end();
    }
    QCOMPARE(textsOf(log).size(), 1);
    news.reset();
    news.begin();
    QCOMPARE(textsOf(log).size(), 2);
}

void TestEventLog::stateThatLasts()
{
    EventLog log;
    int asked = 0;
    StateNews news(
        log, this, [&asked] { return ++asked < 5; }, 1ms);
    news.setTexts(QStringLiteral("begins"), QStringLiteral("ends"));
    news.begin();
    news.end();
    QTRY_COMPARE(textsOf(log).size(), 2);
    QCOMPARE(asked, 5);
}

void TestEventLog::patienceGrows()
{
    EventLog log;
    StateNews news(log, this, {}, 10ms);
    news.setTexts(QStringLiteral("begins"), QStringLiteral("ends"));
    QElapsedTimer timer;
    for (qsizetype round = 1; round <= 6; ++round) {
        timer.start();
        news.begin();
        news.end();
        QTRY_COMPARE(textsOf(log).size(), 2 * round);
    }
    QVERIFY2(timer.elapsed() >= 300, qPrintable(QString::number(timer.elapsed()))); // 10 ms * 2^5
}

void TestEventLog::serversTellWhereTheyListen()
{
    ConnectionLimiter limiter;
    const auto gate = limiter.gate();
    QString endpoint;
    {
        LimitedTcpServer server(&limiter);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        endpoint = u"127.0.0.1:" + QString::number(server.serverPort());
        QCOMPARE(textsOf(gate->eventLog()), QStringList({QString(u"listening on " + endpoint)}));
        server.close();
        QCOMPARE(textsOf(gate->eventLog()).last(), QString(u"no longer listening on " + endpoint));
        server.close();
        QCOMPARE(textsOf(gate->eventLog()).size(), 2);
        QVERIFY(server.listen(QHostAddress::Any));
        endpoint = u"*:" + QString::number(server.serverPort());
        QCOMPARE(textsOf(gate->eventLog()).last(), QString(u"listening on " + endpoint));
    }
    QCOMPARE(textsOf(gate->eventLog()).last(), QString(u"no longer listening on " + endpoint));
    QCOMPARE(textsOf(gate->eventLog()).size(), 4);
}

void TestEventLog::serversTellOfTheirDoor()
{
    ConnectionLimiter limiter;
    const auto gate = limiter.gate();
    LimitedTcpServer server(&limiter);
    server.setAcceptMode(AcceptMode::Door);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QString endpoint = u"127.0.0.1:" + QString::number(server.serverPort());
    const QString moved = endpoint + u": accepting at the door, a thread of its own";
    QCOMPARE(textsOf(gate->eventLog()), QStringList({QString(u"listening on " + endpoint), moved}));
    server.setRefusal(Refusal::reset()); // it is closed and opened for that
    server.setAcceptMode(AcceptMode::EventLoop);
    QTRY_COMPARE(textsOf(gate->eventLog()).size(), 3);
    QCOMPARE(textsOf(gate->eventLog()).last(),
             QString(endpoint + u": accepting in the event loop again"));
    server.setAcceptMode(AcceptMode::Door);
    server.close(); // ends all of it
    QCOMPARE(textsOf(gate->eventLog()).mid(3),
             QStringList({moved, QString(u"no longer listening on " + endpoint)}));
}

void TestEventLog::serversTellOfPauses()
{
    ConnectionLimiter limiter;
    const auto gate = limiter.gate();
    LimitedTcpServer server(&limiter);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QString endpoint = u"127.0.0.1:" + QString::number(server.serverPort());
    QCOMPARE(textsOf(gate->eventLog()).size(), 1);
    for (int i = 0; i < 100; ++i) {
        server.resumeAccepting();
        server.pauseAccepting();
    }
    QCOMPARE(textsOf(gate->eventLog()).mid(1),
             QStringList({QString(endpoint + u": accepting paused by the application")}));
    server.resumeAccepting();
    QTRY_COMPARE(textsOf(gate->eventLog()).size(), 3);
    QCOMPARE(textsOf(gate->eventLog()).last(),
             QString(endpoint + u": accepting resumed by the application"));
}

void TestEventLog::serversTellOfDescriptors_data()
{
    QTest::addColumn<AcceptMode>("mode");
    QTest::addColumn<int>("left");
    // With some left first: UBSan, which looks at each type of object once, needs two for that.
    for (const int left : {8, 0}) {
        QTest::addRow("event loop, %d left", left) << AcceptMode::EventLoop << left;
        QTest::addRow("door, %d left", left) << AcceptMode::Door << left;
    }
}

void TestEventLog::serversTellOfDescriptors()
{
    QFETCH(const AcceptMode, mode);
    QFETCH(const int, left);
    ConnectionLimiter limiter;
    const auto gate = limiter.gate();
    LimitedTcpServer server(&limiter);
    server.setAcceptMode(mode);
    const auto exhaustion = std::make_unique<Exhaustion>();
    exhaustion->free(60);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const Client first(server.serverPort());
    QTRY_VERIFY(server.hasPendingConnections()); // accept4() has a descriptor even when it fails
    Clients clients;
    for (int i = 0; i < 20; ++i)
        clients.push_back(std::make_unique<Client>()); // while there are descriptors for them
    const QString endpoint = u"127.0.0.1:" + QString::number(server.serverPort());
    const qsizetype before = textsOf(gate->eventLog()).size();
    exhaustion->take();
    exhaustion->free(std::size_t(left));
    for (const auto &client : clients)
        QVERIFY(client->connect(server.serverPort()));
    QTRY_COMPARE(limiter.totals().refusedOverload, 20u);
    QTRY_COMPARE(textsOf(gate->eventLog()).size(), before + 1);
    QCOMPARE(textsOf(gate->eventLog()).last(),
             QString(endpoint + u": out of descriptors, closing who comes"));
    QElapsedTimer timer; // long enough to look whether it still lasts
    timer.start();
    QTRY_VERIFY(timer.elapsed() > 1500);
    QCOMPARE(textsOf(gate->eventLog()).size(), before + 1);
    exhaustion->free(60);
    QTRY_COMPARE(textsOf(gate->eventLog()).size(), before + 2);
    QCOMPARE(textsOf(gate->eventLog()).last(), QString(endpoint + u": descriptors are back"));
}

void TestEventLog::changesAreRemembered()
{
    ConnectionLimiter limiter;
    const auto gate = limiter.gate();
    const auto before = std::chrono::system_clock::now();
    QVERIFY(gate->changes().isEmpty());
    limiter.setConfig({.maximumConnectionsPerClient = 10});
    const Rule rule{*ClientKey::fromString("203.0.113.0/24"), RuleAction::Block};
    const Config second{.maximumConnectionsPerClient = 8, .rules = {rule}};
    QVERIFY(gate->setConfig(second, 2, QStringLiteral("root (4711)")).isApplied());
    // No change at all, and none that is applied:
    QVERIFY(gate->setConfig(second, {}, QStringLiteral("root (4711)")).isApplied());
    QCOMPARE(gate->setConfig({}, 2, {}).outcome, ConfigChange::Outcome::Conflict);
    QTest::ignoreMessage(QtWarningMsg,
                         "Config not applied: ipv4PrefixLength: must be 1 to 32, not 0");
    QCOMPARE(gate->setConfig({.ipv4PrefixLength = 0}).outcome, ConfigChange::Outcome::Invalid);

    const QList<ChangeRecord> changes = gate->changes();
    QCOMPARE(changes.size(), 2);
    QCOMPARE(changes[0].revision, 2u);
    QCOMPARE(changes[0].who, QString());
    QCOMPARE(changes[1].revision, 3u);
    QCOMPARE(changes[1].who, QStringLiteral("root (4711)"));
    QVERIFY(changes[0].time >= before && changes[0].time <= changes[1].time
            && changes[1].time <= std::chrono::system_clock::now());
    const std::vector<FieldChange> expected{{"maximumConnectionsPerClient", 10u, 8u},
                                            {"rules", {}, rule}};
    QVERIFY(changes[1].changes == expected);
    QCOMPARE(changes[1].leftOut, 0u);

    const EventList events = gate->eventLog().list(0, 10);
    QCOMPARE(events.events.size(), 2);
    QVERIFY(events.events[1].kind == Event::Kind::Changed);
    QVERIFY(events.events[1].time == changes[1].time);
    QCOMPARE(events.events[0].text, QStringLiteral("application: max-per-client 100 -> 10"));
    QCOMPARE(events.events[1].text,
             QStringLiteral("root (4711): max-per-client 10 -> 8, rule +203.0.113.0/24 block"));
}

void TestEventLog::changesAreBounded()
{
    ConnectionLimiter limiter;
    const auto gate = limiter.gate();
    Config config;
    for (quint32 i = 0; i < 250; ++i)
        config.rules.push_back({ClientKey::fromIPv4(i), RuleAction::Limit, i});
    limiter.setConfig(config);
    QCOMPARE(gate->changes().size(), 1);
    QCOMPARE(gate->changes()[0].changes.size(), ChangeRecord::maximumChanges);
    QCOMPARE(gate->changes()[0].leftOut, 250 - ChangeRecord::maximumChanges);
    QVERIFY(gate->eventLog().list(0, 1).events[0].text.endsWith(u", and 240 more"));
    for (quint32 i = 1; i <= 100; ++i)
        limiter.setConfig({.maximumConnectionsPerClient = i});
    const QList<ChangeRecord> changes = gate->changes(); // the last of them was the default
    QCOMPARE(changes.size(), 64);
    QCOMPARE(changes.last().revision, limiter.configRevision().revision);
    for (qsizetype i = 1; i < changes.size(); ++i)
        QCOMPARE(changes[i].revision, changes[i - 1].revision + 1);
}

void TestEventLog::changesComeInTheirOrder()
{
    ConnectionLimiter limiter;
    const auto gate = limiter.gate();
    std::vector<std::thread> threads;
    for (quint32 thread = 0; thread < 2; ++thread)
        threads.emplace_back([&gate, thread] {
            for (quint32 i = 0; i < 500; ++i)
                gate->setConfig({.maximumConnectionsPerClient = 2 * i + thread});
        });
    for (int i = 0; i < 100; ++i) {
        const QList<ChangeRecord> changes = gate->changes();
        for (qsizetype k = 1; k < changes.size(); ++k)
            QVERIFY(changes[k].revision > changes[k - 1].revision);
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(gate->changes().size(), 64);
    QCOMPARE(gate->changes().last().revision, limiter.configRevision().revision);
}

QTEST_GUILESS_MAIN(TestEventLog)

#include "tst_eventlog.moc"
