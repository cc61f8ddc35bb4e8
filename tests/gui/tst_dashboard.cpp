// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientspage.h"
#include "demo.h"
#include "limitspinbox.h"
#include "mainwindow.h"
#include "noticebar.h"
#include "programs.h"
#include "serverpage.h"

#include <QtCore/QRegularExpression>
#include <QtGui/QClipboard>
#include <QtGui/QImage>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QScrollBar>

using namespace ConnLimit;

/// The dashboard's own widgets, with a server in another process and real connections.
class TestDashboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void countsAppear();
    void nextConnectionObeysTheLimit();
    void limitChangedElsewhere();
    void viewSurvivesUpdates();
    void sortsAndFilters();
    void copiesAddresses();
    void shortcuts();
    void serverGoesAndComesBack();
    void waitsForAServer();
    void disconnectsAClient();
    void disconnectsOneConnection();
    void ruleFromTheClientAndBack();
    void demoFromTheEmptyPage();
    void demoEndsBeforeItHasBegun();
    void screenshot_data();
    void screenshot();
    void demo();
    void wrongUsage_data();
    void wrongUsage();

private:
    static constexpr quint32 loopback = INADDR_LOOPBACK;

    template<class Widget>
    Widget *find(const char *name) const
    {
        return m_window->findChild<Widget *>(QString::fromLatin1(name));
    }
    QString label(const char *name) const { return find<QLabel>(name)->text(); }
    QStringList column(ClientsModel::Column column) const
    {
        QStringList texts;
        for (int row = 0; row < m_table->model()->rowCount(); ++row)
            texts.append(m_table->model()->index(row, column).data().toString());
        return texts;
    }
    void setLimit(const QString &text) const
    {
        auto box = find<LimitSpinBox>("limit");
        box->setFocus();
        box->selectAll();
        QTest::keyClick(box, Qt::Key_Delete);
        QTest::keyClicks(box, text);
        QTest::keyClick(box, Qt::Key_Return);
    }

    void trigger(const QKeySequence &keys) const
    {
        for (QAction *action : m_window->findChildren<QAction *>()) {
            if (action->shortcut() == keys)
                return action->trigger();
        }
        QFAIL("no such shortcut");
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<MainWindow> m_window;
    QTableView *m_table = nullptr;
};

void TestDashboard::init()
{
    m_server = std::make_unique<Server>();
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("3")}));
    m_window = std::make_unique<MainWindow>();
    m_window->follow(QStringLiteral("echo"));
    m_window->show();
    m_table = find<QTableView>("clients");
    QTRY_COMPARE(label("status"), QStringLiteral("attached"));
    QTRY_COMPARE(find<LimitSpinBox>("limit")->text(), QStringLiteral("3"));
}

void TestDashboard::cleanup()
{
    m_window.reset();
    m_server.reset();
}

void TestDashboard::countsAppear()
{
    QCOMPARE(label("serverName"), QStringLiteral("echo"));
    auto clients = servedClients(m_server->port(), 3);
    QCOMPARE(clients.size(), 3u);
    const auto others = servedClients(m_server->port(), 1, loopback + 1);
    QVERIFY(Client(m_server->port()).isRefused());
    QTRY_COMPARE(column(ClientsModel::Client),
                 QStringList({QStringLiteral("127.0.0.1"), QStringLiteral("127.0.0.2")}));
    QTRY_COMPARE(label("refused"), QStringLiteral("1"));
    QCOMPARE(column(ClientsModel::Open), QStringList({QStringLiteral("3"), QStringLiteral("1")}));
    QCOMPARE(column(ClientsModel::Limit), QStringList({QStringLiteral("3"), QStringLiteral("3")}));
    QCOMPARE(column(ClientsModel::Refused),
             QStringList({QStringLiteral("1"), QStringLiteral("0")}));
    QVERIFY(column(ClientsModel::LastRefused).constFirst() != QStringLiteral("-"));
    QCOMPARE(label("open"), QStringLiteral("4"));
    QCOMPARE(label("clients"), QStringLiteral("2"));
    QCOMPARE(label("admitted"), QStringLiteral("4"));
    QTRY_COMPARE(label("atLimit"), QStringLiteral("1")); // by an answer of its own

    clients.clear();
    QTRY_COMPARE(column(ClientsModel::Client), QStringList(QStringLiteral("127.0.0.2")));
}

