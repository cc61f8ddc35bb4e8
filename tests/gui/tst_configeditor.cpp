// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "relay.h"
#include "servedmonitor.h"

#include <QtTest/QSignalSpy>

using namespace ConnLimit;

namespace {

Rule rule(const char *subnet, quint32 limit)
{
    return {*ClientKey::fromString(subnet), RuleAction::Limit, limit};
}

std::vector<Rule> manyRules(quint32 count)
{
    std::vector<Rule> rules;
    for (quint32 i = 0; i < count; ++i)
        rules.push_back({ClientKey::fromIPv4(0x0a000000 + i), RuleAction::Limit, i + 1});
    return rules;
}

} // namespace

class TestConfigEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<ConfigPatch>(); }
    void init();
    void cleanup() { m_served.reset(); }

    void appliesUndoesRedoes();
    void severalValuesAreOneChange();
    void stackMovesInOneGo();
    void waitingChangesGoAlong();
    void conflictIsTold();
    void undoOverwritesNobody();
    void undoKeepsWhatOthersHaveSet();
    void redoOverwritesNobody();
    void revertsAnOldChange();
    void withoutAServer();
    void lostWithAnAnswerUnderWay_data();
    void lostWithAnAnswerUnderWay();
    void anotherServerHasAnotherPast();
    void manyRulesGoInParts();
    void lostInTheMiddle();
    void refusedInTheMiddle();
    void editorMayGoWithARequestUnderWay();
    void stackMayBeClearedMeanwhile();

private:
    quint32 limit() const { return m_served->limiter.config().maximumConnectionsPerClient; }
    quint32 maximum() const { return m_served->limiter.config().maximumConnections; }
    void set(quint32 limit, std::optional<quint64> revision = {})
    {
        m_served->editor.apply({.revision = revision, .maximumConnectionsPerClient = limit},
                               QStringLiteral("limit %1").arg(limit));
    }
    bool settles()
    {
        return QTest::qWaitFor([this] { return !m_served->editor.isBusy(); }, 60'000);
    }
    QUndoStack &stack() { return *m_served->editor.undoStack(); }
    /// Goes to the server by way of \a relay.
    bool follow(const Relay &relay)
    {
        m_served->monitor.follow(relay.path());
        return QTest::qWaitFor([this] { return m_served->monitor.config().revision == 0; })
               && QTest::qWaitFor([this] { return m_served->monitor.config().revision != 0; });
    }
    ControlError error() const { return m_refused->constLast()[0].value<ControlError>(); }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ServedMonitor> m_served;
    std::unique_ptr<QSignalSpy> m_applied;
    std::unique_ptr<QSignalSpy> m_refused;
};

void TestConfigEditor::init()
{
    m_served = std::make_unique<ServedMonitor>();
    m_applied = std::make_unique<QSignalSpy>(&m_served->editor, &ConfigEditor::applied);
    m_refused = std::make_unique<QSignalSpy>(&m_served->editor, &ConfigEditor::refused);
    QVERIFY(m_served->start({.maximumConnectionsPerClient = 3}));
}

void TestConfigEditor::appliesUndoesRedoes()
{
    QSignalSpy received(&m_served->monitor, &Monitor::configReceived);
    QSignalSpy busy(&m_served->editor, &ConfigEditor::busyChanged);
    set(8, m_served->monitor.config().revision);
    QVERIFY(m_served->editor.isBusy());
    QCOMPARE(stack().count(), 0); // not before it is in force
    QVERIFY(settles());
    QCOMPARE(limit(), 8u);
    QCOMPARE(m_applied->size(), 1);
    QCOMPARE(received.size(), 1); // without waiting for a frame
    QCOMPARE(busy.size(), 2);
    QCOMPARE(stack().undoText(), QStringLiteral("limit 8"));

    stack().undo();
    QVERIFY(settles());
    QCOMPARE(limit(), 3u);
    QVERIFY(!stack().canUndo());
    stack().redo();
    QVERIFY(settles());
    QCOMPARE(limit(), 8u);
    QVERIFY(!stack().canRedo());
    QCOMPARE(m_applied->size(), 3);
    QCOMPARE(m_refused->size(), 0);

    set(8); // no change
    QVERIFY(settles());
    QCOMPARE(m_applied->size(), 4);
    QCOMPARE(stack().count(), 1);
}

