// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "ruleseditor.h"
#include "servedmonitor.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QToolButton>

using namespace ConnLimit;

class TestRulesEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void addsARule();
    void editsInTheTable();
    void removesAndUndoes();
    void wrongRowKeepsItFromBeingApplied();
    void previewsTheEffect();
    void copiesAndPastes();
    void manyRules();
    void twoOperators_data();
    void twoOperators();
    void serverGoesAndComesBack();
    void openedLater();

private:
    template<class Widget>
    Widget *find(const char *name) const
    {
        return m_editor->findChild<Widget *>(QString::fromLatin1(name));
    }
    void click(const char *button)
    {
        QTest::mouseClick(find<QAbstractButton>(button), Qt::LeftButton);
    }
    /// Types \a text into the cell, as a user does who has opened it.
    void type(int row, int column, const QString &text)
    {
        const QModelIndex index = m_table->model()->index(row, column);
        m_table->setCurrentIndex(index);
        if (!m_table->findChild<QLineEdit *>())
            m_table->edit(index);
        auto edit = m_table->findChild<QLineEdit *>();
        QVERIFY(edit);
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
        QTRY_VERIFY(!m_table->findChild<QLineEdit *>());
    }
    QString cell(int row, int column) const
    {
        return m_table->model()->index(row, column).data().toString();
    }
    const std::vector<Rule> &inForce()
    {
        m_config = m_served->limiter.config();
        return m_config.rules;
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ServedMonitor> m_served;
    std::unique_ptr<RulesEditor> m_editor;
    QTableView *m_table = nullptr;
    Config m_config;
    const Rule m_ten{*ClientKey::fromString("10.0.0.0/8"), RuleAction::Limit, 5};
};

#define SAYS(words)                                                                                \
    QTRY_VERIFY2(m_editor->message().contains(QStringLiteral(words)),                              \
                 qPrintable(m_editor->message()))

void TestRulesEditor::init()
{
    m_served = std::make_unique<ServedMonitor>();
    m_editor = std::make_unique<RulesEditor>(m_served->monitor, m_served->editor);
    m_table = find<QTableView>("rules");
    QVERIFY(!m_table->isEnabled());
    m_editor->resize(900, 500);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_editor.get()));
    QVERIFY(m_served->start({.maximumConnectionsPerClient = 10, .rules = {m_ten}}));
    QTRY_COMPARE(m_table->model()->rowCount(), 1);
    QVERIFY(!find<QPushButton>("applyRules")->isEnabled());
}

void TestRulesEditor::cleanup()
{
    m_editor.reset();
    m_served.reset();
}

void TestRulesEditor::addsARule()
{
    click("addRule");
    auto edit = m_table->findChild<QLineEdit *>(); // opened for the subnet
    QVERIFY(edit);
    type(0, RulesModel::Subnet, QStringLiteral("192.0.2.0/24"));
    SAYS("Not ready to be applied: Type a number");
    type(0, RulesModel::Limit, QStringLiteral("3"));
    SAYS("nobody is affected");
    QCOMPARE(cell(0, RulesModel::Note), QStringLiteral("new"));
    QCOMPARE(inForce().size(), 1u);
    m_table->setFocus();
    QTest::keyClick(m_table, Qt::Key_Return, Qt::ControlModifier);
    SAYS("In force: rule for 192.0.2.0/24: no rule → limit 3.");
    QCOMPARE(inForce().size(), 2u);
    QCOMPARE(cell(0, RulesModel::Note), QString());
    QVERIFY(!find<QPushButton>("applyRules")->isEnabled());
}