void TestDashboard::nextConnectionObeysTheLimit()
{
    auto clients = servedClients(m_server->port(), 3);
    QVERIFY(Client(m_server->port()).isRefused());

    setLimit(QStringLiteral("5"));
    QTRY_VERIFY2(label("message").contains(QStringLiteral("3 → 5")), qPrintable(label("message")));
    for (auto &more : servedClients(m_server->port(), 2))
        clients.push_back(std::move(more));
    QCOMPARE(clients.size(), 5u);
    QVERIFY(Client(m_server->port()).isRefused());

    setLimit(QStringLiteral("1"));
    QTRY_VERIFY2(label("message").contains(QStringLiteral("5 → 1")), qPrintable(label("message")));
    QVERIFY(Client(m_server->port()).isRefused());
    for (const auto &client : clients)
        QVERIFY(client->isServed());
    QTRY_COMPARE(column(ClientsModel::Limit), QStringList(QStringLiteral("1")));
    QCOMPARE(column(ClientsModel::Open), QStringList(QStringLiteral("5")));
}

void TestDashboard::limitChangedElsewhere()
{
    QCOMPARE(ctl({QStringLiteral("set"), QStringLiteral("max-per-client=8")}).status, 0);
    QTRY_COMPARE(find<LimitSpinBox>("limit")->text(), QStringLiteral("8"));
    QVERIFY(label("message").contains(QStringLiteral("Somebody else")));

    // While something is being typed it stays, and the change is not lost on the user.
    auto box = find<LimitSpinBox>("limit");
    box->selectAll();
    QTest::keyClicks(box, QStringLiteral("20"));
    QCOMPARE(ctl({QStringLiteral("set"), QStringLiteral("max-per-client=9")}).status, 0);
    const auto conflict = find<NoticeBar>("conflict");
    QTRY_VERIFY2(conflict->text().contains(QStringLiteral("Yours: 20, in force now: 9")),
                 qPrintable(conflict->text()));
    QCOMPARE(box->text(), QStringLiteral("20"));
    QTest::mouseClick(find<QPushButton>("takeMine"), Qt::LeftButton);
    QTRY_VERIFY(label("message").contains(QStringLiteral("9 → 20")));
    QVERIFY(ctl({QStringLiteral("get")}).out.contains("max-per-client=20\n"));
}

void TestDashboard::viewSurvivesUpdates()
{
    std::vector<std::vector<std::unique_ptr<Client>>> clients;
    for (quint32 i = 1; i <= 40; ++i)
        clients.push_back(servedClients(m_server->port(), 1, loopback + i));
    m_table->sortByColumn(ClientsModel::Client, Qt::AscendingOrder);
    QTRY_COMPARE(m_table->model()->rowCount(), 40);
    QTRY_COMPARE(column(ClientsModel::Client).constFirst(), QStringLiteral("127.0.0.2"));
    m_table->selectRow(20);
    const QString selected = m_table->currentIndex().siblingAtColumn(0).data().toString();
    m_table->verticalScrollBar()->setValue(12);
    QCOMPARE(m_table->verticalScrollBar()->value(), 12);

    // Clients below go, and another one connects again; the order of the columns stays.
    for (int i = 0; i < 5; ++i)
        clients.pop_back();
    clients.push_back(servedClients(m_server->port(), 1, loopback + 21));
    QTRY_COMPARE(m_table->model()->rowCount(), 35);
    QTRY_VERIFY(column(ClientsModel::Open).contains(QStringLiteral("2")));
    const QModelIndexList rows = m_table->selectionModel()->selectedRows(ClientsModel::Client);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].data().toString(), selected);
    QCOMPARE(m_table->verticalScrollBar()->value(), 12);
    QCOMPARE(m_table->horizontalHeader()->sortIndicatorSection(), int(ClientsModel::Client));
    QCOMPARE(column(ClientsModel::Client).constFirst(), QStringLiteral("127.0.0.2"));
}

