// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "changespage.h"
#include "servedmonitor.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

using namespace ConnLimit;

class TestChangesPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void keepsTheRowsThatAreKnown();
    void showsWhoHasChangedWhat();
    void revertsAChange();
    void revertOverwritesNobody();
    void incompleteChangesStay();
    void asksOnlyWhileVisible();
    void serverGoesAndComesBack();

private:
    QString row(int number) const
    {
        QStringList cells;
        for (int column = ChangesModel::Who; column < ChangesModel::ColumnCount; ++column)
            cells.append(m_table->model()->index(number, column).data().toString());
        return cells.join(u'|');
    }
    QString message() const
    {
        return m_page->findChild<QLabel *>(QStringLiteral("changesMessage"))->text();
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ServedMonitor> m_served;
    std::unique_ptr<ChangesPage> m_page;
    QTableView *m_table = nullptr;
    QPushButton *m_revert = nullptr;
};

void TestChangesPage::init()
{
    m_served = std::make_unique<ServedMonitor>();
    m_page = std::make_unique<ChangesPage>(m_served->monitor, m_served->editor);
    m_table = m_page->findChild<QTableView *>(QStringLiteral("changes"));
    m_revert = m_page->findChild<QPushButton *>(QStringLiteral("revertChange"));
    m_page->resize(800, 300);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    QVERIFY(m_served->start({.maximumConnectionsPerClient = 3}));
    QTRY_COMPARE(m_table->model()->rowCount(), 1);
}

void TestChangesPage::cleanup()
{
    m_page.reset();
    m_served.reset();
}

void TestChangesPage::keepsTheRowsThatAreKnown()
{
    ChangesModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy reset(&model, &ChangesModel::modelReset);
    const auto record = [](quint64 revision) {
        ChangeRecord result;
        result.revision = revision;
        result.changes = {{"maximumConnections", 1u, 2u}, {"dryRun", false, true}};
        return result;
    };
    model.setRecords({record(2), record(3), record(4)});
    QCOMPARE(model.rowCount(), 6);
    const QPersistentModelIndex kept = model.index(2, 0); // of revision 3
    model.setRecords({record(3), record(4), record(5)});
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(kept.row(), 4);
    QCOMPARE(kept.data(ChangesModel::RevisionRole), 3u);
    QCOMPARE(reset.size(), 0);
    model.setRecords({record(1)}); // of another server
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(reset.size(), 1);
    model.setRecords({});
    QCOMPARE(model.rowCount(), 0);
}

void TestChangesPage::showsWhoHasChangedWhat()
{
    QCOMPARE(row(0), QStringLiteral("the application|limit for each client|100|3"));
    m_served->editor.apply({.maximumConnections = 50, .dryRun = true}, QStringLiteral("a"));
    QTRY_COMPARE(m_table->model()->rowCount(), 3);
    QVERIFY2(row(0).contains(QString::number(QCoreApplication::applicationPid())),
             qPrintable(row(0))); // by this process
    QVERIFY(row(0).endsWith(QStringLiteral("|limit for all together|no limit|50")));
    QCOMPARE(row(1), QStringLiteral("|dry run|off|on")); // of the same change
    const Rule rule{*ClientKey::fromString("10.0.0.0/8"), RuleAction::Block, 0};
    m_served->setElsewhere({.setRules = {rule}});
    QTRY_COMPARE(m_table->model()->rowCount(), 4);
    QCOMPARE(row(0), QStringLiteral("the application|rule for 10.0.0.0/8|no rule|blocked"));
}

void TestChangesPage::revertsAChange()
{
    QVERIFY(!m_revert->isEnabled());
    m_served->setElsewhere({.maximumConnectionsPerClient = 8, .maximumConnections = 50});
    QTRY_COMPARE(m_table->model()->rowCount(), 3);
    m_table->selectRow(1); // any row of it
    QVERIFY(m_revert->isEnabled());
    m_revert->click();
    QTRY_VERIFY2(message().startsWith(QStringLiteral("Reverted: limit for each client 8 → 3")),
                 qPrintable(message()));
    QCOMPARE(m_served->limiter.config().maximumConnections, 0u);
    QTRY_COMPARE(m_table->model()->rowCount(), 5);
    QVERIFY(m_served->editor.undoStack()->canUndo());
    m_served->editor.undoStack()->undo();
    QTRY_COMPARE(m_served->limiter.config().maximumConnectionsPerClient, 8u);
}

void TestChangesPage::revertOverwritesNobody()
{
    m_served->setElsewhere({.maximumConnectionsPerClient = 8});
    m_served->setElsewhere({.maximumConnectionsPerClient = 12});
    QTRY_COMPARE(m_table->model()->rowCount(), 3);
    m_table->selectRow(1);
    m_revert->click();
    QTRY_VERIFY2(message().startsWith(QStringLiteral("Not reverted: somebody else has changed")),
                 qPrintable(message()));
    QCOMPARE(m_served->limiter.config().maximumConnectionsPerClient, 12u);
}

void TestChangesPage::incompleteChangesStay()
{
    std::vector<Rule> rules;
    for (quint32 i = 0; i < ChangeRecord::maximumChanges + 5; ++i)
        rules.push_back({ClientKey::fromIPv4(0x0a000000 + i), RuleAction::Limit, 1});
    m_served->setElsewhere({.setRules = rules});
    QTRY_COMPARE(m_table->model()->rowCount(), int(ChangeRecord::maximumChanges) + 2);
    QCOMPARE(row(ChangeRecord::maximumChanges), QStringLiteral("|and 5 more||"));
    m_table->selectRow(0);
    QVERIFY(!m_revert->isEnabled());
    QVERIFY(message().contains(QStringLiteral("does not remember all")));
}

void TestChangesPage::asksOnlyWhileVisible()
{
    QSignalSpy frames(&m_served->monitor, &Monitor::frameReceived);
    QTRY_VERIFY(frames.size() >= 2); // answered after all that was asked for before
    m_page->hide();
    m_served->setElsewhere({.maximumConnectionsPerClient = 8});
    QTRY_COMPARE(m_served->monitor.config().config.maximumConnectionsPerClient, 8u);
    frames.clear();
    QTRY_COMPARE(frames.size(), 1);
    QCOMPARE(m_table->model()->rowCount(), 1);
    m_page->show();
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
}

void TestChangesPage::serverGoesAndComesBack()
{
    m_table->selectRow(0);
    m_served->server.reset();
    QTRY_VERIFY(!m_table->isEnabled());
    QVERIFY(!m_revert->isEnabled());
    QCOMPARE(m_table->model()->rowCount(), 1); // still to be read
    QVERIFY(m_served->serve());
    QTRY_VERIFY(m_table->isEnabled());
    m_served->setElsewhere({.maximumConnectionsPerClient = 8});
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
}

QTEST_MAIN(TestChangesPage)

#include "tst_changespage.moc"
