// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientspage.h"
#include "mainwindow.h"
#include "servedlist.h"
#include "serverpage.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QFile>
#include <QtGui/QScreen>
#include <QtGui/QUndoStack>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTableView>

using namespace ConnLimit;

/// The window with several servers, and with those that cannot be attached to.
class TestServers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_window.reset(); }

    void offersTheDemoWhenNothingRuns();
    void firstServerIsShown();
    void serversComeAndGo();
    void severalAreOpen();
    void closing();
    void byPath();
    void byDialog();
    void notRunning();
    void noPermission();
    void incompatible_data();
    void incompatible();
    void silent();
    void lostAndBack();
    void undoIsOfTheServerInFront();
    void hostileName();
    void remembersServersAndLayout();
    void defaultSizeShowsEveryColumn();
    void menus();
    void everythingHasAName();

private:
    void show(QSettings *settings = nullptr)
    {
        m_window = std::make_unique<MainWindow>(settings);
        m_window->show();
    }
    template<class Widget>
    Widget *find(const char *name) const
    {
        return m_window->findChild<Widget *>(QString::fromLatin1(name));
    }
    ServerList *servers() const { return find<ServerList>("servers"); }
    QString listed() const { return textOf(*servers()); }
    QString label(const char *name) const
    {
        const ServerPage *page = m_window->currentPage();
        const QWidget *place
            = page ? static_cast<const QWidget *>(page) : find<QWidget>("emptyPage");
        return place->findChild<QLabel *>(QString::fromLatin1(name))->text();
    }
    QAction *action(const QByteArray &name) const { return find<QAction>(name.constData()); }

    IsolatedRuntime m_runtime;
    std::unique_ptr<MainWindow> m_window;
};

void TestServers::init()
{
    m_window.reset();
}

void TestServers::offersTheDemoWhenNothingRuns()
{
    show();
    m_window->follow(QString());
    QVERIFY(!m_window->currentPage());
    QCOMPARE(label("stateTitle"), QStringLiteral("No server is running"));
    QVERIFY(label("stateText").contains(QStringLiteral("demo")));
    QVERIFY(find<QPushButton>("startDemo")->isVisible());
}

void TestServers::firstServerIsShown()
{
    show();
    m_window->follow(QString());
    Served echo(QStringLiteral("echo"));
    QVERIFY(echo.isListening);
    QTRY_VERIFY(m_window->currentPage());
    QTRY_COMPARE(label("status"), QStringLiteral("attached"));
    QCOMPARE(listed(), QStringLiteral("echo: attached"));
    QCOMPARE(m_window->windowTitle(), QStringLiteral("echo – ConnLimit"));
}

void TestServers::serversComeAndGo()
{
    show();
    QCOMPARE(listed(), QString());
    auto web = std::make_unique<Served>(QStringLiteral("web"));
    Served echo(QStringLiteral("echo"));
    QTRY_COMPARE(listed(), QStringLiteral("echo: running, web: running"));
    QTRY_COMPARE(label("stateTitle"), QStringLiteral("Choose a server"));
    web.reset();
    QTRY_COMPARE(listed(), QStringLiteral("echo: running"));
}

void TestServers::severalAreOpen()
{
    Served echo(QStringLiteral("echo"), 5);
    Served web(QStringLiteral("web"), 7);
    const auto lease = web.limiter.acquire(QHostAddress(QStringLiteral("10.0.0.1"))).lease;
    show();
    servers()->setCurrentRow(0);
    QTRY_COMPARE(label("status"), QStringLiteral("attached"));
    QTRY_COMPARE(label("open"), QStringLiteral("0"));
    servers()->setCurrentRow(1);
    QTRY_COMPARE(label("serverName"), QStringLiteral("web"));
    QTRY_COMPARE(label("open"), QStringLiteral("1"));
    QTRY_COMPARE(listed(), QStringLiteral("echo: attached, web: attached"));
    QCOMPARE(m_window->windowTitle(), QStringLiteral("web – ConnLimit"));

    // The one in the back is still watched.
    ServerPage *front = m_window->currentPage();
    const auto other = echo.limiter.acquire(QHostAddress(QStringLiteral("10.0.0.2"))).lease;
    QTRY_VERIFY(m_window->findChildren<ServerPage *>().size() == 2);
    for (ServerPage *page : m_window->findChildren<ServerPage *>()) {
        if (page != front)
            QTRY_COMPARE(page->findChild<QLabel *>(QStringLiteral("open"))->text(),
                         QStringLiteral("1"));
    }
}

