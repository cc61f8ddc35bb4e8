// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "changesmodel.h"
#include "messagelabel.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>
#include <QtWidgets/QWidget>

class ConfigEditor;
class Monitor;

/// Shows who has changed the Config, when, from what and to what, and takes a change back if
/// nobody has changed the same since.
class ChangesPage : public QWidget
{
    Q_OBJECT

public:
    ChangesPage(Monitor &monitor, ConfigEditor &editor, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeTable();
    void ask();
    void revert();
    void showState();

    Monitor &m_monitor;
    ConfigEditor &m_editor;
    ChangesModel m_model;
    QTableView *const m_table;
    QPushButton *const m_revert;
    MessageLabel *const m_message;
    bool m_isAsking = false;
    bool m_isStale = true; ///< There may be changes that are not shown.
};
