// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "eventsource.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QTableView>
#include <QtWidgets/QWidget>

/// Shows the log of a server: who was refused, what was changed, what became of the server.
///
/// Follows the end, unless the user has scrolled up.
class EventsPage : public QWidget
{
    Q_OBJECT

public:
    explicit EventsPage(Monitor &monitor, QWidget *parent = nullptr);
    ~EventsPage() override;

private:
    void makeTable();
    QWidget *makeKind(const char *name, const QString &text, ConnLimit::Event::Kind kind);
    void connectModel();
    void copy() const;

    EventsModel m_model;
    EventsFilter m_filter;
    EventSource m_source;
    QLineEdit *const m_filterEdit;
    QTableView *const m_table;
    QLabel *const m_message;
    bool m_followsEnd = true;
};