void TestServers::closing()
{
    Served echo(QStringLiteral("echo"));
    Served web(QStringLiteral("web"));
    show();
    servers()->setCurrentRow(0);
    servers()->setCurrentRow(1);
    QTRY_COMPARE(listed(), QStringLiteral("echo: attached, web: attached"));
    Q_EMIT servers()->closeRequested(servers()->currentPath());
    QTRY_COMPARE(listed(), QStringLiteral("echo: attached, web: running"));
    QVERIFY(m_window->currentPage());
    QCOMPARE(label("serverName"), QStringLiteral("echo"));
    Q_EMIT servers()->closeRequested(servers()->currentPath());
    QVERIFY(!m_window->currentPage());
    QCOMPARE(listed(), QStringLiteral("echo: running, web: running"));
    QCOMPARE(label("stateTitle"), QStringLiteral("Choose a server"));
    servers()->setCurrentRow(0); // and again
    QTRY_COMPARE(listed(), QStringLiteral("echo: attached, web: running"));
}

void TestServers::byPath()
{
    const QString path = m_runtime.path() + u"/elsewhere.sock";
    auto served = std::make_unique<Served>(path);
    QVERIFY(served->isListening);
    show();
    m_window->follow(path);
    QTRY_COMPARE(listed(), QStringLiteral("elsewhere: attached"));
    served.reset();
    QTRY_COMPARE(listed(), QStringLiteral("elsewhere: lost, attaching again…"));
    Q_EMIT servers()->closeRequested(path);
    QCOMPARE(listed(), QString());
}

void TestServers::byDialog()
{
    Served echo(QStringLiteral("echo"));
    show();
    QTest::mouseClick(find<QPushButton>("openServer"), Qt::LeftButton);
    auto dialog = find<QInputDialog>("askForServer");
    QVERIFY(dialog);
    dialog->setTextValue(QStringLiteral(" echo "));
    dialog->accept();
    QTRY_COMPARE(listed(), QStringLiteral("echo: attached"));
}

void TestServers::notRunning()
{
    show();
    m_window->follow(QStringLiteral("nobody"));
    QTRY_COMPARE(label("stateTitle"), QStringLiteral("nobody is not running"));
    QVERIFY(label("stateText").contains(controlSocketPath(QStringLiteral("nobody"))));
    QVERIFY(find<QPushButton>("retry")->isVisible());
    QCOMPARE(listed(), QStringLiteral("nobody: not running"));
    Served late(QStringLiteral("nobody"));
    QTest::mouseClick(find<QPushButton>("retry"), Qt::LeftButton);
    QTRY_COMPARE(listed(), QStringLiteral("nobody: attached"));
}

void TestServers::noPermission()
{
    const QString path = m_runtime.path() + u"/theirs.sock";
    Served served(path);
    QVERIFY(served.isListening);
    QVERIFY(QFile::setPermissions(path, {}));
    const bool isRoot = ::geteuid() == 0; // who may all the same
    if (isRoot)
        QCOMPARE(::seteuid(65534), 0);
    show();
    m_window->follow(path);
    const bool isTold = QTest::qWaitFor(
        [this] { return label("stateTitle") == QStringLiteral("theirs is another user's"); });
    if (isRoot)
        QCOMPARE(::seteuid(0), 0);
    QVERIFY2(isTold, qPrintable(label("stateTitle")));
    QVERIFY(label("stateText").contains(path));
    QCOMPARE(listed(), QStringLiteral("theirs: no permission"));
    // And when it is allowed:
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    QTRY_COMPARE(listed(), QStringLiteral("theirs: attached"));
}

void TestServers::incompatible_data()
{
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("another version") << QByteArray(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocol\":2,\"name\":\"x\",\"version\":\"9\","
        "\"processId\":1,\"started\":\"2026-01-01T00:00:00Z\"}}\n");
    QTest::newRow("another protocol") << QByteArray("220 mail.example ESMTP\r\n");
}

void TestServers::incompatible()
{
    QFETCH(QByteArray, says);
    const QString path = m_runtime.path() + u"/strange.sock";
    QLocalServer strange;
    QVERIFY(strange.listen(path));
    connect(&strange, &QLocalServer::newConnection, this,
            [&] { strange.nextPendingConnection()->write(says); });
    show();
    m_window->follow(path);
    QTRY_COMPARE(label("stateTitle"), QStringLiteral("strange cannot be understood"));
    QVERIFY(label("stateText").contains(QStringLiteral("version")));
    QCOMPARE(listed(), QStringLiteral("strange: another version"));
}

