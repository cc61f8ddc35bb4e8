// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "mainwindow.h"

#include "limiteditor.h"
#include "palette.h"
#include "sharedelegate.h"
#include "statusheader.h"
#include "totalsbar.h"

#include <connlimit/control/runtimedirectory.h>
#include <connlimit/control/text.h>

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QStatusBar>
#include <QtWidgets/QVBoxLayout>

using namespace ConnLimit;

MainWindow::MainWindow()
    : m_header(new StatusHeader)
    , m_totals(new TotalsBar)
    , m_filter(new QLineEdit)
    , m_table(new QTableView)
    , m_limit(new LimitEditor)
{
    makeTable();
    setCentralWidget(makeCentralWidget());
    makeMenus();
    connectMonitor();
    resize(960, 640);
    showStatus();
}

void MainWindow::follow(const QString &nameOrPath)
{
    m_monitor.follow(nameOrPath);
}

QWidget *MainWindow::makeCentralWidget()
{
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setPlaceholderText(
        tr("Filter by a part of the address, or a subnet such as 10.0.0.0/8"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setClearButtonEnabled(true);

    auto central = new QWidget;
    auto layout = new QVBoxLayout(central);
    layout->setContentsMargins(16, 12, 16, 8);
    layout->setSpacing(12);
    layout->addWidget(m_header);
    layout->addWidget(m_totals);
    layout->addWidget(m_limit);
    layout->addWidget(m_filter);
    layout->addWidget(m_table, 1);
    return central;
}

void MainWindow::makeTable()
{
    m_table->setObjectName(QStringLiteral("clients"));
    m_table->setAccessibleName(tr("Clients"));
    m_table->setModel(&m_model);
    m_table->setItemDelegateForColumn(ClientsModel::Open, new ShareDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 12);

    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(ClientsModel::Open, QHeaderView::Stretch);
    const int character = m_table->fontMetrics().horizontalAdvance(u'0');
    header->resizeSection(ClientsModel::Client, 27 * character);
    header->resizeSection(ClientsModel::Limit, 11 * character);
    header->resizeSection(ClientsModel::Refused, 13 * character);
    header->resizeSection(ClientsModel::LastRefused, 15 * character);
    m_table->sortByColumn(ClientsModel::Open, Qt::DescendingOrder);
    m_table->setSortingEnabled(true);
}

void MainWindow::makeMenus()
{
    QMenu *server = menuBar()->addMenu(tr("&Server"));
    connect(server, &QMenu::aboutToShow, this, [this, server] { fillServerMenu(server); });
    fillServerMenu(server); // also for the shortcuts, before it is shown for the first time

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->addAction(tr("&Copy addresses"), QKeySequence::Copy, this, &MainWindow::copySelection);
    edit->addAction(tr("&Filter"), QKeySequence::Find, m_filter, [this] {
        m_filter->setFocus();
        m_filter->selectAll();
    });
    edit->addAction(tr("Change the &limit"), QKeySequence(Qt::CTRL | Qt::Key_L), m_limit,
                    [this] { m_limit->setFocus(Qt::ShortcutFocusReason); });
}

void MainWindow::fillServerMenu(QMenu *menu)
{
    menu->clear();
    for (const ControlSocket &socket : findControlSockets()) {
        QAction *action = menu->addAction(QString(socket.name).replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(socket.path == controlSocketPath(m_monitor.client().target()));
        connect(action, &QAction::triggered, this, [this, path = socket.path] { follow(path); });
    }
    if (menu->isEmpty())
        menu->addAction(tr("No server is running"))->setEnabled(false);
    menu->addSeparator();
    menu->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

void MainWindow::connectMonitor()
{
    connect(&m_monitor, &Monitor::statusChanged, this, &MainWindow::showStatus);
    connect(&m_monitor, &Monitor::frameReceived, this, &MainWindow::showFrame);
    connect(&m_monitor, &Monitor::configReceived, m_limit, &LimitEditor::setConfig);
    connect(&m_monitor, &Monitor::configReceived, m_totals,
            [this](const ConfigRevision &revision) { m_totals->setConfig(revision.config); });
    connect(&m_monitor, &Monitor::limitApplied, m_limit, &LimitEditor::showApplied);
    connect(&m_monitor, &Monitor::limitRefused, m_limit, &LimitEditor::showRefused);
    connect(m_limit, &LimitEditor::applyRequested, &m_monitor, &Monitor::setLimit);

    connect(&m_model, &ClientsModel::sortRequested, &m_monitor,
            [this](ClientOrder order, SortDirection direction) {
                ClientsRequest request = m_monitor.request();
                request.order = order;
                request.direction = direction;
                m_monitor.setRequest(request);
            });
    connect(m_filter, &QLineEdit::textChanged, &m_monitor, [this](const QString &text) {
        ClientsRequest request = m_monitor.request();
        request.filter = text.trimmed();
        m_monitor.setRequest(request);
    });
}

void MainWindow::showStatus()
{
    const bool isAttached = m_monitor.isAttached();
    m_header->show(m_monitor);
    m_table->setEnabled(isAttached); // what a lost server said last stays to be seen
    m_totals->setEnabled(isAttached);
    if (!isAttached)
        m_limit->setUnavailable();
    const QString name = m_monitor.client().server().name;
    setWindowTitle(name.isEmpty() ? tr("ConnLimit") : tr("%1 – ConnLimit").arg(name));
    if (!isAttached && m_model.rowCount() > 0)
        statusBar()->showMessage(tr("These are the last counts that the server sent."));
    else if (!isAttached)
        statusBar()->clearMessage();
}

void MainWindow::showFrame(const ClientsFrame &frame)
{
    m_model.update(frame.clients);
    m_totals->setFrame(frame);
    const auto shown = quint64(frame.clients.size());
    const bool isFiltered = !m_monitor.request().filter.isEmpty();
    const QString matching = countText(frame.matching);
    QString text = isFiltered ? tr("Clients that pass the filter: %1 of %2")
                                    .arg(matching, countText(frame.totals.clients))
                              : tr("Clients: %1").arg(matching);
    if (shown < frame.matching)
        text += tr(" – the first %1 are shown").arg(countText(shown));
    statusBar()->showMessage(text);
}

void MainWindow::copySelection() const
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows(ClientsModel::Client);
    std::sort(rows.begin(), rows.end());
    QStringList clients;
    for (const QModelIndex &row : std::as_const(rows))
        clients.append(row.data().toString());
    if (!clients.isEmpty())
        QGuiApplication::clipboard()->setText(clients.join(u'\n'));
}

#include "moc_mainwindow.cpp"