void TestRulesEditor::editsInTheTable()
{
    const QModelIndex index = m_table->model()->index(0, RulesModel::Action);
    m_table->setCurrentIndex(index);
    m_table->edit(index);
    auto box = m_table->findChild<QComboBox *>();
    QVERIFY(box);
    QCOMPARE(box->currentText(), QStringLiteral("limit"));
    QTRY_VERIFY(box->view()->isVisible());
    QTest::keyClick(box->view(), Qt::Key_Down);
    QTest::keyClick(box->view(), Qt::Key_Down);
    QCOMPARE(cell(0, RulesModel::Action), QStringLiteral("limit")); // not before it is chosen
    QTest::keyClick(box->view(), Qt::Key_Return);
    QTRY_COMPARE(cell(0, RulesModel::Action), QStringLiteral("blocked"));
    QCOMPARE(cell(0, RulesModel::Limit), QString());
    click("applyRules");
    QTRY_COMPARE(inForce()[0].action, RuleAction::Block);
}

void TestRulesEditor::removesAndUndoes()
{
    m_table->selectRow(0);
    m_table->setFocus();
    QTest::keyClick(m_table, Qt::Key_Delete);
    QCOMPARE(cell(0, RulesModel::Note), QStringLiteral("to be removed"));
    click("revertRules");
    QCOMPARE(cell(0, RulesModel::Note), QString());
    m_table->selectRow(0);
    click("removeRules");
    click("applyRules");
    QTRY_COMPARE(m_table->model()->rowCount(), 0);
    QVERIFY(inForce().empty());
    QTRY_VERIFY(find<QToolButton>("undo")->isEnabled());
    click("undo");
    QTRY_COMPARE(m_table->model()->rowCount(), 1);
    QCOMPARE(inForce(), std::vector{m_ten});
}

void TestRulesEditor::wrongRowKeepsItFromBeingApplied()
{
    m_editor->addLines(QStringLiteral("192.0.2.1 limit 1\n10.1.2.3/8 limit 1"));
    SAYS("did you mean 10.0.0.0/8?");
    const quint64 revision = m_served->limiter.configRevision().revision;
    click("applyRules");
    QVERIFY(!m_served->editor.isBusy());
    QCOMPARE(m_table->currentIndex().row(), 1); // led there
    type(1, RulesModel::Subnet, QStringLiteral("10.0.0.0/9"));
    click("applyRules");
    QTRY_COMPARE(inForce().size(), 3u);
    QCOMPARE(m_served->limiter.configRevision().revision, revision + 1);
}

void TestRulesEditor::previewsTheEffect()
{
    m_served->open("192.0.2.1", 4);
    m_served->open("192.0.2.2", 2);
    m_editor->addLines(QStringLiteral("192.0.2.0/24 limit 3"));
    SAYS("Then: 1 client over, 4 connections affected; they stay open, new ones are refused.");
    type(0, RulesModel::Limit, QStringLiteral("1"));
    SAYS("Then: 2 clients over, 6 connections affected");
    type(0, RulesModel::Limit, QStringLiteral("9"));
    SAYS("Then: nobody is affected.");
    QCOMPARE(inForce().size(), 1u);

    // When something was applied, others still change what an edit means.
    click("applyRules");
    SAYS("In force");
    type(0, RulesModel::Limit, QStringLiteral("1"));
    SAYS("Then: 2 clients over, 6 connections affected");
    m_served->setElsewhere(
        {.setRules = {{*ClientKey::fromString("192.0.2.2"), RuleAction::Exempt}}});
    SAYS("Then: 1 client over, 4 connections affected");
}

void TestRulesEditor::copiesAndPastes()
{
    QGuiApplication::clipboard()->setText(
        QStringLiteral("# from elsewhere\n192.0.2.0/24 exempt\n2001:db8::/32 block\n"));
    m_table->setFocus();
    QTest::keySequence(m_table, QKeySequence::Paste);
    QTRY_COMPARE(m_table->model()->rowCount(), 3);
    m_table->selectAll();
    QTest::keySequence(m_table, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("192.0.2.0/24 exempt\n2001:db8::/32 block\n10.0.0.0/8 limit 5"));
    click("revertRules");
    click("pasteRules"); // what was copied is read again
    QTRY_COMPARE(m_table->model()->rowCount(), 3);
    click("applyRules");
    QTRY_COMPARE(inForce().size(), 3u);
}