void TestDashboard::sortsAndFilters()
{
    const auto one = servedClients(m_server->port(), 1, loopback + 1);
    const auto three = servedClients(m_server->port(), 3, loopback + 2);
    const auto two = servedClients(m_server->port(), 2, loopback + 3);
    const auto opens = [this] { return column(ClientsModel::Open).join(u' '); };
    QTRY_COMPARE(opens(), QStringLiteral("3 2 1"));
    QHeaderView *header = m_table->horizontalHeader();
    const QPoint place(header->sectionViewportPosition(ClientsModel::Open) + 20,
                       header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
    QTRY_COMPARE(opens(), QStringLiteral("1 2 3"));

    auto filter = find<QLineEdit>("filter");
    QTest::keyClicks(filter, QStringLiteral("127.0.0.3"));
    QTRY_COMPARE(opens(), QStringLiteral("3"));
    QTRY_VERIFY(label("summary").contains(QStringLiteral("1 of 3")));
    filter->clear();
    QTest::keyClicks(filter, QStringLiteral("127.0.0.2/31"));
    QTRY_COMPARE(opens(), QStringLiteral("1 3"));
    filter->clear();
    QTRY_COMPARE(opens(), QStringLiteral("1 2 3"));
}

void TestDashboard::copiesAddresses()
{
    const auto one = servedClients(m_server->port(), 2, loopback + 1);
    const auto two = servedClients(m_server->port(), 1, loopback + 2);
    QTRY_COMPARE(m_table->model()->rowCount(), 2);
    m_table->setFocus();
    m_table->selectAll();
    trigger(QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("127.0.0.2\n127.0.0.3"));
}

void TestDashboard::shortcuts()
{
    trigger(QKeySequence(Qt::CTRL | Qt::Key_L));
    QCOMPARE(m_window->focusWidget()->objectName(), QStringLiteral("limit"));
    trigger(QKeySequence::Find);
    QCOMPARE(m_window->focusWidget()->objectName(), QStringLiteral("filter"));
    trigger(QKeySequence(Qt::CTRL | Qt::Key_Q));
    QTRY_VERIFY(!m_window->isVisible());
}

void TestDashboard::serverGoesAndComesBack()
{
    const auto clients = servedClients(m_server->port(), 2);
    QTRY_COMPARE(column(ClientsModel::Open), QStringList(QStringLiteral("2")));
    m_server->kill();
    QTRY_VERIFY2(label("status").startsWith(QStringLiteral("lost")), qPrintable(label("status")));
    QVERIFY(!find<LimitSpinBox>("limit")->isEnabled());
    QCOMPARE(column(ClientsModel::Open), QStringList(QStringLiteral("2"))); // still to be read
    QVERIFY(!m_table->isEnabled());

    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("7")}));
    QTRY_COMPARE(label("status"), QStringLiteral("attached"));
    QTRY_COMPARE(find<LimitSpinBox>("limit")->text(), QStringLiteral("7"));
    QVERIFY(find<LimitSpinBox>("limit")->isEnabled());
    QTRY_COMPARE(m_table->model()->rowCount(), 0);
    const auto after = servedClients(m_server->port(), 4);
    QTRY_COMPARE(column(ClientsModel::Open), QStringList(QStringLiteral("4")));
}

void TestDashboard::waitsForAServer()
{
    m_server->kill();
    m_window = std::make_unique<MainWindow>();
    m_window->follow(QString());
    QVERIFY(!m_window->currentPage());
    QCOMPARE(label("stateTitle"), QStringLiteral("No server is running"));
    QVERIFY(m_server->start({QStringLiteral("--name"), QStringLiteral("late")}));
    QTRY_VERIFY(m_window->currentPage());
    QTRY_COMPARE(label("status"), QStringLiteral("attached"));
    QCOMPARE(label("serverName"), QStringLiteral("late"));
}

void TestDashboard::disconnectsAClient()
{
    const auto clients = servedClients(m_server->port(), 3);
    const auto others = servedClients(m_server->port(), 1, loopback + 1);
    QTRY_COMPARE(column(ClientsModel::Client).size(), 2);
    m_table->selectRow(0);
    find<QAction>("disconnect")->trigger();
    auto box = find<QMessageBox>("confirmDisconnect");
    QVERIFY(box && box->isVisible());
    QVERIFY2(box->text().contains(QStringLiteral("End 3 connections of 127.0.0.1")),
             qPrintable(box->text()));
    QCOMPARE(box->defaultButton(), box->button(QMessageBox::No));
    QTest::keyClick(box, Qt::Key_Return); // No
    QTRY_VERIFY(!find<QMessageBox>("confirmDisconnect"));
    for (const auto &client : clients)
        QVERIFY(client->isServed());

    find<QAction>("disconnect")->trigger();
    box = find<QMessageBox>("confirmDisconnect");
    QTest::mouseClick(box->button(QMessageBox::Yes), Qt::LeftButton);
    for (const auto &client : clients)
        QTRY_VERIFY(client->isClosed());
    QTRY_COMPARE(column(ClientsModel::Client), QStringList(QStringLiteral("127.0.0.2")));
    QTRY_COMPARE(label("actionMessage"), QStringLiteral("Connections told to end: 3."));
    QVERIFY(others[0]->isServed());
    QCOMPARE(servedClients(m_server->port(), 3).size(), 3u); // they may come again
}

