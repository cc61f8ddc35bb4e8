// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// The menus of MainWindow. They are filled anew when another server is in front: what they have of
// it are its page's own actions.

#include "clientspage.h"
#include "mainwindow.h"
#include "serverlist.h"
#include "serverpage.h"

#include <QtGui/QActionGroup>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QMessageBox>

void MainWindow::makeMenus()
{
    m_serverMenu = menuBar()->addMenu(tr("&Server"));
    m_editMenu = menuBar()->addMenu(tr("&Edit"));
    m_clientMenu = menuBar()->addMenu(tr("&Client"));
    m_viewMenu = menuBar()->addMenu(tr("&View"));
    m_showServers->setObjectName(QStringLiteral("showServers"));
    m_showServers->setCheckable(true);
    m_showServers->setChecked(true);
    m_showServers->setShortcut(Qt::Key_F9);
    connect(m_showServers, &QAction::toggled, m_servers, &QWidget::setVisible);
    fillHelpMenu();
}

void MainWindow::fillMenus()
{
    for (QMenu *menu : {m_serverMenu, m_editMenu, m_clientMenu, m_viewMenu}) {
        menu->clear(); // and delete what is in no other menu
        for (QMenu *submenu : menu->findChildren<QMenu *>(Qt::FindDirectChildrenOnly))
            submenu->deleteLater();
    }
    fillServerMenu();
    fillEditMenu();
    fillClientMenu();
    fillViewMenu();
}

void MainWindow::fillServerMenu()
{
    ServerPage *page = currentPage();
    m_serverMenu->addAction(tr("&Open…"), QKeySequence::Open, this, &MainWindow::askForServer);
    m_serverMenu->addAction(tr("Start the &demo"), this, &MainWindow::startDemo);
    m_serverMenu->addSeparator();
    m_serverMenu
        ->addAction(tr("&Export the clients…"), QKeySequence(Qt::CTRL | Qt::Key_E), this,
                    [page] {
                        page->showClients();
                        page->clients().exportClients();
                    })
        ->setEnabled(page && page->monitor().isAttached());
    m_serverMenu
        ->addAction(tr("&Close"), QKeySequence(Qt::CTRL | Qt::Key_W), this,
                    &MainWindow::closeCurrentPage)
        ->setEnabled(page);
    m_serverMenu->addSeparator();
    m_serverMenu->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, &QWidget::close);
}

void MainWindow::fillEditMenu()
{
    QAction *undo = m_undo.createUndoAction(m_editMenu, tr("&Undo"));
    undo->setObjectName(QStringLiteral("undo"));
    undo->setShortcut(QKeySequence::Undo);
    QAction *redo = m_undo.createRedoAction(m_editMenu, tr("&Redo"));
    redo->setObjectName(QStringLiteral("redo"));
    redo->setShortcut(QKeySequence::Redo);
    m_editMenu->addActions({undo, redo});
    ServerPage *page = currentPage();
    if (!page)
        return;
    m_editMenu->addSeparator();
    m_editMenu->addAction(tr("&Filter the clients"), QKeySequence::Find, page, [page] {
        page->showClients();
        page->clients().focusFilter();
    });
    m_editMenu->addAction(tr("Change the &limit"), QKeySequence(Qt::CTRL | Qt::Key_L), page,
                          &ServerPage::focusLimit);
}

void MainWindow::fillClientMenu()
{
    m_clientMenu->menuAction()->setVisible(currentPage());
    if (!currentPage())
        return;
    m_clientMenu->addAction(currentPage()->clients().detailsAction());
    m_clientMenu->addSeparator();
    m_clientMenu->addActions(currentPage()->clients().actions().menuActions());
}

void MainWindow::fillViewMenu()
{
    m_viewMenu->addAction(m_showServers);
    m_viewMenu->addAction(tr("&Next server"), QKeySequence(Qt::CTRL | Qt::Key_PageDown), this,
                          [this] { showNeighbour(1); });
    m_viewMenu->addAction(tr("Pre&vious server"), QKeySequence(Qt::CTRL | Qt::Key_PageUp), this,
                          [this] { showNeighbour(-1); });
    ServerPage *page = currentPage();
    if (!page)
        return;
    m_viewMenu->addSeparator();
    m_viewMenu->addAction(page->clients().pauseAction());
    m_viewMenu->addAction(page->clients().refusedAction());
    QMenu *sort = m_viewMenu->addMenu(tr("S&ort by"));
    connect(sort, &QMenu::aboutToShow, this, [this, sort] { fillSortMenu(sort); });
}

void MainWindow::fillSortMenu(QMenu *menu)
{
    menu->clear();
    ClientsView *table = &currentPage()->clients().table();
    const QHeaderView *header = table->horizontalHeader();
    auto columns = new QActionGroup(menu);
    for (int column = 0; column < ClientsModel::ColumnCount; ++column) {
        QAction *action
            = menu->addAction(ClientsModel::title(column), table, [table, header, column] {
                  table->sortByColumn(column, header->sortIndicatorOrder());
              });
        action->setCheckable(true);
        action->setChecked(header->sortIndicatorSection() == column);
        columns->addAction(action);
    }
    menu->addSeparator();
    QAction *action = menu->addAction(tr("&Descending"), table, [table, header](bool isDescending) {
        table->sortByColumn(header->sortIndicatorSection(),
                            isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
    action->setCheckable(true);
    action->setChecked(header->sortIndicatorOrder() == Qt::DescendingOrder);
}

void MainWindow::fillHelpMenu()
{
    QMenu *menu = menuBar()->addMenu(tr("&Help"));
    QAction *keyboard = menu->addAction(tr("&Keyboard"), QKeySequence::HelpContents, this, [this] {
        showText(QStringLiteral("keyboardHelp"), tr("Keyboard"), tr("In the table of clients:"),
                 tr("Enter – shows the client with its connections, or hides it\n"
                    "Space – freezes the table, or lets it go on\n"
                    "Menu key – what can be done with the client\n\n"
                    "Ctrl+F – to the filter\nCtrl+L – to the limit: Enter applies, Esc reverts\n"
                    "Ctrl+Z – takes the last change back\n"
                    "Ctrl+Tab – to the next tab\nCtrl+PgDown – to the next server\n"
                    "F9 – shows the servers at the side, or hides them"));
    });
    keyboard->setObjectName(QStringLiteral("keyboardHelpAction"));
    menu->addSeparator();
    QAction *about = menu->addAction(tr("&About ConnLimit"), this, [this] {
        showText(QStringLiteral("about"), tr("About ConnLimit"),
                 tr("ConnLimit dashboard %1").arg(QCoreApplication::applicationVersion()),
                 tr("Watches programs that limit the connections of each client with ConnLimit, "
                    "and changes their limits while they run.\n\n"
                    "MIT licence. © 2026 ConnLimit contributors.\nQt %1.")
                     .arg(QLatin1StringView(qVersion())));
    });
    about->setObjectName(QStringLiteral("aboutAction"));
    menu->addAction(tr("About &Qt"), qApp, &QApplication::aboutQt);
}

void MainWindow::showText(const QString &objectName, const QString &title, const QString &text,
                          const QString &details)
{
    auto box = new QMessageBox(QMessageBox::NoIcon, title, text, QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(objectName);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(details);
    box->open();
}
