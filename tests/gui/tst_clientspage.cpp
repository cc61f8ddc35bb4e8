// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientspagetest.h"
#include "clienttext.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QHelpEvent>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QToolTip>

using namespace ConnLimit;

/// The page of clients, with a server in this process.
class TestClientsPage : public ClientsPageTest
{
    Q_OBJECT

private Q_SLOTS:
    void holdsOnlyWhatIsInView();
    void scrolledToTheEnd();
    void sortsByEveryColumn();
    void pauses();
    void scrollsWhilePaused();
    void selectionSurvivesReordering();
    void showsOneClient();
    void setsAndRemovesRules();
    void asksForALimit();
    void asksForALargeLimit();
    void copies();
    void selectsWhatIsLoaded();
    void fitsBesideOneClient();
    void keepsChosenWidths();
    void tellsWhatIsCutOff();
    void remembersItsLayout();
};

void TestClientsPage::holdsOnlyWhatIsInView()
{
    hold(50'000);
    QTRY_COMPARE(numRows(), 50'000);
    QTRY_VERIFY(model().endKnown() >= table().numVisibleRows());
    QVERIFY(model().endKnown() < 200);

    // Far away there is nothing at first, then what is in view with a margin; one request is under
    // way at a time, however often the view moves.
    table().sortByColumn(ClientsModel::Client, Qt::AscendingOrder);
    QTRY_COMPARE(cell(0, ClientsModel::Client), QStringLiteral("10.0.0.0"));
    for (int row = 1000; row <= 30'000; row += 1000)
        table().verticalScrollBar()->setValue(row);
    QVERIFY(!model().clientAt(30'000));
    QTRY_VERIFY(model().clientAt(30'000));
    QCOMPARE(cell(30'000, ClientsModel::Client), QHostAddress(0x0a000000 + 30'000).toString());
    QVERIFY(!model().clientAt(0));
    QVERIFY(model().endKnown() - model().firstKnown() < 200);
    QVERIFY(model().clientAt(30'000 - table().numVisibleRows() / 2));
    QVERIFY(model().clientAt(30'000 + table().numVisibleRows()));
    QCOMPARE(table().firstVisibleRow(), 30'000);
}

void TestClientsPage::scrolledToTheEnd()
{
    hold(3000);
    QTRY_COMPARE(numRows(), 3000);
    table().scrollToBottom();
    QTRY_VERIFY(model().clientAt(2999));
    // All but a few leave: the view shows those.
    m_server->leases.resize(5);
    QTRY_COMPARE(numRows(), 5);
    QTRY_VERIFY(model().clientAt(0) && model().clientAt(4));
}

void TestClientsPage::sortsByEveryColumn()
{
    m_server->open("10.0.0.1", 1);
    m_server->open("10.0.0.2", 4);
    m_server->open("10.0.0.3", 2);
    m_server->setElsewhere(
        {.setRules = {{*ClientKey::fromString("10.0.0.3"), RuleAction::Limit, 2}}});
    QVERIFY(!m_server->limiter.acquire(QHostAddress(QStringLiteral("10.0.0.3"))).isAdmitted());
    QTRY_COMPARE(numRows(), 3);
    const QList<QByteArray> tops{"10.0.0.3", "10.0.0.2", "10.0.0.1", "10.0.0.3",
                                 "10.0.0.3", "10.0.0.3", "10.0.0.3"};
    for (int column = 0; column < ClientsModel::ColumnCount; ++column) {
        table().sortByColumn(column, Qt::DescendingOrder);
        if (column != ClientsModel::Limit)
            QTRY_COMPARE(cell(0, ClientsModel::Client), QString::fromLatin1(tops[column]));
        table().sortByColumn(column, Qt::AscendingOrder);
        QTRY_VERIFY2(cell(0, ClientsModel::Client) != QString::fromLatin1(tops[column])
                         || column == ClientsModel::Limit,
                     qPrintable(label("actionMessage")));
    }
    QVERIFY2(label("actionMessage").isEmpty(), qPrintable(label("actionMessage")));
}

void TestClientsPage::pauses()
{
    m_server->open("10.0.0.1", 1);
    QTRY_COMPARE(cell(0, ClientsModel::Open), QStringLiteral("1"));
    quint64 open = 0;
    connect(&m_server->monitor, &Monitor::frameReceived, this,
            [&](const ClientsFrame &frame) { open = frame.totals.open; });
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_Space);
    QVERIFY(m_page->pauseAction()->isChecked());
    QVERIFY(find<QLabel>("paused")->isVisible());
    QVERIFY(label("paused").startsWith(QStringLiteral("Paused")));
    m_server->open("10.0.0.1", 2);
    m_server->open("10.0.0.2", 1);
    QTRY_COMPARE(open, 4u); // the sums go on
    QCOMPARE(numRows(), 1);
    QCOMPARE(cell(0, ClientsModel::Open), QStringLiteral("1"));
    m_page->pauseAction()->trigger();
    QTRY_COMPARE(numRows(), 2);
    QTRY_COMPARE(cell(0, ClientsModel::Open), QStringLiteral("3"));
    QVERIFY(!find<QLabel>("paused")->isVisible());
}

void TestClientsPage::scrollsWhilePaused()
{
    hold(5000);
    QTRY_COMPARE(numRows(), 5000);
    m_page->pauseAction()->trigger();
    hold(10, 0x0b000000);
    table().verticalScrollBar()->setValue(2000);
    QTRY_VERIFY(model().clientAt(2000));
    QCOMPARE(numRows(), 5010); // of now: it says so
    QSignalSpy updated(&model(), &ClientsModel::updated);
    QSignalSpy frames(&m_server->monitor, &Monitor::frameReceived);
    hold(10, 0x0c000000);
    QTRY_VERIFY(frames.size() >= 2);
    QCOMPARE(updated.size(), 0);
}

void TestClientsPage::selectionSurvivesReordering()
{
    for (int i = 1; i <= 5; ++i)
        m_server->open(qPrintable(QStringLiteral("10.0.0.%1").arg(i)), i);
    QTRY_COMPARE(numRows(), 5);
    QTRY_COMPARE(cell(0, ClientsModel::Client), QStringLiteral("10.0.0.5"));
    table().selectRow(0);
    QCOMPARE(m_page->actions().clients().size(), 1);
    table().sortByColumn(ClientsModel::Open, Qt::AscendingOrder);
    QTRY_COMPARE(cell(4, ClientsModel::Client), QStringLiteral("10.0.0.5"));
    QCOMPARE(table().selection()->selectedRows().constFirst().row(), 4);
    QCOMPARE(table().currentIndex().row(), 4);
    QCOMPARE(clientText(m_page->actions().clients().constFirst().client),
             QStringLiteral("10.0.0.5"));
}

void TestClientsPage::showsOneClient()
{
    auto panel = find<QWidget>("clientPanel");
    QVERIFY(!panel->isVisible());
    m_server->open("10.0.0.1", 4);
    QTRY_COMPARE(numRows(), 1);
    table().setFocus();
    table().selectRow(0);
    QTest::keyClick(&table(), Qt::Key_Return);
    QVERIFY(panel->isVisible());
    QCOMPARE(label("clientName"), QStringLiteral("10.0.0.1"));
    QCOMPARE(label("clientLevel"), QStringLiteral("near the limit"));
    QCOMPARE(label("clientOpen"), QStringLiteral("4 of 5 (80 %)"));
    QCOMPARE(find<QLineEdit>("firewallCommand")->text(),
             QStringLiteral("nft insert rule inet filter input ip saddr 10.0.0.1 drop"));
    // What it tells goes with the server, though the table is frozen.
    m_page->pauseAction()->trigger();
    m_server->open("10.0.0.1", 1);
    QTRY_COMPARE(label("clientOpen"), QStringLiteral("5 of 5 (100 %)"));
    QTest::keyClick(&table(), Qt::Key_Return);
    QVERIFY(!panel->isVisible());
}

void TestClientsPage::setsAndRemovesRules()
{
    m_server->open("10.0.0.1", 1);
    QTRY_COMPARE(numRows(), 1);
    table().selectRow(0);
    m_page->detailsAction()->setChecked(true);
    press("blockButton");
    QTRY_COMPARE(cell(0, ClientsModel::Limit), QStringLiteral("blocked · 10.0.0.1"));
    QVERIFY(!m_server->limiter.acquire(QHostAddress(QStringLiteral("10.0.0.1"))).isAdmitted());
    QVERIFY2(label("actionMessage").contains(QStringLiteral("Block 10.0.0.1")),
             qPrintable(label("actionMessage")));
    QTRY_COMPARE(label("clientLimit"), QStringLiteral("blocked · 10.0.0.1"));

    QVERIFY(m_server->editor.undoStack()->undoText().contains(QStringLiteral("Block 10.0.0.1")));
    m_server->editor.undoStack()->undo();
    QTRY_VERIFY(m_server->limiter.config().rules.empty());
    QTRY_COMPARE(cell(0, ClientsModel::Limit), QStringLiteral("5"));

    m_page->actions().action(ClientActions::Exempt)->trigger();
    QTRY_COMPARE(cell(0, ClientsModel::Limit), QStringLiteral("exempt · 10.0.0.1"));
    QTRY_VERIFY(find<QToolButton>("removeRuleButton")->isEnabled());
    press("removeRuleButton");
    QTRY_COMPARE(cell(0, ClientsModel::Limit), QStringLiteral("5"));
    QTRY_VERIFY(!find<QToolButton>("removeRuleButton")->isEnabled());
    m_server->editor.undoStack()->undo();
    QTRY_COMPARE(cell(0, ClientsModel::Limit), QStringLiteral("exempt · 10.0.0.1"));

    // What is so already can be no more so, and there is nothing to undo.
    m_page->actions().action(ClientActions::Exempt)->trigger();
    QTRY_COMPARE(label("actionMessage"), QStringLiteral("Nothing to change: Exempt 10.0.0.1."));
}

void TestClientsPage::asksForALimit()
{
    m_server->open("10.0.0.1", 1);
    m_server->open("10.0.0.2", 1);
    QTRY_COMPARE(numRows(), 2);
    QDialog *dialog = nullptr;
    QAbstractSpinBox *box = nullptr;
    const auto ask = [&](const QString &whom) {
        m_page->actions().action(ClientActions::OwnLimit)->trigger();
        dialog = find<QDialog>("askForLimit");
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(dialog->findChild<QLabel *>()->text().contains(whom));
        box = dialog->findChild<QAbstractSpinBox *>();
        QVERIFY(box);
    };
    const auto type = [&](const char *text) {
        box->selectAll();
        QTest::keyClicks(box, QString::fromLatin1(text));
    };
    table().selectAll();
    ask(QStringLiteral("2 clients"));
    QCOMPARE(box->text(), QStringLiteral("5"));
    type("9");
    QTest::keyClick(box, Qt::Key_Return);
    QTRY_COMPARE(m_server->limiter.config().rules.size(), 2u);
    QTRY_COMPARE(cell(1, ClientsModel::Limit), QStringLiteral("9 · 10.0.0.2"));
    QTRY_VERIFY(!find<QDialog>("askForLimit"));

    // It is for those whom it was opened for, gone or not.
    table().clearSelection();
    table().selectRow(0);
    ask(QStringLiteral("10.0.0.1 "));
    m_server->leases.clear();
    QTRY_COMPARE(numRows(), 0);
    QVERIFY(m_page->actions().clients().isEmpty());
    type("7");
    dialog->accept();
    QTRY_VERIFY2(label("actionMessage").startsWith(QStringLiteral("Done: Limit 10.0.0.1 to 7")),
                 qPrintable(label("actionMessage")));
    const Config config = m_server->limiter.config();
    QVERIFY(std::find(config.rules.begin(), config.rules.end(),
                      Rule{*ClientKey::fromString("10.0.0.1"), RuleAction::Limit, 7})
            != config.rules.end());
}

void TestClientsPage::asksForALargeLimit()
{
    m_server->setElsewhere({.maximumConnectionsPerClient = 3'000'000'000});
    m_server->open("10.0.0.1", 1);
    QTRY_COMPARE(cell(0, ClientsModel::Limit), QStringLiteral("3,000,000,000"));
    table().selectRow(0);
    m_page->actions().action(ClientActions::OwnLimit)->trigger();
    auto dialog = find<QDialog>("askForLimit");
    QVERIFY(dialog);
    auto box = dialog->findChild<QAbstractSpinBox *>();
    QCOMPARE(box->text(), QStringLiteral("3000000000"));
    const auto problem
        = [dialog] { return dialog->findChild<QLabel *>(QStringLiteral("limitProblem"))->text(); };
    QCOMPARE(problem(), QString());

    // What is no limit is said, and stays to be corrected.
    for (const auto &[text, reason] : {std::pair("4294967296", "at most 4,294,967,295"),
                                       {"5x", "“5x” is not a whole number."}}) {
        box->selectAll();
        QTest::keyClicks(box, QString::fromLatin1(text));
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY2(problem().contains(QString::fromUtf8(reason)), qPrintable(problem()));
        QCOMPARE(box->text(), QString::fromLatin1(text));
        QVERIFY(dialog->isVisible());
    }
    box->selectAll();
    QTest::keyClicks(box, QStringLiteral("4294967295"));
    QCOMPARE(problem(), QString());
    QTest::keyClick(box, Qt::Key_Return);
    QTRY_COMPARE(cell(0, ClientsModel::Limit), QStringLiteral("4,294,967,295 · 10.0.0.1"));
}

void TestClientsPage::copies()
{
    m_server->open("10.0.0.2", 2);
    m_server->open("10.0.0.1", 1);
    m_server->open("2001:db8::1", 1);
    QTRY_COMPARE(numRows(), 3);
    table().selectAll();
    const auto copied = [this](ClientActions::Action action) {
        m_page->actions().action(action)->trigger();
        return QGuiApplication::clipboard()->text();
    };
    QCOMPARE(copied(ClientActions::CopyAddress),
             QStringLiteral("10.0.0.1\n10.0.0.2\n2001:db8::/64"));
    QCOMPARE(copied(ClientActions::CopyCidr),
             QStringLiteral("10.0.0.1/32\n10.0.0.2/32\n2001:db8::/64"));
    QCOMPARE(copied(ClientActions::CopyFirewallCommand).section(u'\n', 2),
             QStringLiteral("nft insert rule inet filter input ip6 saddr 2001:db8::/64 drop"));
}

/// Of more rows than are loaded, those are selected that are, and the user is told. Nothing is done
/// to the others.
void TestClientsPage::selectsWhatIsLoaded()
{
    hold(3000);
    table().sortByColumn(ClientsModel::Client, Qt::AscendingOrder);
    QTRY_COMPARE(numRows(), 3000);
    QTRY_COMPARE(cell(0, ClientsModel::Client), QStringLiteral("10.0.0.0"));
    table().setFocus();
    table().setCurrentIndex(table().model()->index(5, 0));
    QVERIFY(label("actionMessage").isEmpty());
    QTest::keyClick(&table(), Qt::Key_A, Qt::ControlModifier);
    const QList<ClientStatus> selected = m_page->actions().clients();
    QCOMPARE(selected.size(), model().endKnown() - model().firstKnown());
    QVERIFY(selected.size() < 200);
    const QString cut = QStringLiteral("Selected: %1 of 3,000 rows.");
    QVERIFY2(label("actionMessage").startsWith(cut.arg(selected.size())),
             qPrintable(label("actionMessage")));
    QVERIFY2(label("summary").contains(QStringLiteral("%1 selected").arg(selected.size())),
             qPrintable(label("summary")));

    // They stay the same when others are in view, and are all that is copied.
    table().verticalScrollBar()->setValue(2000);
    QTRY_VERIFY(model().clientAt(2000));
    QVERIFY(!model().clientAt(5));
    m_page->actions().action(ClientActions::CopyAddress)->trigger();
    QStringList addresses;
    for (const ClientStatus &client : selected)
        addresses.append(clientText(client.client));
    QCOMPARE(QGuiApplication::clipboard()->text().split(u'\n'), addresses);

    // A range ends where what is loaded ends, and a single row is not a range.
    const QRect row = table().visualRect(table().model()->index(2000, 0));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, row.center());
    m_page->actions().action(ClientActions::CopyAddress)->trigger();
    QCOMPARE(label("actionMessage"), QStringLiteral("Copied: 10.0.7.208"));
    table().verticalScrollBar()->setValue(0);
    QTRY_VERIFY(model().clientAt(0));
    QVERIFY(!model().clientAt(2000));
    const QRect first = table().visualRect(table().model()->index(0, 0));
    QTest::mouseClick(table().viewport(), Qt::LeftButton, Qt::ShiftModifier, first.center());
    QCOMPARE(m_page->actions().clients().size(), model().endKnown() + 1); // with its other end
    QVERIFY2(label("actionMessage").contains(QStringLiteral("of 2,001 rows")),
             qPrintable(label("actionMessage")));
}

/// As wide as the page is in a window of 1200 pixels.
void TestClientsPage::fitsBesideOneClient()
{
    m_page->resize(1000, 450);
    m_server->setElsewhere(
        {.setRules = {{*ClientKey::fromString("203.0.113.0/24"), RuleAction::Limit, 2}}});
    m_server->open("203.0.113.100", 2);
    QVERIFY(!m_server->limiter.acquire(QHostAddress(QStringLiteral("203.0.113.100"))).isAdmitted());
    hold(50); // a scroll bar takes some of the space
    QTRY_COMPARE(numRows(), 51);
    table().selectRow(0);
    const auto widths = [this] {
        QList<int> all;
        for (int column = 0; column < ClientsModel::ColumnCount; ++column)
            all.append(table().columnWidth(column));
        return all;
    };
    const auto isFitting = [this] { return table().horizontalScrollBar()->maximum() == 0; };
    QTRY_VERIFY(table().verticalScrollBar()->isVisible() && isFitting());
    const QList<int> before = widths();
    m_page->detailsAction()->setChecked(true);
    QTRY_VERIFY(find<ClientPanel>("clientPanel")->isVisible());
    QTRY_VERIFY(table().width() < 700 && isFitting());
    for (QAbstractScrollArea *area :
         find<ClientPanel>("clientPanel")->findChildren<QAbstractScrollArea *>())
        QTRY_VERIFY2(area->horizontalScrollBar()->maximum() == 0, qPrintable(area->objectName()));
    // Which are all short while there are no connections: with some the last column gives way.
    const QHeaderView *header = find<QTableView>("connections")->horizontalHeader();
    QCOMPARE(header->sectionResizeMode(ConnectionsModel::Encryption), QHeaderView::Stretch);
    QVERIFY(!header->stretchLastSection());
    // Who it is and how many can still be read.
    const QFontMetrics metrics = table().fontMetrics();
    QVERIFY(table().columnWidth(ClientsModel::Client)
            > metrics.horizontalAdvance(QStringLiteral("255.255.255.255")));
    for (int column = 0; column < ClientsModel::ColumnCount; ++column)
        QVERIFY(table().columnWidth(column) > metrics.horizontalAdvance(QStringLiteral("100 %")));
    m_page->detailsAction()->setChecked(false);
    QTRY_COMPARE(widths(), before);
}

void TestClientsPage::keepsChosenWidths()
{
    const int chosen = 150;
    table().horizontalHeader()->resizeSection(ClientsModel::Share, chosen);
    const int limit = table().columnWidth(ClientsModel::Limit);
    m_page->resize(700, 500);
    QTRY_VERIFY(table().columnWidth(ClientsModel::Limit) < limit);
    QCOMPARE(table().columnWidth(ClientsModel::Share), chosen);
    m_page->resize(1100, 500);
    QTRY_COMPARE(table().columnWidth(ClientsModel::Limit), limit);
    QCOMPARE(table().columnWidth(ClientsModel::Share), chosen);
}

void TestClientsPage::tellsWhatIsCutOff()
{
    m_server->open("10.0.0.1", 5);
    QTRY_COMPARE(numRows(), 1);
    const QModelIndex share = table().model()->index(0, ClientsModel::Share);
    const auto toolTip = [&] {
        const QPoint place = table().visualRect(share).center();
        QHelpEvent event(QEvent::ToolTip, place, table().viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(table().viewport(), &event);
        return QToolTip::text();
    };
    QCOMPARE(toolTip(), QString());
    table().horizontalHeader()->resizeSection(ClientsModel::Share, 50);
    QVERIFY2(toolTip().contains(QStringLiteral("at the limit")), qPrintable(toolTip()));
    QCOMPARE(table().model()->headerData(ClientsModel::Share, Qt::Horizontal, Qt::ToolTipRole),
             QVariant(QStringLiteral("Share of limit")));
}

void TestClientsPage::remembersItsLayout()
{
    QSettings settings(m_runtime.path() + u"/layout.ini", QSettings::IniFormat);
    table().sortByColumn(ClientsModel::Client, Qt::AscendingOrder);
    table().horizontalHeader()->resizeSection(ClientsModel::Limit, 222);
    table().horizontalHeader()->moveSection(ClientsModel::Refused, 0);
    m_page->detailsAction()->setChecked(true);
    m_page->refusedAction()->setChecked(true);
    m_page->saveTo(settings);

    ClientsPage other(m_server->monitor, m_server->editor);
    other.restoreFrom(settings);
    const QHeaderView *header = other.table().horizontalHeader();
    QCOMPARE(header->sortIndicatorSection(), int(ClientsModel::Client));
    QCOMPARE(header->sectionSize(ClientsModel::Limit), 222);
    other.resize(600, 500); // the others give way
    QCOMPARE(header->sectionSize(ClientsModel::Limit), 222);
    QCOMPARE(header->visualIndex(ClientsModel::Refused), 0);
    QVERIFY(other.detailsAction()->isChecked() && other.refusedAction()->isChecked());
    QVERIFY(m_server->monitor.request().order == ClientOrder::Client);
    QVERIFY(m_server->monitor.request().includeRefused);
}

QTEST_MAIN(TestClientsPage)

#include "tst_clientspage.moc"
