// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a viewer asks of clients and their connections.

#include "clientfilter_p.h"
#include "controlmethods_p.h"
#include "objectreader_p.h"

#include <connlimit/control/livemessages.h>
#include <connlimit/core/subnet_p.h>
#include <connlimit/net/limitergate_p.h>

#include <algorithm>
#include <limits>
#include <span>

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

/// Whether the addresses in \a subnet are counted for several clients.
static bool isWiderThanClients(const Limiter &limiter, const ClientKey &subnet)
{
    return limiter.status(ClientKey::fromIPv6(subnet.bytes())).client != subnet;
}

/// Makes the status of a subnet the sum of all clients in it, and returns how many have connections
/// open.
static quint64 sumUp(const Limiter &limiter, ClientStatus &status)
{
    const auto isInIt
        = [subnet = status.client](const ClientKey &client) { return isWithin(client, subnet); };
    quint64 clients = 0;
    quint64 open = 0;
    limiter.snapshot([&](std::span<const ClientCount> counts) {
        for (const ClientCount &count : counts) {
            if (!isInIt(count.client))
                continue;
            ++clients;
            open += count.open;
        }
    });
    status.open = quint32(std::min<quint64>(open, std::numeric_limits<quint32>::max()));
    status.refused = 0;
    status.refusedLastMinute = 0;
    for (const ClientStatus &client : limiter.refusedClients()) {
        if (!isInIt(client.client))
            continue;
        status.refused += client.refused;
        status.refusedLastMinute += client.refusedLastMinute;
        if (client.lastRefused > status.lastRefused) {
            status.lastRefused = client.lastRefused;
            status.lastVerdict = client.lastVerdict;
        }
    }
    return clients;
}

ControlResult listConnections(const ControlRequest &request)
{
    const ControlReply<ConnectionsRequest> parsed = fromJson<ConnectionsRequest>(request.params);
    if (const ControlError *error = std::get_if<ControlError>(&parsed))
        return *error;
    const ConnectionsRequest &wanted = std::get<ConnectionsRequest>(parsed);
    const quint32 count = std::min(wanted.count, ConnectionsRequest::maximumCount);
    const Limiter &limiter = request.gate.limiter();
    ConnectionsFrame frame;
    frame.client = statusOf(request, wanted.client);
    frame.list = request.gate.connections().list(frame.client.client, count);
    const bool isWide = isWiderThanClients(limiter, frame.client.client);
    // Or some in it are still counted under a longer prefix that was in force.
    if (isWide || frame.list.known > frame.client.open) {
        const quint64 clients = sumUp(limiter, frame.client);
        if (isWide)
            frame.clients = clients;
    }
    return toJson(frame);
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
    ClientStatus status = statusOf(request, wanted.client);
    if (isWiderThanClients(request.gate.limiter(), status.client))
        sumUp(request.gate.limiter(), status);
    const quint64 count = request.gate.connections().disconnect(status.client, wanted.id);
    if (count > 0)
        tell(request, count, status.client);
    // More, if some are still counted under a longer prefix that was in force.
    return toJson(Disconnected{count, std::max<quint64>(status.open, count)});
}

} // namespace ConnLimit