void TestDashboard::disconnectsOneConnection()
{
    const auto clients = servedClients(m_server->port(), 2);
    QTRY_COMPARE(column(ClientsModel::Open), QStringList(QStringLiteral("2")));
    m_table->setFocus();
    m_table->selectRow(0);
    QTest::keyClick(m_table, Qt::Key_Return);
    auto connections = find<QTableView>("connections");
    QVERIFY(connections->isVisible());
    QTRY_COMPARE(connections->model()->rowCount(), 2);
    const auto text = [connections](int row, ConnectionsModel::Column column) {
        return connections->model()->index(row, column).data().toString();
    };
    QCOMPARE(text(0, ConnectionsModel::Address), QStringLiteral("127.0.0.1"));
    QCOMPARE(text(0, ConnectionsModel::Listener), m_server->endpoint());
    QCOMPARE(text(0, ConnectionsModel::Encryption), QStringLiteral("-"));
    QVERIFY(!find<QToolButton>("disconnectOne")->isEnabled());
    connections->selectRow(0); // the oldest
    QTest::mouseClick(find<QToolButton>("disconnectOne"), Qt::LeftButton);
    auto box = find<QMessageBox>("confirmDisconnect");
    QVERIFY(box);
    QVERIFY2(box->text().contains(QStringLiteral("127.0.0.1:") + text(0, ConnectionsModel::Port)),
             qPrintable(box->text()));
    QTest::mouseClick(box->button(QMessageBox::Yes), Qt::LeftButton);
    QTRY_VERIFY(clients[0]->isClosed());
    QTRY_COMPARE(connections->model()->rowCount(), 1);
    QVERIFY(clients[1]->isServed());
    QTRY_COMPARE(column(ClientsModel::Open), QStringList(QStringLiteral("1")));
}

void TestDashboard::ruleFromTheClientAndBack()
{
    const auto one = servedClients(m_server->port(), 1);
    QTRY_COMPARE(column(ClientsModel::Limit), QStringList(QStringLiteral("3")));
    m_table->selectRow(0);
    find<QAction>("details")->setChecked(true);
    QTest::mouseClick(find<QToolButton>("blockButton"), Qt::LeftButton);
    QTRY_COMPARE(column(ClientsModel::Limit), QStringList(QStringLiteral("blocked · 127.0.0.1")));
    QVERIFY(Client(m_server->port()).isRefused());
    QVERIFY(one[0]->isServed());
    QTRY_VERIFY(find<QAction>("undo")->isEnabled());
    find<QAction>("undo")->trigger();
    QTRY_COMPARE(column(ClientsModel::Limit), QStringList(QStringLiteral("3")));
    QVERIFY(Client(m_server->port()).isServed());
    QTRY_VERIFY(find<QAction>("redo")->isEnabled());
    find<QAction>("redo")->trigger();
    QTRY_COMPARE(column(ClientsModel::Limit), QStringList(QStringLiteral("blocked · 127.0.0.1")));
    QTRY_VERIFY(find<QToolButton>("removeRuleButton")->isEnabled());
    QTest::mouseClick(find<QToolButton>("removeRuleButton"), Qt::LeftButton);
    QTRY_COMPARE(column(ClientsModel::Limit), QStringList(QStringLiteral("3")));
}

void TestDashboard::demoFromTheEmptyPage()
{
    m_server->kill();
    m_window = std::make_unique<MainWindow>();
    m_window->show();
    m_window->follow(QString());
    QTest::mouseClick(find<QPushButton>("startDemo"), Qt::LeftButton);
    QTRY_VERIFY(m_window->currentPage() && m_window->currentPage()->monitor().isAttached());
    QTRY_VERIFY(label("open").toInt() > 0);
    QVERIFY(!find<QLabel>("stateProblem")->isVisible());

    // Where it ends, it is said in place.
    const qint64 process = m_window->currentPage()->monitor().client().server().processId;
    QCOMPARE(::kill(pid_t(process), SIGKILL), 0);
    QTRY_VERIFY(!m_window->currentPage());
    QVERIFY(find<QLabel>("stateProblem")->isVisible());
    QVERIFY2(label("stateProblem").contains(QStringLiteral("has ended")),
             qPrintable(label("stateProblem")));
    QTest::mouseClick(find<QPushButton>("startDemo"), Qt::LeftButton); // and again
    QTRY_VERIFY(m_window->currentPage() && m_window->currentPage()->monitor().isAttached());
}

