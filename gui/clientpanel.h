// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientactions.h"
#include "connectionsmodel.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolButton>

#include <optional>

class QFormLayout;

/// All that is known of one client, its connections, and what can be done about it. Asks for it
/// with every frame, while it is visible.
class ClientPanel : public QWidget
{
    Q_OBJECT

public:
    ClientPanel(Monitor &monitor, ConfigEditor &editor, QWidget *parent = nullptr);

    /// Shows \a client; nothing: asks the user to choose one.
    void setClient(const std::optional<ConnLimit::ClientStatus> &client);
    [[nodiscard]] ClientActions &actions() { return m_actions; }

Q_SIGNALS:
    /// See ClientActions.
    void said(const QString &text, bool isAlert);

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QLabel *addFact(QFormLayout *form, const QString &name, const QString &objectName);
    QToolButton *makeButton(ClientActions::Action action);
    QWidget *makeButtons();
    void setUpConnections();
    void ask();
    void take(const ConnLimit::ConnectionsFrame &frame);
    void showStatus();
    void updateColors();
    void disconnectSelected();

    Monitor &m_monitor;
    ClientActions m_actions;
    ConnectionsModel m_model;
    std::optional<ConnLimit::ClientStatus> m_client;
    bool m_isAsking = false;
    QLabel *const m_name;
    QLabel *const m_level;
    QLabel *m_open;
    QLabel *m_limit;
    QLabel *m_refused;
    QLabel *m_lastRefused;
    QLabel *const m_caption;
    QTableView *const m_connections;
    QToolButton *const m_disconnectOne;
    QLineEdit *const m_firewall;
    QWidget *const m_content;
};
