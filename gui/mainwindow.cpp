// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "mainwindow.h"

#include "clientspage.h"
#include "serverlist.h"
#include "serverpage.h"
#include "statepage.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtGui/QCloseEvent>
#include <QtGui/QScreen>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QPushButton>

using namespace ConnLimit;

static int serversWidth(const QWidget &window)
{
    return 30 * window.fontMetrics().averageCharWidth();
}

MainWindow::MainWindow(QSettings *settings)
    : m_settings(settings)
    , m_servers(new ServerList)
    , m_pages(new QStackedWidget)
    , m_empty(new StatePage)
    , m_splitter(new QSplitter)
    , m_showServers(new QAction(tr("&Servers at the side"), this))
{
    m_splitter->setObjectName(QStringLiteral("serverSplitter"));
    m_splitter->addWidget(m_servers);
    m_splitter->addWidget(m_pages);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setCollapsible(1, false);
    m_splitter->setHandleWidth(1);
    m_splitter->setSizes({serversWidth(*this), ClientsPage::fullWidth(*this)});
    setCentralWidget(m_splitter);
    makeEmptyPage();
    makeMenus();
    resize(defaultSize(screen()->availableSize()));

    connect(m_servers, &ServerList::chosen, this, [this](const QString &path) {
        m_isWaiting = false;
        m_pages->setCurrentWidget(open(path));
    });
    connect(m_servers, &ServerList::closeRequested, this, &MainWindow::closePage);
    connect(m_servers, &ServerList::runningChanged, this, &MainWindow::handleRunning);
    connect(m_pages, &QStackedWidget::currentChanged, this, &MainWindow::showCurrent);
    restoreSettings();
    m_servers->look();
    showCurrent();
}

QSize MainWindow::defaultSize(const QSize &available) const
{
    const int margins = style()->pixelMetric(QStyle::PM_LayoutLeftMargin, nullptr, this)
                        + style()->pixelMetric(QStyle::PM_LayoutRightMargin, nullptr, this);
    const int width
        = serversWidth(*this) + m_splitter->handleWidth() + margins + ClientsPage::fullWidth(*this);
    return QSize(width, 52 * fontMetrics().height()).boundedTo(available);
}

MainWindow::~MainWindow()
{
    m_pages->disconnect(this);
}

void MainWindow::makeEmptyPage()
{
    m_empty->setObjectName(QStringLiteral("emptyPage"));
    m_pages->addWidget(m_empty);
    QPushButton *demo = m_empty->addButton(tr("Start the &demo"), QStringLiteral("startDemo"));
    connect(demo, &QPushButton::clicked, this, &MainWindow::startDemo);
    QPushButton *other = m_empty->addButton(tr("&Open a server…"), QStringLiteral("openServer"));
    connect(other, &QPushButton::clicked, this, &MainWindow::askForServer);
}

ServerPage *MainWindow::currentPage() const
{
    return qobject_cast<ServerPage *>(m_pages->currentWidget());
}

ServerPage *MainWindow::pageOf(const QString &path) const
{
    for (int i = 0; i < m_pages->count(); ++i) {
        auto page = qobject_cast<ServerPage *>(m_pages->widget(i));
        if (page && page->target() == path)
            return page;
    }
    return nullptr;
}

void MainWindow::follow(const QString &nameOrPath)
{
    if (!nameOrPath.isEmpty()) {
        m_isWaiting = false;
        m_pages->setCurrentWidget(open(controlSocketPath(nameOrPath)));
        return;
    }
    const QStringList running = m_servers->runningPaths();
    QString current;
    if (m_settings) {
        for (const QString &path :
             m_settings->value(QStringLiteral("servers/open")).toStringList()) {
            if (running.contains(path))
                current = open(path)->target();
        }
        const QString last = m_settings->value(QStringLiteral("servers/current")).toString();
        if (pageOf(last))
            current = last;
    }
    if (!current.isEmpty())
        return follow(current);
    m_isWaiting = true;
    handleRunning();
}

void MainWindow::handleRunning()
{
    const QStringList running = m_servers->runningPaths();
    if (m_isWaiting && !running.isEmpty())
        follow(running.constFirst());
    showCurrent();
}

