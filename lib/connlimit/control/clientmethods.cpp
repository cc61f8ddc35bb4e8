// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a viewer asks of clients and their connections.

#include "clientfilter_p.h"
#include "controlmethods_p.h"
#include "objectreader_p.h"

#include <connlimit/control/livemessages.h>
#include <connlimit/net/limitergate_p.h>

namespace ConnLimit {

ControlResult listClients(const ControlRequest &request)
{
    const ControlReply<ClientsRequest> parsed = fromJson<ClientsRequest>(request.params);
    if (const ControlError *error = std::get_if<ControlError>(&parsed))
        return *error;
    const ClientsRequest &wanted = std::get<ClientsRequest>(parsed);

    const Limiter &limiter = request.gate.limiter();
    const ClientPage page
        = limiter.top({.order = wanted.order,
                       .direction = wanted.direction,
                       .offset = wanted.offset,
                       .count = std::min(wanted.count, ClientsRequest::maximumCount),
                       .filter = clientFilter(wanted.filter),
                       .includeRefused = wanted.includeRefused});
    return toJson(ClientsFrame{QList<ClientStatus>(page.clients.begin(), page.clients.end()),
                               page.matching, limiter.totals(), limiter.revision()});
}

ControlResult getClient(const ControlRequest &request)
{
    ObjectReader reader(request.params);
    const ClientKey client = reader.client("client");
    if (reader.error())
        return *reader.error();
    return toJson(request.gate.limiter().status(client));
}

/// The client to whom the address \a text is counted, or that is called so.
static ClientStatus statusOf(const ControlRequest &request, const QString &text)
{
    return request.gate.limiter().status(
        ClientKey::fromString(text.toStdString()).value_or(ClientKey()));
}

ControlResult listConnections(const ControlRequest &request)
{
    const ControlReply<ConnectionsRequest> parsed = fromJson<ConnectionsRequest>(request.params);
    if (const ControlError *error = std::get_if<ControlError>(&parsed))
        return *error;
    const ConnectionsRequest &wanted = std::get<ConnectionsRequest>(parsed);
    const ClientStatus status = statusOf(request, wanted.client);
    const quint32 count = std::min(wanted.count, ConnectionsRequest::maximumCount);
    return toJson(ConnectionsFrame{status, request.gate.connections().list(status.client, count)});
}

static void tell(const ControlRequest &request, quint64 count, const ClientKey &client)
{
    const QString text = request.who() + u" disconnected " + QString::number(count)
                         + (count == 1 ? u" connection of " : u" connections of ")
                         + QString::fromStdString(client.toString());
    qCInfo(lcControl).noquote() << request.server.name << text;
    request.gate.eventLog().addServer(text);
}

ControlResult disconnectClient(const ControlRequest &request)
{
    const ControlReply<DisconnectRequest> parsed = fromJson<DisconnectRequest>(request.params);
    if (const ControlError *error = std::get_if<ControlError>(&parsed))
        return *error;
    const DisconnectRequest &wanted = std::get<DisconnectRequest>(parsed);
    const ClientStatus status = statusOf(request, wanted.client);
    const quint64 count = request.gate.connections().disconnect(status.client, wanted.id);
    if (count > 0)
        tell(request, count, status.client);
    // A subnet wider than clients has no count of its own.
    return toJson(Disconnected{count, std::max<quint64>(status.open, count)});
}

} // namespace ConnLimit