void TestConfigEditor::severalValuesAreOneChange()
{
    const Config before = m_served->limiter.config();
    m_served->editor.apply({.maximumConnections = 100,
                            .dryRun = true,
                            .setRules = {rule("10.0.0.0/8", 5), rule("10.1.0.0/16", 6)}},
                           QStringLiteral("several"));
    QVERIFY(settles());
    m_served->editor.apply({.ipv4PrefixLength = 24,
                            .setRules = {rule("10.0.0.0/8", 7)},
                            .removeRules = {*ClientKey::fromString("10.1.0.0/16")}},
                           QStringLiteral("more"));
    QVERIFY(settles());
    const Config after = m_served->limiter.config();
    QCOMPARE(after.rules, std::vector{rule("10.0.0.0/8", 7)});
    stack().undo();
    stack().undo();
    QVERIFY(settles());
    QCOMPARE(m_served->limiter.config(), before);
    stack().setIndex(2);
    QVERIFY(settles());
    QCOMPARE(m_served->limiter.config(), after);
}

void TestConfigEditor::stackMovesInOneGo()
{
    for (quint32 i = 4; i <= 8; ++i)
        set(i);
    QVERIFY(settles());
    QCOMPARE(limit(), 8u);
    stack().setIndex(1); // four requests at once
    QCOMPARE(stack().index(), 1);
    QVERIFY(settles());
    QCOMPARE(limit(), 4u);
    stack().undo();
    set(20); // while the undo is under way: what was undone is gone
    QVERIFY(settles());
    QCOMPARE(limit(), 20u);
    QCOMPARE(stack().count(), 1);
    stack().undo();
    QVERIFY(settles());
    QCOMPARE(limit(), 3u);
}

void TestConfigEditor::waitingChangesGoAlong()
{
    const quint64 revision = m_served->monitor.config().revision;
    set(8, revision);
    m_served->editor.apply({.revision = revision, .maximumConnections = 50}, QStringLiteral("b"));
    m_served->editor.apply({.revision = revision, .maximumConnections = 60}, QStringLiteral("c"));
    QVERIFY(settles());
    QCOMPARE(m_refused->size(), 0);
    QCOMPARE(limit(), 8u);
    QCOMPARE(maximum(), 60u);
    QCOMPARE(stack().count(), 3);
}

void TestConfigEditor::conflictIsTold()
{
    const quint64 revision = m_served->monitor.config().revision;
    m_served->setElsewhere({.maximumConnectionsPerClient = 12});
    std::optional<ControlReply<ConfigChange>> reply;
    m_served->editor.apply({.revision = revision, .maximumConnectionsPerClient = 8},
                           QStringLiteral("a"), [&reply](const auto &answer) { reply = answer; });
    QVERIFY(settles());
    QCOMPARE(limit(), 12u);
    QCOMPARE(error().code, int(ControlError::Conflict));
    QCOMPARE(std::get<ControlError>(*reply).current->config.maximumConnectionsPerClient, 12u);
    QCOMPARE(m_served->monitor.config().config.maximumConnectionsPerClient, 12u);
    QCOMPARE(stack().count(), 0);
}

void TestConfigEditor::undoOverwritesNobody()
{
    set(8);
    m_served->editor.apply({.maximumConnections = 50}, QStringLiteral("maximum"));
    set(9);
    QVERIFY(settles());
    m_served->setElsewhere({.maximumConnections = 70});
    stack().setIndex(0); // the second of the three cannot be undone
    QVERIFY(settles());
    QCOMPARE(limit(), 8u);
    QCOMPARE(maximum(), 70u);
    QCOMPARE(m_refused->size(), 1);
    QCOMPARE(error().code, int(ControlError::Conflict));
    QVERIFY2(error().message.contains(QStringLiteral("50 -> 70")), qPrintable(error().message));
    QCOMPARE(stack().count(), 2); // it is no longer in force
    QCOMPARE(stack().index(), 1);
    stack().undo(); // the one before can
    QVERIFY(settles());
    QCOMPARE(limit(), 3u);
    stack().setIndex(2);
    QVERIFY(settles());
    QCOMPARE(limit(), 9u);
}

void TestConfigEditor::undoKeepsWhatOthersHaveSet()
{
    set(8);
    QVERIFY(settles());
    m_served->setElsewhere({.maximumConnections = 70, .setRules = {rule("10.0.0.0/8", 5)}});
    stack().undo();
    QVERIFY(settles());
    QCOMPARE(m_refused->size(), 0);
    QCOMPARE(limit(), 3u);
    QCOMPARE(maximum(), 70u);
    QCOMPARE(m_served->limiter.config().rules.size(), 1u);
}

