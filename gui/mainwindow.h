// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "demo.h"

#include <QtCore/QSettings>
#include <QtGui/QUndoGroup>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>

#include <memory>

class ServerList;
class ServerPage;
class StatePage;

/// The dashboard's window: the servers of this machine at the side, and of those that are open one
/// in front.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// Remembers layout and servers in \a settings, which must outlive it; null: nowhere.
    explicit MainWindow(QSettings *settings = nullptr);
    ~MainWindow() override;

    /// Shows the server with \a nameOrPath; empty: those that were open last, or else the one that
    /// runs, or the first one to be started.
    void follow(const QString &nameOrPath);
    /// Starts a server with clients that lives as long as the window, and shows it.
    void startDemo();

    /// The size that it has at first, where a screen has as much as \a available: all columns of
    /// the clients can be seen.
    [[nodiscard]] QSize defaultSize(const QSize &available) const;

    /// The one in front, or null.
    [[nodiscard]] ServerPage *currentPage() const;

Q_SIGNALS:
    /// The demo could not be started, or has ended.
    void demoFailed(const QString &reason);

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeEmptyPage();
    ServerPage *open(const QString &path);
    [[nodiscard]] ServerPage *pageOf(const QString &path) const;
    void closePage(const QString &path);
    void closeCurrentPage();
    void showNeighbour(int step);
    void askForServer();
    void handleRunning();
    void showCurrent();
    void showState(ServerPage *page);

    void makeMenus();
    void fillMenus();
    void fillServerMenu();
    void fillEditMenu();
    void fillViewMenu();
    void fillSortMenu(QMenu *menu);
    void fillClientMenu();
    void fillHelpMenu();
    void showText(const QString &objectName, const QString &title, const QString &text,
                  const QString &details);

    void saveSettings();
    void restoreSettings();

    QSettings *const m_settings;
    QUndoGroup m_undo;
    ServerList *const m_servers;
    QStackedWidget *const m_pages;
    StatePage *const m_empty;
    QSplitter *const m_splitter;
    QAction *const m_showServers;
    QMenu *m_serverMenu = nullptr;
    QMenu *m_editMenu = nullptr;
    QMenu *m_viewMenu = nullptr;
    QMenu *m_clientMenu = nullptr;
    std::unique_ptr<Demo> m_demo;
    bool m_isWaiting = false; ///< For a server to show.
};
