// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "eventspage.h"
#include "servedmonitor.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QTextDocumentFragment>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QScrollBar>

using namespace ConnLimit;
using namespace std::chrono_literals;

namespace {

Event refusal(quint64 sequence, const char *client, quint64 count)
{
    return {
        sequence, std::chrono::system_clock::time_point(1'700'000'000s), Event::Kind::Refused,
        {},       ClientKey::fromString(client).value_or(ClientKey()),   Verdict::PerClientLimit,
        count};
}

Event note(quint64 sequence, const QString &text)
{
    return {sequence,
            std::chrono::system_clock::time_point(1'700'000'000s),
            Event::Kind::Server,
            text,
            {},
            {},
            0};
}

QString texts(const QAbstractItemModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row)
        lines.append(model.index(row, EventsModel::Text).data().toString());
    return lines.join(u'\n');
}

} // namespace

class TestEventsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void wordsOfEvents();
    void lostEventsAreSaid();
    void rowsAreBounded();
    void filters();
    void showsWhatHappens();
    void followsTheEndUnlessScrolledUp();
    void copies();
    void markupIsText();
    void endsBeforeItsRowsAreLaidOut();
    void attachesAgain();
    void anotherChannelOfTheSameServer();
    void anotherServerOfTheSameProcess();
    void anotherProcess();

private:
    bool has(const char *text) const
    {
        return texts(*m_table->model()).contains(QString::fromLatin1(text));
    }
    void refuse(const char *client)
    {
        QVERIFY(!m_served->limiter.acquire(QHostAddress(QString::fromLatin1(client))).isAdmitted());
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ServedMonitor> m_served;
    std::unique_ptr<EventsPage> m_page;
    QTableView *m_table = nullptr;
};

void TestEventsPage::init()
{
    m_served = std::make_unique<ServedMonitor>();
    m_page = std::make_unique<EventsPage>(m_served->monitor);
    m_table = m_page->findChild<QTableView *>(QStringLiteral("events"));
    m_page->resize(700, 300);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    const Rule blocked{*ClientKey::fromString("203.0.113.0/24"), RuleAction::Block, 0};
    QVERIFY(m_served->start({.maximumConnectionsPerClient = 1, .rules = {blocked}}));
}

void TestEventsPage::cleanup()
{
    m_page.reset();
    m_served.reset();
}

void TestEventsPage::wordsOfEvents()
{
    EventsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Event several = refusal(3, "", 1200);
    several.verdict.reset();
    model.append({{refusal(1, "192.0.2.7", 1), refusal(2, "2001:db8::/64", 12), several,
                   note(4, QStringLiteral("listening"))},
                  4,
                  0,
                  {}});
    QCOMPARE(texts(model),
             QStringLiteral("192.0.2.7 was refused: it is at its limit\n"
                            "2001:db8::/64 was refused 12 times: it is at its limit\n"
                            "Several clients were refused 1,200 times: for several reasons\n"
                            "listening"));
    QCOMPARE(model.index(0, EventsModel::Kind).data().toString(), QStringLiteral("refused"));
    QVERIFY(!model.index(0, EventsModel::Time).data().toString().isEmpty());
}

void TestEventsPage::lostEventsAreSaid()
{
    EventsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.append({{note(8, QStringLiteral("a"))}, 8, 7, {}});
    QCOMPARE(texts(model),
             QStringLiteral("7 events were lost: the server no longer remembered them.\na"));
    EventsFilter filter;
    filter.setSourceModel(&model);
    filter.setKindShown(Event::Kind::Server, false);
    QCOMPARE(filter.rowCount(), 1); // no filter hides it
}

void TestEventsPage::rowsAreBounded()
{
    EventsModel model;
    QList<Event> events;
    for (quint64 i = 1; i <= quint64(EventsModel::maximumRows) - 10; ++i)
        events.append(note(i, QString::number(i)));
    model.append({events, 9990, 0, {}});
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.append({events.first(30), 10'020, 0, {}});
    QCOMPARE(model.rowCount(), EventsModel::maximumRows);
    QCOMPARE(model.index(0, EventsModel::Text).data().toString(), QStringLiteral("21"));
    QCOMPARE(model.index(EventsModel::maximumRows - 1, EventsModel::Text).data().toString(),
             QStringLiteral("30"));
    events += events;
    model.append({events, 40'000, 0, {}}); // more than there is room for in one
    QCOMPARE(model.rowCount(), EventsModel::maximumRows);
    QCOMPARE(model.index(EventsModel::maximumRows - 1, EventsModel::Text).data().toString(),
             QStringLiteral("9990"));
}

void TestEventsPage::filters()
{
    refuse("203.0.113.1");
    m_served->setElsewhere({.maximumConnectionsPerClient = 5});
    QTRY_VERIFY(has("203.0.113.1 was refused: it is blocked"));
    QTRY_VERIFY(has("max-per-client 1 -> 5"));
    const int all = m_table->model()->rowCount();
    auto filter = m_page->findChild<QLineEdit *>(QStringLiteral("eventFilter"));
    QTest::keyClicks(filter, QStringLiteral("REFUSED: IT"));
    QCOMPARE(m_table->model()->rowCount(), 1);
    m_page->findChild<QAbstractButton *>(QStringLiteral("showRefused"))->click();
    QCOMPARE(m_table->model()->rowCount(), 0);
    filter->clear();
    QCOMPARE(m_table->model()->rowCount(), all - 1);
    QVERIFY(has("max-per-client 1 -> 5"));
    m_page->findChild<QAbstractButton *>(QStringLiteral("showChanged"))->click();
    QVERIFY(!has("max-per-client 1 -> 5"));
}

void TestEventsPage::showsWhatHappens()
{
    m_served->open("192.0.2.1", 1);
    for (int i = 0; i < 3; ++i)
        refuse("192.0.2.1");
    QTRY_VERIFY2(has("192.0.2.1 was refused 3 times: it is at its limit"),
                 qPrintable(texts(*m_table->model())));
    m_served->editor.apply({.maximumConnections = 9}, QStringLiteral("a"));
    QTRY_VERIFY(has("none -> 9") || has("0 -> 9"));
}

void TestEventsPage::followsTheEndUnlessScrolledUp()
{
    quint32 limit = 1000;
    const auto changeMore = [&](int count) {
        for (int i = 0; i < count; ++i)
            m_served->setElsewhere({.maximumConnectionsPerClient = ++limit});
        const QString last = QStringLiteral("-> %1").arg(limit);
        QTRY_VERIFY(texts(*m_table->model()).contains(last));
    };
    QScrollBar *bar = m_table->verticalScrollBar();
    changeMore(40);
    QTRY_VERIFY(bar->maximum() > 0);
    QTRY_COMPARE(bar->value(), bar->maximum());
    changeMore(5);
    QTRY_COMPARE(bar->value(), bar->maximum());
    bar->setValue(3);
    changeMore(5);
    QCOMPARE(bar->value(), 3);
    bar->setValue(bar->maximum());
    changeMore(5);
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void TestEventsPage::copies()
{
    refuse("203.0.113.1");
    QTRY_VERIFY(has("203.0.113.1 was refused: it is blocked"));
    m_table->selectAll();
    m_table->setFocus();
    QTest::keySequence(m_table, QKeySequence::Copy);
    const QString text = QGuiApplication::clipboard()->text();
    QCOMPARE(text.count(u'\n') + 1, m_table->model()->rowCount());
    QVERIFY(text.contains(QStringLiteral("\trefused\t203.0.113.1 was refused: it is blocked")));
}

void TestEventsPage::markupIsText()
{
    EventsModel model;
    model.append({{note(1, QStringLiteral("<b>bold</b>"))}, 1, 0, {}});
    const QModelIndex index = model.index(0, EventsModel::Text);
    QCOMPARE(index.data().toString(), QStringLiteral("<b>bold</b>"));
    const QString toolTip = index.data(Qt::ToolTipRole).toString();
    QVERIFY(Qt::mightBeRichText(toolTip));
    QCOMPARE(QTextDocumentFragment::fromHtml(toolTip).toPlainText(), QStringLiteral("<b>bold</b>"));
}

void TestEventsPage::attachesAgain()
{
    refuse("203.0.113.1");
    QTRY_VERIFY(has("203.0.113.1"));
    m_served->monitor.follow(m_served->monitor.client().target());
    refuse("203.0.113.2");
    QTRY_VERIFY(has("203.0.113.2"));
    QCOMPARE(texts(*m_table->model()).count(QStringLiteral("203.0.113.1 ")), 1); // once
    QVERIFY(!has("anew"));
}

void TestEventsPage::anotherChannelOfTheSameServer()
{
    refuse("203.0.113.1");
    QTRY_VERIFY(has("203.0.113.1"));
    m_served->server.reset();
    QVERIFY(m_served->serve());
    refuse("203.0.113.2");
    QTRY_VERIFY(has("203.0.113.2"));
    QCOMPARE(texts(*m_table->model()).count(QStringLiteral("203.0.113.1 ")), 1);
    QVERIFY(!has("anew"));
}

void TestEventsPage::anotherServerOfTheSameProcess()
{
    QTRY_VERIFY(has("opened"));
    m_served->server.reset();
    ConnectionLimiter limiter; // whose numbers go on beyond those that are known
    for (quint32 i = 1; i <= 50; ++i)
        limiter.setConfig({.maximumConnectionsPerClient = i});
    ControlServer server(&limiter);
    QVERIFY(server.listen(QStringLiteral("echo")));
    QTRY_VERIFY(has("49 -> 50"));
    QVERIFY(has("The server has been started anew."));
    QVERIFY(has(" 1 -> 2"));
}

void TestEventsPage::endsBeforeItsRowsAreLaidOut()
{
    for (quint32 i = 2; i <= 50; ++i)
        m_served->limiter.setConfig({.maximumConnectionsPerClient = i});
    QTRY_VERIFY(has("49 -> 50"));
    QTRY_VERIFY(m_table->verticalScrollBar()->maximum() > 0);
    m_table->verticalScrollBar()->setValue(0);
    QSignalSpy ranges(m_table->verticalScrollBar(), &QScrollBar::rangeChanged);
    m_page->findChild<QLineEdit *>(QStringLiteral("eventFilter"))->setText(QStringLiteral("49"));
    QCOMPARE(ranges.size(), 0);
    m_page.reset();
    QCOMPARE(ranges.size(), 1);
}

void TestEventsPage::anotherProcess()
{
    EventsModel model;
    model.appendRestart(); // nothing was known of the one before
    QCOMPARE(model.rowCount(), 0);
    model.append({{note(5, QStringLiteral("a"))}, 5, 0, {}});
    model.appendRestart();
    QCOMPARE(texts(model), QStringLiteral("a\nThe server has been started anew."));
}

QTEST_MAIN(TestEventsPage)

#include "tst_eventspage.moc"
