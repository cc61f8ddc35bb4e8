// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientactions.h"

#include "clienttext.h"
#include "configeditor.h"
#include "limitdialog.h"
#include "monitor.h"

#include <connlimit/control/text.h>

#include <QtCore/QPointer>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

#include <numeric>

using namespace ConnLimit;

ClientActions::ClientActions(Monitor &monitor, ConfigEditor &editor, QWidget *window)
    : QObject(window)
    , m_monitor(monitor)
    , m_editor(editor)
    , m_window(window)
{
    add(CopyAddress, tr("Copy as &address"), QStringLiteral("copyAddress"),
        &ClientActions::copyAddress);
    add(CopyCidr, tr("Copy as &CIDR"), QStringLiteral("copyCidr"), &ClientActions::copyCidr);
    add(CopyFirewallCommand, tr("Copy as &nft command"), QStringLiteral("copyFirewallCommand"),
        &ClientActions::copyFirewallCommand);
    m_actions[CopyFirewallCommand]->setToolTip(
        tr("A command that drops the client at the firewall. It is only copied, never run."));
    m_actions[CopyAddress]->setIconText(tr("Copy"));
    addSeparator();
    add(OwnLimit, tr("Give it a &limit of its own…"), QStringLiteral("ownLimit"),
        &ClientActions::askForLimit);
    add(Exempt, tr("&Exempt it"), QStringLiteral("exempt"), &ClientActions::exempt);
    m_actions[OwnLimit]->setIconText(tr("Own limit…"));
    m_actions[Exempt]->setIconText(tr("Exempt"));
    m_actions[Exempt]->setToolTip(tr("It is never refused, but counted."));
    add(Block, tr("&Block it"), QStringLiteral("block"), &ClientActions::block);
    m_actions[Block]->setIconText(tr("Block"));
    m_actions[Block]->setToolTip(tr("It gets no further connection. Those it has stay open."));
    add(RemoveRule, tr("&Remove its rule"), QStringLiteral("removeRule"),
        &ClientActions::removeRule);
    m_actions[RemoveRule]->setIconText(tr("Remove rule"));
    addSeparator();
    add(Disconnect, tr("&Disconnect it…"), QStringLiteral("disconnect"),
        &ClientActions::disconnectAll);
    m_actions[Disconnect]->setIconText(tr("Disconnect…"));
    connect(&monitor, &Monitor::statusChanged, this, &ClientActions::updateEnabled);
    updateEnabled();
}

QAction *ClientActions::add(Action action, const QString &text, const QString &objectName,
                            void (ClientActions::*handler)())
{
    m_actions[action] = new QAction(text, this);
    m_actions[action]->setObjectName(objectName);
    connect(m_actions[action], &QAction::triggered, this, handler);
    m_menuActions.append(m_actions[action]);
    return m_actions[action];
}

void ClientActions::addSeparator()
{
    m_menuActions.append(new QAction(this));
    m_menuActions.constLast()->setSeparator(true);
}

void ClientActions::setClients(const QList<ClientStatus> &clients)
{
    m_clients = clients;
    updateEnabled();
}

/// Whether the rule that applies to \a client is for it alone.
static bool hasOwnRule(const ClientStatus &client)
{
    return client.rule && client.rule->subnet == client.client;
}

void ClientActions::updateEnabled()
{
    const bool isAny = !m_clients.isEmpty();
    for (const Action action : {CopyAddress, CopyCidr, CopyFirewallCommand})
        m_actions[action]->setEnabled(isAny);
    for (const Action action : {OwnLimit, Exempt, Block, Disconnect})
        m_actions[action]->setEnabled(isAny && m_monitor.isAttached());
    m_actions[RemoveRule]->setEnabled(
        m_monitor.isAttached() && std::any_of(m_clients.begin(), m_clients.end(), hasOwnRule));
}

QString ClientActions::subject() const
{
    return m_clients.size() == 1 ? clientText(m_clients.constFirst().client)
                                 : tr("%1 clients").arg(countText(quint64(m_clients.size())));
}