void TestConfigEditor::redoOverwritesNobody()
{
    m_served->editor.apply({.setRules = {rule("10.0.0.0/8", 5)}}, QStringLiteral("rule"));
    QVERIFY(settles());
    stack().undo();
    QVERIFY(settles());
    m_served->setElsewhere({.setRules = {rule("10.0.0.0/8", 9)}});
    stack().redo();
    QVERIFY(settles());
    QCOMPARE(error().code, int(ControlError::Conflict));
    QCOMPARE(m_served->limiter.config().rules, std::vector{rule("10.0.0.0/8", 9)});
    QCOMPARE(stack().count(), 0);
}

void TestConfigEditor::revertsAnOldChange()
{
    const ChangeSet changes{{"maximumConnectionsPerClient", 3u, 8u}};
    m_served->setElsewhere(patchFor(changes));
    m_served->editor.applyChanges(reversed(changes), QStringLiteral("revert"));
    QVERIFY(settles());
    QCOMPARE(limit(), 3u);
    QCOMPARE(stack().count(), 1);
    m_served->editor.applyChanges(reversed(changes), QStringLiteral("revert")); // once more
    QVERIFY(settles());
    QCOMPARE(error().code, int(ControlError::Conflict));
    QCOMPARE(stack().count(), 1);
}

void TestConfigEditor::withoutAServer()
{
    set(8);
    QVERIFY(settles());
    m_served->server.reset();
    QTRY_VERIFY(!m_served->monitor.isAttached());
    stack().undo();
    set(9);
    QVERIFY(settles());
    QCOMPARE(m_refused->size(), 2);
    QCOMPARE(error().code, int(ControlError::NotAttached));
    QCOMPARE(stack().index(), 1); // as far as is known, it is in force
    QCOMPARE(limit(), 8u);
}

void TestConfigEditor::lostWithAnAnswerUnderWay_data()
{
    QTest::addColumn<bool>("isChangedMeanwhile");
    QTest::newRow("applied") << false;
    QTest::newRow("applied, then changed elsewhere") << true;
}

void TestConfigEditor::lostWithAnAnswerUnderWay()
{
    QFETCH(bool, isChangedMeanwhile);
    Relay relay(m_runtime.path() + u"/relay", m_served->server->path());
    QVERIFY(follow(relay));
    const auto loseNext = [&] {
        relay.interceptNextAnswer([&] {
            if (isChangedMeanwhile)
                m_served->setElsewhere({.maximumConnectionsPerClient = 30});
            return Relay::Fate::Lose;
        });
    };
    loseNext();
    set(8);
    set(9); // waits, and goes with the attachment
    QVERIFY(settles());
    QVERIFY(m_served->monitor.isAttached());
    QCOMPARE(m_refused->size(), isChangedMeanwhile ? 2 : 1);
    QCOMPARE(m_applied->size(), isChangedMeanwhile ? 0 : 1);
    QCOMPARE(stack().count(), isChangedMeanwhile ? 0 : 1);
    if (isChangedMeanwhile) {
        QCOMPARE(error().message, QStringLiteral("the server has closed the channel"));
        return;
    }

    loseNext();
    stack().undo();
    QVERIFY(settles());
    QCOMPARE(limit(), 3u);
    QCOMPARE(m_applied->size(), 2);
    QCOMPARE(stack().index(), 0);
    loseNext();
    stack().redo();
    QVERIFY(settles());
    QCOMPARE(limit(), 8u);
    QCOMPARE(stack().index(), 1);
}

void TestConfigEditor::anotherServerHasAnotherPast()
{
    Relay relay(m_runtime.path() + u"/relay", m_served->server->path());
    QVERIFY(follow(relay));
    set(8);
    QVERIFY(settles());
    relay.interceptNextAnswer([this] {
        m_served->server.reset();
        return Relay::Fate::Lose;
    });
    stack().undo();
    QTRY_VERIFY(!m_served->monitor.isAttached());
    QVERIFY(m_served->editor.isBusy()); // nobody knows whether it was undone
    QVERIFY(m_served->serve());
    QVERIFY(settles());
    QCOMPARE(error().code, int(ControlError::NotAttached));
    QCOMPARE(stack().count(), 0);
    set(9);
    QVERIFY(settles());
    QCOMPARE(limit(), 9u);
}

