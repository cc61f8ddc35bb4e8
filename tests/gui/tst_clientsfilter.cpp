// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientspagetest.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QScrollBar>

using namespace ConnLimit;

/// Which clients the page shows, and what that does to those who are chosen.
class TestClientsFilter : public ClientsPageTest
{
    Q_OBJECT

private Q_SLOTS:
    void filters();
    void wrongFilterIsSaid_data();
    void wrongFilterIsSaid();
    void refusedFilterIsSaid();
    void filteredOutIsNotActedUpon();
    void filteredFarDown();
    void alsoRefused();
    void noLongerRefusedIsNotActedUpon();

private:
    QString filterMessage() const
    {
        auto message = find<QLabel>("filterMessage");
        return message && message->isVisible() ? message->text() : QString();
    }
};

void TestClientsFilter::filters()
{
    hold(300);
    hold(1, 0xc0000201); // 192.0.2.1
    QTRY_COMPARE(numRows(), 301);
    auto filter = find<QLineEdit>("filter");
    QTest::keyClicks(filter, QStringLiteral("192.0"));
    QTRY_COMPARE(numRows(), 1);
    QTRY_COMPARE(cell(0, ClientsModel::Client), QStringLiteral("192.0.2.1"));
    QTRY_VERIFY2(label("summary").contains(QStringLiteral("1 of 301")),
                 qPrintable(label("summary")));
    filter->clear();
    QTest::keyClicks(filter, QStringLiteral("10.0.1.0/24"));
    QTRY_COMPARE(numRows(), 44);
    filter->clear();
    QTRY_COMPARE(numRows(), 301);
}

void TestClientsFilter::wrongFilterIsSaid_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *typed, const char *reason) {
        QTest::newRow(typed) << QString::fromLatin1(typed) << QString::fromUtf8(reason);
    };
    row("127.0.0.0/33", "The prefix length of this address is 0 to 32.");
    row("2001:db8::/129", "The prefix length of this address is 0 to 128.");
    row("10.0.1.0/", "The prefix length of this address is 0 to 32.");
    row("127.0.0.1/8", "Bits are set behind the prefix: did you mean 127.0.0.0/8?");
    row("10.0/16", "“10.0/16” is not an address or a subnet.");
    row("<b>/</b>", "“<b>/</b>” is not an address or a subnet.");
    row("/", "“/” is not an address or a subnet.");
}

/// Instead of that nobody is listed.
void TestClientsFilter::wrongFilterIsSaid()
{
    QFETCH(QString, typed);
    QFETCH(QString, reason);
    hold(300);
    QTRY_COMPARE(numRows(), 300);
    auto filter = find<QLineEdit>("filter");
    filter->setText(QStringLiteral("10.0.0"));
    QTRY_COMPARE(numRows(), 256);
    QCOMPARE(filterMessage(), QString());
    table().selectRow(0);

    // The table stays as it was, with who is chosen in it.
    filter->setText(u' ' + typed);
    QCOMPARE(filterMessage(), u"Not applied: " + reason);
    QCOMPARE(filter->accessibleDescription(), filterMessage());
    QSignalSpy updated(&model(), &ClientsModel::updated);
    QTRY_VERIFY(updated.size() >= 2);
    QCOMPARE(numRows(), 256);
    QCOMPARE(m_page->actions().clients().size(), 1);
    QCOMPARE(filterMessage(), u"Not applied: " + reason);

    filter->setText(QStringLiteral("10.0.1.0/24"));
    QCOMPARE(filterMessage(), QString());
    QVERIFY(filter->accessibleDescription().isEmpty());
    QTRY_COMPARE(numRows(), 44);
}

/// By a server that takes others than this program.
void TestClientsFilter::refusedFilterIsSaid()
{
    m_server->open("10.0.0.1", 1);
    QTRY_COMPARE(numRows(), 1);
    const QString reason = QStringLiteral("filter is no subnet");
    Q_EMIT m_server->monitor.frameRefused(
        {ControlError::InvalidParams, reason, QStringLiteral("filter"), {}});
    QCOMPARE(filterMessage(), u"Not applied: " + reason);
    QVERIFY(label("actionMessage").isEmpty());
    QTRY_COMPARE(filterMessage(), QString()); // with the next frame
    Q_EMIT m_server->monitor.frameRefused(
        {ControlError::InvalidParams, reason, QStringLiteral("order"), {}});
    QCOMPARE(filterMessage(), QString());
    QVERIFY(label("actionMessage").contains(reason));
    QTRY_COMPARE(label("actionMessage"), QString());
}