ServerPage *MainWindow::open(const QString &path)
{
    if (ServerPage *page = pageOf(path))
        return page;
    auto page = new ServerPage(path);
    if (m_settings) {
        if (currentPage())
            currentPage()->saveTo(*m_settings);
        page->restoreFrom(*m_settings);
    }
    m_pages->addWidget(page);
    m_undo.addStack(page->editor().undoStack());
    connect(&page->monitor(), &Monitor::statusChanged, this, [this, page] { showState(page); });
    showState(page);
    return page;
}

void MainWindow::closePage(const QString &path)
{
    ServerPage *page = pageOf(path);
    if (!page)
        return;
    m_undo.removeStack(page->editor().undoStack());
    m_pages->removeWidget(page);
    page->monitor().disconnect(this);
    page->deleteLater();
    m_servers->forget(path);
    showCurrent();
}

void MainWindow::closeCurrentPage()
{
    if (currentPage())
        closePage(currentPage()->target());
}

void MainWindow::showNeighbour(int step)
{
    const int count = m_servers->count();
    if (count > 0)
        m_servers->setCurrentRow((m_servers->currentRow() + step + count) % count);
}

void MainWindow::showState(ServerPage *page)
{
    m_servers->setState(page->target(), page->monitor().serverName(), page->monitor().state());
    if (page == currentPage())
        showCurrent();
}

void MainWindow::showCurrent()
{
    ServerPage *page = currentPage();
    m_undo.setActiveStack(page ? page->editor().undoStack() : nullptr);
    m_servers->setCurrentPath(page ? page->target() : QString());
    setWindowTitle(page ? tr("%1 – ConnLimit").arg(page->monitor().serverName()) : tr("ConnLimit"));
    if (m_servers->runningPaths().isEmpty())
        m_empty->show(tr("No server is running"),
                      tr("A program that limits its connections with ConnLimit appears here by "
                         "itself when it is started by the same user and opens its control "
                         "channel. To have a look first, start the demo: a server on this machine "
                         "with a few dozen clients, for as long as this window is open."));
    else
        m_empty->show(tr("Choose a server"),
                      tr("The servers at the side run on this machine. Choose one to watch it; "
                         "several can be open at once."));
    fillMenus();
}

void MainWindow::askForServer()
{
    auto dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("askForServer"));
    dialog->setWindowTitle(tr("Open a server"));
    dialog->setLabelText(tr("Name of the server, or path of its control socket:"));
    dialog->setOkButtonText(tr("Open"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        if (!text.trimmed().isEmpty())
            follow(text.trimmed());
    });
    dialog->open();
}

void MainWindow::startDemo()
{
    if (m_demo)
        return follow(m_demo->serverName());
    m_empty->setProblem({});
    m_demo = std::make_unique<Demo>();
    connect(
        m_demo.get(), &Demo::failed, this,
        [this](const QString &reason) {
            if (!m_demo) // its end was told of already
                return;
            closePage(controlSocketPath(m_demo->serverName()));
            m_demo.reset();
            m_empty->setProblem(tr("The demo does not run: %1").arg(reason));
            Q_EMIT demoFailed(reason);
        },
        Qt::QueuedConnection);
    m_demo->start();
    follow(m_demo->serverName());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveSettings();
    QMainWindow::closeEvent(event);
}

void MainWindow::saveSettings()
{
    if (!m_settings)
        return;
    m_settings->setValue(QStringLiteral("window/geometry"), saveGeometry());
    m_settings->setValue(QStringLiteral("window/splitter"), m_splitter->saveState());
    m_settings->setValue(QStringLiteral("window/servers"), m_showServers->isChecked());
    QStringList paths;
    for (int i = 0; i < m_pages->count(); ++i) {
        if (const auto page = qobject_cast<ServerPage *>(m_pages->widget(i)))
            paths.append(page->target());
    }
    m_settings->setValue(QStringLiteral("servers/open"), paths);
    if (const ServerPage *page = currentPage()) {
        m_settings->setValue(QStringLiteral("servers/current"), page->target());
        page->saveTo(*m_settings);
    }
}

void MainWindow::restoreSettings()
{
    if (!m_settings)
        return;
    restoreGeometry(m_settings->value(QStringLiteral("window/geometry")).toByteArray());
    m_splitter->restoreState(m_settings->value(QStringLiteral("window/splitter")).toByteArray());
    m_showServers->setChecked(m_settings->value(QStringLiteral("window/servers"), true).toBool());
}

#include "moc_mainwindow.cpp"