void TestServers::silent()
{
    const QString path = m_runtime.path() + u"/silent.sock";
    QLocalServer silent;
    QVERIFY(silent.listen(path));
    show();
    m_window->follow(path);
    QCOMPARE(label("stateTitle"), QStringLiteral("Attaching to silent…"));
    QVERIFY(!label("stateText").isEmpty());
    QCOMPARE(listed(), QStringLiteral("silent: attaching…"));
}

void TestServers::lostAndBack()
{
    auto echo = std::make_unique<Served>(QStringLiteral("echo"));
    auto lease = echo->limiter.acquire(QHostAddress(QStringLiteral("10.0.0.1"))).lease;
    show();
    m_window->follow(QStringLiteral("echo"));
    QTRY_COMPARE(label("open"), QStringLiteral("1"));
    echo->server.close();
    QTRY_COMPARE(listed(), QStringLiteral("echo: lost, attaching again…"));
    QVERIFY(label("status").startsWith(QStringLiteral("lost")));
    QCOMPARE(label("open"), QStringLiteral("1"));
    QVERIFY(label("summary").contains(QStringLiteral("last counts")));
    lease = Lease();
    QVERIFY(echo->server.listen(QStringLiteral("echo")));
    QTRY_COMPARE(listed(), QStringLiteral("echo: attached"));
    QTRY_COMPARE(label("open"), QStringLiteral("0"));
}

void TestServers::undoIsOfTheServerInFront()
{
    Served echo(QStringLiteral("echo"));
    Served web(QStringLiteral("web"));
    show();
    m_window->follow(QStringLiteral("web"));
    m_window->follow(QStringLiteral("echo"));
    ServerPage *page = m_window->currentPage();
    QTRY_VERIFY(page->monitor().config().revision != 0);
    page->editor().apply({.maximumConnectionsPerClient = 9}, QStringLiteral("nine"));
    QTRY_COMPARE(echo.limiter.config().maximumConnectionsPerClient, 9u);
    QTRY_VERIFY(action("undo")->isEnabled());
    QVERIFY(action("undo")->text().contains(QStringLiteral("nine")));
    m_window->follow(QStringLiteral("web"));
    QVERIFY(!action("undo")->isEnabled());
    m_window->follow(QStringLiteral("echo"));
    action("undo")->trigger();
    QTRY_COMPARE(echo.limiter.config().maximumConnectionsPerClient, 5u);
    QTRY_VERIFY(action("redo")->isEnabled());
    QCOMPARE(web.limiter.config().maximumConnectionsPerClient, 5u);
}

/// What a server says of itself is text, in one line, and not markup.
void TestServers::hostileName()
{
    const QString path = m_runtime.path() + u"/hostile.sock";
    QLocalServer hostile;
    QVERIFY(hostile.listen(path));
    connect(&hostile, &QLocalServer::newConnection, this, [&] {
        hostile.nextPendingConnection()->write(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocol\":1,\"name\":\"<b>a\\u202e\\nb"
            "</b>\",\"version\":\"<i>1</i>\",\"processId\":1,\"started\":"
            "\"2026-01-01T00:00:00Z\"}}\n");
    });
    show();
    m_window->follow(path);
    QTRY_COMPARE(listed(), QStringLiteral("<b>a b</b>: attached"));
    QCOMPARE(label("serverName"), QStringLiteral("<b>a b</b>"));
    for (const QLabel *shown : m_window->findChildren<QLabel *>())
        QVERIFY2(shown->textFormat() == Qt::PlainText || shown->text().isEmpty(),
                 qPrintable(shown->text()));
}

void TestServers::remembersServersAndLayout()
{
    QSettings settings(m_runtime.path() + u"/dashboard.ini", QSettings::IniFormat);
    Served echo(QStringLiteral("echo"));
    Served web(QStringLiteral("web"));
    Served third(QStringLiteral("a-third"));
    show(&settings);
    m_window->follow(QStringLiteral("web"));
    m_window->follow(QStringLiteral("echo"));
    m_window->resize(901, 701);
    auto splitter = find<QSplitter>("serverSplitter");
    splitter->setSizes({150, 750});
    m_window->currentPage()->clients().detailsAction()->setChecked(true);
    QTRY_COMPARE(listed(), QStringLiteral("a-third: running, echo: attached, web: attached"));
    m_window->close();

    show(&settings);
    m_window->follow(QString());
    QTRY_COMPARE(listed(), QStringLiteral("a-third: running, echo: attached, web: attached"));
    QCOMPARE(label("serverName"), QStringLiteral("echo"));
    QCOMPARE(m_window->size(), QSize(901, 701));
    QVERIFY(m_window->currentPage()->clients().detailsAction()->isChecked());
    QCOMPARE(find<QSplitter>("serverSplitter")->sizes().constFirst(), 150);
}