void TestDashboard::demoEndsBeforeItHasBegun()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("QProcess: Destroyed")));
    auto demo = std::make_unique<Demo>();
    demo->start();
    // Without the event loop, which would start the clients.
    const QRegularExpression endpoint(QStringLiteral("listening on 127\\.0\\.0\\.1:(\\d+)"));
    QRegularExpressionMatch listening;
    for (int i = 0; i < 1000 && !listening.hasMatch(); ++i) {
        const Result events = ctl(words("events --name") + QStringList(demo->serverName()));
        listening = endpoint.match(QString::fromUtf8(events.out));
    }
    Client client(quint16(listening.captured(1).toUInt()));
    QVERIFY(client.isServed()); // which it does when it has said where it listens
    demo.reset();
}

void TestDashboard::screenshot_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("attached") << QStringList(QStringLiteral("echo"));
    QTest::newRow("no such server") << QStringList(QStringLiteral("nobody"));
}

void TestDashboard::screenshot()
{
    QFETCH(QStringList, arguments);
    const QString file = m_runtime.path() + u"/picture.png";
    QFile::remove(file);
    arguments << QStringLiteral("--screenshot") << file << QStringLiteral("--after")
              << QStringLiteral("0.5");
    const Result result = run(QStringLiteral("connlimit-dashboard"), arguments);
    QVERIFY2(result.status == 0, result.err.constData());
    const QImage picture(file);
    QVERIFY(picture.width() > 600 && picture.height() > 400);
    QSet<QRgb> colors;
    for (int x = 0; x < picture.width(); x += 2) {
        for (int y = 0; y < picture.height(); y += 2)
            colors.insert(picture.pixel(x, y));
    }
    QVERIFY2(colors.size() > 20,
             qPrintable(QString::number(colors.size()))); // there are texts in it

    const Result failed
        = run(QStringLiteral("connlimit-dashboard"),
              {QStringLiteral("echo"), QStringLiteral("--screenshot"),
               QStringLiteral("/nowhere/x.png"), QStringLiteral("--after"), QStringLiteral("0")});
    QCOMPARE(failed.status, 1);
    QVERIFY(failed.err.contains("cannot write /nowhere/x.png"));
}

void TestDashboard::demo()
{
    QProcess dashboard;
    dashboard.start(programPath(QStringLiteral("connlimit-dashboard")), {QStringLiteral("--demo")});
    QVERIFY(dashboard.waitForStarted());
    const QString name = QStringLiteral("demo-%1").arg(dashboard.processId());
    const auto totals = [&name] {
        return ctl({QStringLiteral("-n"), name, QStringLiteral("list"), QStringLiteral("--json")})
            .json()
            .value(QStringLiteral("totals"))
            .toObject();
    };
    const auto reaches = [&totals](const QString &total, int count) {
        return QTest::qWaitFor([&] { return totals().value(total).toInt() >= count; }, 30'000);
    };
    QVERIFY(reaches(QStringLiteral("clients"), 6));
    QVERIFY(reaches(QStringLiteral("refused"), 1));
    // Killed, it leaves nothing behind.
    dashboard.kill();
    QVERIFY(dashboard.waitForFinished());
    QTRY_COMPARE(ctl({QStringLiteral("-n"), name, QStringLiteral("list")}).status, 3);
}

void TestDashboard::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *name, const QString &arguments) {
        QTest::newRow(name) << arguments.split(u' ');
    };
    row("unknown option", QStringLiteral("--fast"));
    row("two servers", QStringLiteral("a b"));
    row("demo of a server", QStringLiteral("--demo a"));
    row("after without a picture", QStringLiteral("--after 3"));
    row("after no number", QStringLiteral("--screenshot x.png --after soon"));
}

void TestDashboard::wrongUsage()
{
    QFETCH(QStringList, arguments);
    const Result result = run(QStringLiteral("connlimit-dashboard"), arguments);
    QCOMPARE(result.status, 2);
    QVERIFY(result.err.startsWith("connlimit-dashboard: "));
}

QTEST_MAIN(TestDashboard)

#include "tst_dashboard.moc"