void TestRulesEditor::manyRules()
{
    QStringList lines;
    for (int i = 0; i < 2500; ++i)
        lines.append(QStringLiteral("10.%1.%2.0/24 limit 5").arg(i / 256).arg(i % 256));
    m_editor->addLines(lines.join(u'\n'));
    SAYS("2,500 rules changed: too many for a preview. They are sent in");
    click("applyRules");
    SAYS("In force: 2,500 rules.");
    QCOMPARE(inForce().size(), 2501u);
    find<QLineEdit>("ruleFilter")->setText(QStringLiteral("10.3.4.5"));
    QCOMPARE(m_table->model()->rowCount(), 2);
    QCOMPARE(cell(0, RulesModel::Subnet), QStringLiteral("10.3.4.0/24"));
    QTRY_VERIFY(find<QToolButton>("undo")->isEnabled());
    click("undo");
    QTRY_COMPARE_WITH_TIMEOUT(inForce().size(), 1u, 60'000);
}

void TestRulesEditor::twoOperators_data()
{
    QTest::addColumn<bool>("isKnownBefore");
    QTest::addColumn<bool>("takesMine");
    QTest::newRow("seen while editing, mine") << true << true;
    QTest::newRow("seen while editing, theirs") << true << false;
    QTest::newRow("seen when applied, mine") << false << true;
    QTest::newRow("seen when applied, theirs") << false << false;
}

void TestRulesEditor::twoOperators()
{
    QFETCH(bool, isKnownBefore);
    QFETCH(bool, takesMine);
    type(0, RulesModel::Limit, QStringLiteral("8"));
    Rule theirs = m_ten;
    theirs.limit = 12;
    m_served->setElsewhere({.setRules = {theirs}});
    QWidget *conflict = find<QWidget>("rulesConflict");
    if (isKnownBefore)
        QTRY_VERIFY(conflict->isVisible());
    else
        click("applyRules");
    QTRY_VERIFY(conflict->isVisible());
    QTRY_VERIFY(!m_served->editor.isBusy());
    QVERIFY(conflict->findChild<QLabel *>()->text().contains(QStringLiteral("limit 5 → limit 12")));
    QCOMPARE(cell(0, RulesModel::Limit), QStringLiteral("8"));
    QCOMPARE(cell(0, RulesModel::Note), QStringLiteral("was limit 12"));
    QVERIFY(!find<QPushButton>("applyRules")->isEnabled());
    QCOMPARE(inForce()[0].limit, 12u);
    click(takesMine ? "takeMine" : "takeTheirs");
    QTRY_COMPARE(inForce()[0].limit, takesMine ? 8u : 12u);
    QTRY_COMPARE(cell(0, RulesModel::Note), QString());
    QCOMPARE(cell(0, RulesModel::Limit), takesMine ? QStringLiteral("8") : QStringLiteral("12"));
    QVERIFY(!conflict->isVisible());
}

void TestRulesEditor::serverGoesAndComesBack()
{
    type(0, RulesModel::Limit, QStringLiteral("8"));
    m_served->server.reset();
    QTRY_VERIFY(!m_table->isEnabled());
    QVERIFY(!find<QPushButton>("applyRules")->isEnabled());
    m_editor->addLines(QStringLiteral("192.0.2.1 limit 1"));
    QCOMPARE(m_table->model()->rowCount(), 1);
    QVERIFY(m_served->serve());
    QTRY_VERIFY(m_table->isEnabled());
    QCOMPARE(cell(0, RulesModel::Limit), QStringLiteral("8"));
    click("applyRules");
    QTRY_COMPARE(inForce()[0].limit, 8u);
}

void TestRulesEditor::openedLater()
{
    const RulesEditor editor(m_served->monitor, m_served->editor);
    const auto table = editor.findChild<QTableView *>(QStringLiteral("rules"));
    QCOMPARE(table->model()->rowCount(), 1);
    QVERIFY(table->isEnabled());
}

QTEST_MAIN(TestRulesEditor)

#include "tst_ruleseditor.moc"
