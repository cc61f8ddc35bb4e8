// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "configeditor.h"
#include "monitor.h"

#include <QtCore/QSettings>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QTabWidget>

class ClientsPage;
class LimitPanel;
class StatePage;
class StatusHeader;
class TotalsBar;

/// One server: its sums, its limit and a tab for each thing that there is to see of it. Until it
/// has been attached to, what keeps it away.
class ServerPage : public QStackedWidget
{
    Q_OBJECT

public:
    /// Follows the server with \a nameOrPath.
    explicit ServerPage(const QString &nameOrPath, QWidget *parent = nullptr);
    ~ServerPage() override;

    [[nodiscard]] Monitor &monitor() { return m_monitor; }
    [[nodiscard]] const Monitor &monitor() const { return m_monitor; }
    [[nodiscard]] ConfigEditor &editor() { return m_editor; }
    [[nodiscard]] ClientsPage &clients() { return *m_clients; }
    /// The path of its socket, or the name that it was given.
    [[nodiscard]] QString target() const { return m_monitor.client().target(); }

    void focusLimit();
    /// Brings the clients to the front, for an action that is about them.
    void showClients();

    void saveTo(QSettings &settings) const;
    void restoreFrom(const QSettings &settings);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeContent();
    void showStatus();
    void updateColors();

    Monitor m_monitor;
    ConfigEditor m_editor;
    StatusHeader *const m_header;
    TotalsBar *const m_totals;
    LimitPanel *const m_limit;
    ClientsPage *const m_clients;
    QTabWidget *const m_tabs;
    StatePage *const m_state;
    QWidget *const m_content;
};