void ClientActions::copy(QString (*text)(const ClientKey &))
{
    QStringList lines;
    for (const ClientStatus &client : std::as_const(m_clients))
        lines.append(text(client.client));
    if (lines.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    Q_EMIT said(lines.size() == 1 ? tr("Copied: %1").arg(lines.constFirst())
                                  : tr("Copied: %1 lines").arg(countText(quint64(lines.size()))),
                false);
}

void ClientActions::copyAddress()
{
    copy(clientText);
}

void ClientActions::copyCidr()
{
    copy(cidrText);
}

void ClientActions::copyFirewallCommand()
{
    copy(firewallCommand);
}

void ClientActions::askForLimit()
{
    auto dialog
        = new LimitDialog(tr("Connections that %1 may have (0 is no limit):").arg(subject()),
                          m_clients.constFirst().limit, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("askForLimit"));
    connect(dialog, &LimitDialog::limitSelected, this,
            [this, clients = m_clients, subject = subject()](quint32 limit) {
                setRule(clients, RuleAction::Limit, limit,
                        tr("Limit %1 to %2").arg(subject, limitText(limit)));
            });
    dialog->open();
}

void ClientActions::exempt()
{
    setRule(m_clients, RuleAction::Exempt, 0, tr("Exempt %1").arg(subject()));
}

void ClientActions::block()
{
    setRule(m_clients, RuleAction::Block, 0, tr("Block %1").arg(subject()));
}

void ClientActions::setRule(const QList<ClientStatus> &clients, RuleAction action, quint32 limit,
                            const QString &text)
{
    ConfigPatch patch;
    for (const ClientStatus &client : clients)
        patch.setRules.push_back({client.client, action, limit});
    apply(patch, text);
}

void ClientActions::removeRule()
{
    ConfigPatch patch;
    for (const ClientStatus &client : std::as_const(m_clients)) {
        if (hasOwnRule(client))
            patch.removeRules.push_back(client.client);
    }
    apply(patch, tr("Remove the rule of %1").arg(subject()));
}

void ClientActions::apply(const ConfigPatch &patch, const QString &text)
{
    const QPointer<ClientActions> guard(this);
    m_editor.apply(patch, text, [this, guard, text](const ControlReply<ConfigChange> &reply) {
        if (!guard)
            return;
        if (const ControlError *error = std::get_if<ControlError>(&reply))
            Q_EMIT said(tr("Not done (%1): %2").arg(text, error->message), true);
        else if (const auto &change = std::get<ConfigChange>(reply);
                 change.before.config == change.after.config)
            Q_EMIT said(tr("Nothing to change: %1.").arg(text), false);
        else
            Q_EMIT said(tr("Done: %1. Undo takes it back.").arg(text), false);
        m_monitor.refresh();
    });
}

void ClientActions::disconnectAll()
{
    QList<DisconnectRequest> requests;
    quint64 open = 0;
    for (const ClientStatus &client : std::as_const(m_clients)) {
        requests.append({clientText(client.client), std::nullopt});
        open += client.open;
    }
    if (open == 1)
        confirm(tr("End 1 connection of %1?").arg(subject()), tr("&End 1 connection"), requests);
    else
        confirm(tr("End %1 connections of %2?").arg(countText(open), subject()),
                tr("&End %1 connections").arg(countText(open)), requests);
}

void ClientActions::disconnectOne(const ConnectionInfo &connection)
{
    if (m_clients.isEmpty())
        return;
    const QString peer = (connection.address.protocol() == QAbstractSocket::IPv6Protocol
                              ? QStringLiteral("[%1]:%2")
                              : QStringLiteral("%1:%2"))
                             .arg(connection.address.toString(), QString::number(connection.port));
    confirm(tr("End 1 connection of %1, from %2?").arg(subject(), peer), tr("&End 1 connection"),
            {{clientText(m_clients.constFirst().client), connection.id}});
}

void ClientActions::confirm(const QString &question, const QString &yes,
                            const QList<DisconnectRequest> &requests)
{
    auto box = new QMessageBox(QMessageBox::Warning, tr("Disconnect"), question,
                               QMessageBox::Yes | QMessageBox::No, m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setObjectName(QStringLiteral("confirmDisconnect"));
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("What they have not sent yet is lost. Nothing keeps the client from "
                               "connecting again."));
    box->button(QMessageBox::Yes)->setText(yes);
    box->button(QMessageBox::No)->setText(tr("&Keep"));
    box->setDefaultButton(QMessageBox::No);
    box->setEscapeButton(QMessageBox::No);
    connect(box, &QMessageBox::finished, this, [this, requests](int button) {
        if (button == QMessageBox::Yes)
            disconnectClients(requests);
    });
    box->open();
}

void ClientActions::disconnectClients(const QList<DisconnectRequest> &requests)
{
    struct Outcome
    {
        qsizetype awaited;
        Disconnected sum;
        QString error;
    };
    const auto outcome = std::make_shared<Outcome>(Outcome{requests.size(), {}, {}});
    const QPointer<ClientActions> guard(this);
    const auto take = [this, guard, outcome](const ControlReply<Disconnected> &reply) {
        if (!guard)
            return;
        if (const ControlError *error = std::get_if<ControlError>(&reply)) {
            outcome->error = error->message;
        } else {
            outcome->sum.count += std::get<Disconnected>(reply).count;
            outcome->sum.open += std::get<Disconnected>(reply).open;
        }
        if (--outcome->awaited > 0)
            return;
        m_monitor.refresh();
        const quint64 unknown = outcome->sum.open - std::min(outcome->sum.open, outcome->sum.count);
        if (!outcome->error.isEmpty())
            Q_EMIT said(tr("Not disconnected: %1").arg(outcome->error), true);
        else if (unknown > 0)
            Q_EMIT said(tr("Connections told to end: %1. Of %2 the server knows no socket: they "
                           "stay.")
                            .arg(countText(outcome->sum.count), countText(unknown)),
                        true);
        else
            Q_EMIT said(tr("Connections told to end: %1.").arg(countText(outcome->sum.count)),
                        false);
    };
    for (const DisconnectRequest &request : requests)
        m_monitor.client().disconnectClient(request, take);
}

#include "moc_clientactions.cpp"
