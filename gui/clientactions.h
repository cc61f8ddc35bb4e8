// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/livemessages.h>

#include <QtCore/QObject>
#include <QtGui/QAction>

class ConfigEditor;
class Monitor;

/// What can be done with clients: end their connections, give them a rule, copy who they are.
///
/// Rules are set through the ConfigEditor, so that they can be undone. Connections are ended only
/// after the user has confirmed their number.
class ClientActions : public QObject
{
    Q_OBJECT

public:
    enum Action {
        CopyAddress,
        CopyCidr,
        CopyFirewallCommand,
        OwnLimit,
        Exempt,
        Block,
        RemoveRule,
        Disconnect,
        ActionCount
    };

    /// \a window is what the questions to the user belong to.
    ClientActions(Monitor &monitor, ConfigEditor &editor, QWidget *window);

    /// Sets whom the actions are about.
    void setClients(const QList<ConnLimit::ClientStatus> &clients);
    [[nodiscard]] const QList<ConnLimit::ClientStatus> &clients() const { return m_clients; }

    [[nodiscard]] QAction *action(Action action) const { return m_actions[action]; }
    /// All of them, with separators, for a menu.
    [[nodiscard]] QList<QAction *> menuActions() const { return m_menuActions; }

    /// Asks whether to end one \a connection of the first client, and does it.
    void disconnectOne(const ConnLimit::ConnectionInfo &connection);

Q_SIGNALS:
    /// What became of an action, for people.
    void said(const QString &text, bool isAlert);

private:
    QAction *add(Action action, const QString &text, const QString &objectName,
                 void (ClientActions::*handler)());
    void addSeparator();
    void updateEnabled();
    [[nodiscard]] QString subject() const;

    void copyAddress();
    void copyCidr();
    void copyFirewallCommand();
    void copy(QString (*text)(const ConnLimit::ClientKey &));
    void askForLimit();
    void exempt();
    void block();
    void removeRule();
    void setRule(const QList<ConnLimit::ClientStatus> &clients, ConnLimit::RuleAction action,
                 quint32 limit, const QString &text);
    void apply(const ConnLimit::ConfigPatch &patch, const QString &text);

    void disconnectAll();
    void confirm(const QString &question, const QString &yes,
                 const QList<ConnLimit::DisconnectRequest> &requests);
    void disconnectClients(const QList<ConnLimit::DisconnectRequest> &requests);

    Monitor &m_monitor;
    ConfigEditor &m_editor;
    QWidget *const m_window;
    QAction *m_actions[ActionCount] = {};
    QList<QAction *> m_menuActions;
    QList<ConnLimit::ClientStatus> m_clients;
};