/// Also where more clients pass than are loaded, so that the others are not known to be gone.
void TestClientsFilter::filteredOutIsNotActedUpon()
{
    hold(3000);
    table().sortByColumn(ClientsModel::Client, Qt::AscendingOrder);
    QTRY_COMPARE(cell(0, ClientsModel::Client), QStringLiteral("10.0.0.0"));
    const auto numChosen = [this] { return m_page->actions().clients().size(); };
    selectFirstTwo();
    QCOMPARE(numChosen(), 2);
    m_page->detailsAction()->setChecked(true);
    QCOMPARE(label("clientName"), QStringLiteral("10.0.0.1"));

    // From the moment on at which it is not known any more who passes.
    auto filter = find<QLineEdit>("filter");
    filter->setText(QStringLiteral("10.0.1.0/24"));
    QCOMPARE(numChosen(), 0);
    QVERIFY(!m_page->actions().action(ClientActions::Block)->isEnabled());
    QTRY_COMPARE(numRows(), 256);
    QVERIFY(model().endKnown() < 256);
    QCOMPARE(numChosen(), 0);
    QVERIFY(!m_page->actions().action(ClientActions::CopyAddress)->isEnabled());
    QVERIFY(!find<ClientPanel>("clientPanel")->actions().action(ClientActions::Block)->isEnabled());

    // Those that pass stay chosen, by other filters, by none, and by what comes and goes.
    selectFirstTwo();
    for (const auto &[text, count] : {std::pair("10.0.1.0/25", 128), {"", 3000}, {"10.0.1", 696}}) {
        filter->setText(QString::fromLatin1(text));
        QTRY_COMPARE(numRows(), count);
        QCOMPARE(numChosen(), 2);
        QCOMPARE(label("clientName"), QStringLiteral("10.0.1.1"));
    }
    hold(10, 0x0b000000);
    QSignalSpy updated(&model(), &ClientsModel::updated);
    QTRY_VERIFY(updated.size() >= 2);
    QCOMPARE(numChosen(), 2);
}

/// The rows in view then are not there any more, and those that pass are at the top.
void TestClientsFilter::filteredFarDown()
{
    hold(3000);
    table().sortByColumn(ClientsModel::Client, Qt::AscendingOrder);
    QTRY_COMPARE(numRows(), 3000);
    table().verticalScrollBar()->setValue(2000);
    QTRY_COMPARE(cell(2000, ClientsModel::Client), QStringLiteral("10.0.7.208"));
    table().selectRow(2000);
    find<QLineEdit>("filter")->setText(QStringLiteral("10.0.7.208/29"));
    QTRY_COMPARE(cell(0, ClientsModel::Client), QStringLiteral("10.0.7.208"));
    QCOMPARE(numRows(), 8);
    QCOMPARE(m_page->actions().clients().size(), 1);
    QCOMPARE(table().selection()->selectedRows().constFirst().row(), 0);
}

void TestClientsFilter::alsoRefused()
{
    m_server->setElsewhere(
        {.setRules = {{*ClientKey::fromString("10.9.0.0/16"), RuleAction::Block, 0}}});
    QVERIFY(!m_server->limiter.acquire(QHostAddress(QStringLiteral("10.9.0.1"))).isAdmitted());
    m_server->open("10.0.0.1", 1);
    QTRY_COMPARE(numRows(), 1);
    find<QCheckBox>("alsoRefused")->click();
    QTRY_COMPARE(numRows(), 2);
    table().sortByColumn(ClientsModel::Refused, Qt::DescendingOrder);
    QTRY_COMPARE(cell(0, ClientsModel::Client), QStringLiteral("10.9.0.1"));
    QCOMPARE(cell(0, ClientsModel::Share), QStringLiteral("blocked"));
    QVERIFY(cell(0, ClientsModel::LastRefused).endsWith(QStringLiteral(", blocked")));
    QVERIFY(m_page->refusedAction()->isChecked());
    m_page->refusedAction()->trigger();
    QTRY_COMPARE(numRows(), 1);
}

void TestClientsFilter::noLongerRefusedIsNotActedUpon()
{
    m_server->setElsewhere(
        {.setRules = {{*ClientKey::fromString("10.9.0.0/16"), RuleAction::Block, 0}}});
    QVERIFY(!m_server->limiter.acquire(QHostAddress(QStringLiteral("10.9.0.1"))).isAdmitted());
    hold(3000);
    table().sortByColumn(ClientsModel::Refused, Qt::DescendingOrder);
    m_page->refusedAction()->setChecked(true);
    QTRY_COMPARE(cell(0, ClientsModel::Client), QStringLiteral("10.9.0.1"));
    selectFirstTwo();
    QCOMPARE(m_page->actions().clients().size(), 2);
    m_page->refusedAction()->setChecked(false);
    QTRY_COMPARE(numRows(), 3000);
    QCOMPARE(m_page->actions().clients().size(), 1);
}

QTEST_MAIN(TestClientsFilter)

#include "tst_clientsfilter.moc"