/// Beside one client as well, and with the scroll bar of a table that is longer than the window.
void TestServers::defaultSizeShowsEveryColumn()
{
    Served echo(QStringLiteral("echo"));
    std::vector<Lease> leases;
    for (quint32 i = 0; i < 200; ++i)
        leases.push_back(echo.limiter.acquire(QHostAddress(0x0a000000 + i)).lease);
    show();
    m_window->follow(QStringLiteral("echo"));
    auto table = find<QTableView>("clients");
    QTRY_COMPARE(table->model()->rowCount(), 200);
    table->selectRow(0);
    QCOMPARE(m_window->size(), m_window->defaultSize(m_window->screen()->availableSize()));
    m_window->resize(m_window->defaultSize({10'000, 10'000}));
    for (const bool isBesideOne : {false, true}) {
        m_window->currentPage()->clients().detailsAction()->setChecked(isBesideOne);
        QTRY_COMPARE(table->width() < table->parentWidget()->width() * 3 / 4, isBesideOne);
        QTRY_VERIFY(table->verticalScrollBar()->isVisible());
        QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    }
    QCOMPARE(m_window->defaultSize({800, 600}), QSize(800, 600));
}

void TestServers::menus()
{
    Served echo(QStringLiteral("echo"));
    show();
    m_window->follow(QStringLiteral("echo"));
    QTRY_COMPARE(label("status"), QStringLiteral("attached"));
    QStringList titles;
    for (QAction *menu : m_window->findChild<QMenuBar *>()->actions())
        titles.append(menu->text().remove(u'&'));
    QCOMPARE(titles, QStringList({QStringLiteral("Server"), QStringLiteral("Edit"),
                                  QStringLiteral("Client"), QStringLiteral("View"),
                                  QStringLiteral("Help")}));
    // Without a mouse: another order, in the menu.
    QMenu *sort = nullptr;
    for (QMenu *menu : m_window->findChildren<QMenu *>()) {
        if (menu->title() == QStringLiteral("S&ort by"))
            sort = menu;
    }
    QVERIFY(sort);
    Q_EMIT sort->aboutToShow();
    QCOMPARE(sort->actions().size(), int(ClientsModel::ColumnCount) + 2);
    sort->actions()[ClientsModel::Refused]->trigger();
    QVERIFY(m_window->currentPage()->monitor().request().order == ClientOrder::Refused);
    Q_EMIT sort->aboutToShow();
    QVERIFY(sort->actions()[ClientsModel::Refused]->isChecked());
    sort->actions().constLast()->trigger();
    QVERIFY(m_window->currentPage()->monitor().request().direction == SortDirection::Ascending);

    for (const char *name : {"about", "keyboardHelp"}) {
        action(QByteArray(name) + "Action")->trigger();
        auto box = find<QMessageBox>(name);
        QVERIFY(box && box->isVisible());
        QCOMPARE(box->textFormat(), Qt::PlainText);
        box->close();
    }
    QVERIFY(servers()->isVisible());
    action("showServers")->trigger();
    QVERIFY(!servers()->isVisible());
}

/// For those who listen to the window: what can have the focus says what it is.
void TestServers::everythingHasAName()
{
    Served echo(QStringLiteral("echo"));
    show();
    m_window->follow(QStringLiteral("echo"));
    QTRY_COMPARE(label("status"), QStringLiteral("attached"));
    m_window->currentPage()->clients().detailsAction()->setChecked(true);
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        const auto button = qobject_cast<const QAbstractButton *>(widget);
        const bool isNamed
            = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        const bool isInput = qobject_cast<const QLineEdit *>(widget)
                             || qobject_cast<const QAbstractItemView *>(widget) || button;
        const bool isOurs = !widget->objectName().startsWith(QStringLiteral("qt_"))
                            && !qobject_cast<const QLineEdit *>(widget->parent())
                            && !widget->parent()->inherits("QAbstractSpinBox")
                            && !widget->parent()->inherits("QTabBar")
                            && !widget->parent()->inherits("QTableView")
                            && !widget->inherits("QHeaderView");
        if (isInput && isOurs && widget->isVisible())
            QVERIFY2(isNamed, qPrintable(widget->objectName()));
    }
}

QTEST_MAIN(TestServers)

#include "tst_servers.moc"
