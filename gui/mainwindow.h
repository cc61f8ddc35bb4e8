// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientsmodel.h"
#include "monitor.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QTableView>

class LimitEditor;
class StatusHeader;
class TotalsBar;

/// The dashboard's window: one server with its clients, their sums, and the limit.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow();

    /// Shows the server with \a nameOrPath; empty: the one that runs, or the first one to be
    /// started.
    void follow(const QString &nameOrPath);

private:
    QWidget *makeCentralWidget();
    void makeTable();
    void makeMenus();
    void fillServerMenu(QMenu *menu);
    void connectMonitor();

    void showStatus();
    void showFrame(const ConnLimit::ClientsFrame &frame);
    void copySelection() const;

    Monitor m_monitor;
    ClientsModel m_model;
    StatusHeader *const m_header;
    TotalsBar *const m_totals;
    QLineEdit *const m_filter;
    QTableView *const m_table;
    LimitEditor *const m_limit;
};
