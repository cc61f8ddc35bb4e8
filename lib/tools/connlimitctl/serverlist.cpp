// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "serverlist.h"

#include "table.h"

#include <connlimit/control/text.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

using namespace ConnLimit;

ServerList::ServerList(bool isJson)
    : m_isJson(isJson)
{}

void ServerList::run()
{
    for (const ControlSocket &socket : findControlSockets())
        m_entries.push_back({socket, new ControlClient(this), {}});
    for (Entry &entry : m_entries)
        ask(entry);
    if (m_entries.empty())
        write();
}

void ServerList::ask(Entry &entry)
{
    connect(entry.client, &ControlClient::stateChanged, this,
            [this, &entry](ControlClient::State state) {
                if (state == ControlClient::State::Detached)
                    return finishOne();
                if (state != ControlClient::State::Attached)
                    return;
                entry.client->requestTotals([&entry](const ControlReply<Totals> &reply) {
                    if (const Totals *totals = std::get_if<Totals>(&reply))
                        entry.totals = *totals;
                    if (entry.client->state() == ControlClient::State::Attached)
                        entry.client->detach();
                });
            });
    entry.client->attach(entry.socket.path);
}

void ServerList::finishOne()
{
    if (++m_finished == m_entries.size())
        write();
}

void ServerList::write() const
{
    Table table({{"NAME", 0, Qt::AlignLeft},
                 {"PID", 1},
                 {"VERSION", 3},
                 {"OPEN", 0},
                 {"CLIENTS", 2},
                 {"REFUSED", 1},
                 {"SOCKET", 4, Qt::AlignLeft}});
    QJsonArray servers;
    for (const Entry &entry : m_entries) {
        if (!entry.totals) {
            complain(u"the server does not answer: " + harmless(entry.socket.path));
            continue;
        }
        const ServerInfo info = entry.client->server();
        table.addRow({harmless(info.name), QString::number(info.processId), harmless(info.version),
                      countText(entry.totals->open), countText(entry.totals->clients),
                      countText(entry.totals->refused()), harmless(entry.socket.path)});
        QJsonObject server = toJson(info);
        server.insert(QStringLiteral("path"), entry.socket.path);
        server.insert(QStringLiteral("totals"), toJson(*entry.totals));
        servers.append(server);
    }
    if (m_isJson)
        print(QJsonObject{{QStringLiteral("servers"), servers}});
    else
        print(table.lines());
    QCoreApplication::exit(m_entries.empty() || !servers.isEmpty() ? Done : NoServer);
}

#include "moc_serverlist.cpp"