void TestConfigEditor::manyRulesGoInParts()
{
    const std::vector<Rule> rules = manyRules(2700);
    QVERIFY(partsOf({.setRules = rules}).size() > 1);
    m_served->editor.apply({.revision = m_served->monitor.config().revision, .setRules = rules},
                           QStringLiteral("import"));
    QVERIFY(settles());
    QCOMPARE(m_served->limiter.config().rules, rules);
    QCOMPARE(m_applied->size(), 1);
    QCOMPARE(stack().count(), 1);
    stack().undo();
    QVERIFY(settles());
    QVERIFY(m_served->limiter.config().rules.empty());
    stack().redo();
    QVERIFY(settles());
    QCOMPARE(m_served->limiter.config().rules, rules);
}

void TestConfigEditor::lostInTheMiddle()
{
    Relay relay(m_runtime.path() + u"/relay", m_served->server->path());
    QVERIFY(follow(relay));
    const std::vector<Rule> rules = manyRules(2700);
    relay.interceptNextAnswer([this] {
        m_served->setElsewhere({.maximumConnections = 70}); // stays
        return Relay::Fate::Lose;
    });
    m_served->editor.apply({.setRules = rules}, QStringLiteral("import"));
    QVERIFY(settles());
    QCOMPARE(m_refused->size(), 0);
    QCOMPARE(m_served->limiter.config().rules, rules);
    QCOMPARE(stack().count(), 1);
    stack().undo();
    QVERIFY(settles());
    QVERIFY(m_served->limiter.config().rules.empty());
    QCOMPARE(maximum(), 70u);
}

void TestConfigEditor::refusedInTheMiddle()
{
    // Somebody else comes in after the first part, another time after the first part of the undo.
    Relay relay(m_runtime.path() + u"/relay", m_served->server->path());
    QVERIFY(follow(relay));
    const auto interrupt = [&](quint32 other) {
        relay.interceptNextAnswer([this, other] {
            m_served->setElsewhere({.maximumConnections = other});
            return Relay::Fate::PassOn;
        });
    };
    const std::vector<Rule> before = manyRules(2700);
    std::vector<Rule> after = before;
    for (Rule &changed : after)
        changed.limit += 5000;
    m_served->setElsewhere({.rules = before});
    interrupt(70);
    m_served->editor.apply({.setRules = after}, QStringLiteral("raise"));
    QVERIFY(settles());
    QCOMPARE(error().code, int(ControlError::Conflict));
    QVERIFY(m_served->limiter.config().rules != before);
    QVERIFY(m_served->limiter.config().rules != after);
    QCOMPARE(maximum(), 70u);
    QCOMPARE(stack().count(), 1); // what was applied

    m_served->editor.apply({.setRules = after}, QStringLiteral("the rest"));
    QVERIFY(settles());
    QCOMPARE(m_served->limiter.config().rules, after);
    interrupt(80);
    m_refused->clear();
    stack().undo();
    QVERIFY(settles());
    QCOMPARE(m_refused->size(), 1);
    QCOMPARE(error().code, int(ControlError::Conflict));
    QCOMPARE(stack().index(), 2); // what is left of it
    stack().setIndex(0);
    QVERIFY(settles());
    QCOMPARE(m_served->limiter.config().rules, before);
    QCOMPARE(maximum(), 80u);
}

void TestConfigEditor::editorMayGoWithARequestUnderWay()
{
    auto editor = std::make_unique<ConfigEditor>(m_served->monitor);
    editor->apply({.maximumConnectionsPerClient = 8}, QStringLiteral("a"));
    connect(&m_served->limiter, &ConnectionLimiter::configChanged, this,
            [&editor] { editor.reset(); });
    QTRY_VERIFY(!editor);
    set(9); // answered after what was under way
    QVERIFY(settles());
    QCOMPARE(limit(), 9u);
}

void TestConfigEditor::stackMayBeClearedMeanwhile()
{
    set(8);
    QVERIFY(settles());
    stack().undo();
    connect(
        &m_served->limiter, &ConnectionLimiter::configChanged, this, [this] { stack().clear(); },
        Qt::SingleShotConnection);
    QVERIFY(settles());
    QCOMPARE(limit(), 3u);
    QCOMPARE(stack().count(), 0);
}

QTEST_MAIN(TestConfigEditor)

#include "tst_configeditor.moc"
