// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "objectreader_p.h"

#include <connlimit/control/messages.h>

#include <QtCore/QJsonArray>

namespace ConnLimit {

namespace {

constexpr Word orderWords[] = {
    {int(ClientOrder::Client), "client"},
    {int(ClientOrder::Open), "open"},
    {int(ClientOrder::Limit), "limit"},
    {int(ClientOrder::Refused), "refused"},
    {int(ClientOrder::LastRefused), "lastRefused"},
    {int(ClientOrder::Share), "share"},
    {int(ClientOrder::RefusedLastMinute), "refusedLastMinute"},
};

constexpr Word directionWords[] = {
    {int(SortDirection::Ascending), "ascending"},
    {int(SortDirection::Descending), "descending"},
};

} // namespace

QJsonObject toJson(const ServerInfo &info)
{
    return {{QStringLiteral("protocol"), info.protocol},
            {QStringLiteral("name"), info.name},
            {QStringLiteral("version"), info.version},
            {QStringLiteral("processId"), info.processId},
            {QStringLiteral("started"), info.started.toUTC().toString(Qt::ISODateWithMs)}};
}

template<>
ControlReply<ServerInfo> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ServerInfo info;
    info.protocol = int(reader.number("protocol", std::numeric_limits<int>::max()));
    info.name = reader.text("name");
    info.version = reader.text("version");
    info.processId = qint64(reader.number("processId"));
    info.started = reader.time("started");
    return reader.result(info);
}

QJsonObject toJson(const ConfigRevision &revision)
{
    return {{QStringLiteral("revision"), qint64(revision.revision)},
            {QStringLiteral("config"), toJson(revision.config)}};
}

template<>
ControlReply<ConfigRevision> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ConfigRevision revision;
    revision.revision = reader.number("revision");
    revision.config = reader.nested<Config>("config");
    return reader.result(revision);
}

QJsonObject toJson(const ConfigChange &change)
{
    return {{QStringLiteral("before"), toJson(change.before)},
            {QStringLiteral("after"), toJson(change.after)}};
}

template<>
ControlReply<ConfigChange> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ConfigChange change;
    change.before = reader.nested<ConfigRevision>("before");
    change.after = reader.nested<ConfigRevision>("after");
    return reader.result(change);
}

QJsonObject toJson(const ClientStatus &status)
{
    QJsonObject object{{QStringLiteral("client"), QString::fromStdString(status.client.toString())},
                       {QStringLiteral("open"), qint64(status.open)},
                       {QStringLiteral("limit"), qint64(status.limit)},
                       {QStringLiteral("refused"), qint64(status.refused)},
                       {QStringLiteral("refusedLastMinute"), qint64(status.refusedLastMinute)},
                       {QStringLiteral("lastRefused"), QJsonValue::Null}};
    if (status.lastRefused)
        object.insert(QStringLiteral("lastRefused"), timeText(*status.lastRefused));
    if (status.lastVerdict)
        object.insert(QStringLiteral("lastVerdict"), verdictText(*status.lastVerdict));
    if (status.rule)
        object.insert(QStringLiteral("rule"), toJson(*status.rule));
    return object;
}

template<>
ControlReply<ClientStatus> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ClientStatus status;
    status.client = reader.client("client");
    status.open = reader.number32("open");
    status.limit = reader.number32("limit");
    status.refused = reader.number("refused");
    status.refusedLastMinute = reader.number("refusedLastMinute");
    if (reader.contains("lastVerdict"))
        status.lastVerdict = reader.verdict("lastVerdict");
    if (reader.contains("rule"))
        status.rule = reader.nested<Rule>("rule");
    if (object.value(QLatin1StringView("lastRefused")).isNull())
        return reader.result(status);
    status.lastRefused = reader.clockTime("lastRefused");
    return reader.result(status);
}

QJsonObject toJson(const Totals &totals)
{
    return {{QStringLiteral("open"), qint64(totals.open)},
            {QStringLiteral("clients"), qint64(totals.clients)},
            {QStringLiteral("admitted"), qint64(totals.admitted)},
            {QStringLiteral("refused"), qint64(totals.refused())},
            {QStringLiteral("refusedPerClientLimit"), qint64(totals.refusedPerClientLimit)},
            {QStringLiteral("refusedTotalLimit"), qint64(totals.refusedTotalLimit)},
            {QStringLiteral("refusedNoAddress"), qint64(totals.refusedNoAddress)},
            {QStringLiteral("refusedBlocked"), qint64(totals.refusedBlocked)},
            {QStringLiteral("refusedOverload"), qint64(totals.refusedOverload)},
            {QStringLiteral("refusedBadProxyHeader"), qint64(totals.refusedBadProxyHeader)},
            {QStringLiteral("dryRunRefused"), qint64(totals.dryRunRefused)}};
}

template<>
ControlReply<Totals> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    Totals totals;
    totals.open = reader.number("open");
    totals.clients = reader.number("clients");
    totals.admitted = reader.number("admitted");
    reader.number("refused"); // the sum of those that follow
    totals.refusedPerClientLimit = reader.number("refusedPerClientLimit");
    totals.refusedTotalLimit = reader.number("refusedTotalLimit");
    totals.refusedNoAddress = reader.number("refusedNoAddress");
    totals.refusedBlocked = reader.number("refusedBlocked");
    totals.refusedOverload = reader.number("refusedOverload");
    totals.refusedBadProxyHeader = reader.number("refusedBadProxyHeader");
    totals.dryRunRefused = reader.number("dryRunRefused");
    return reader.result(totals);
}

QJsonObject toJson(const ClientsRequest &request)
{
    return {{QStringLiteral("order"), wordOf(orderWords, request.order)},
            {QStringLiteral("direction"), wordOf(directionWords, request.direction)},
            {QStringLiteral("filter"), request.filter},
            {QStringLiteral("offset"), qint64(request.offset)},
            {QStringLiteral("count"), qint64(request.count)},
            {QStringLiteral("includeRefused"), request.includeRefused}};
}

template<>
ControlReply<ClientsRequest> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ClientsRequest request;
    if (reader.contains("order"))
        request.order = reader.word<ClientOrder>("order", orderWords);
    if (reader.contains("direction"))
        request.direction = reader.word<SortDirection>("direction", directionWords);
    if (reader.contains("filter"))
        request.filter = reader.text("filter");
    if (request.filter.contains(u'/'))
        reader.clientOf(QStringLiteral("filter"), request.filter);
    if (reader.contains("offset"))
        request.offset = reader.number32("offset");
    if (reader.contains("count"))
        request.count = reader.number32("count");
    if (reader.contains("includeRefused"))
        request.includeRefused = reader.flag("includeRefused");
    reader.rejectUnknown();
    return reader.result(request);
}

QJsonObject toJson(const ClientsFrame &frame)
{
    return {{QStringLiteral("clients"), listToJson(frame.clients)},
            {QStringLiteral("matching"), qint64(frame.matching)},
            {QStringLiteral("totals"), toJson(frame.totals)},
            {QStringLiteral("configRevision"), qint64(frame.configRevision)}};
}

template<>
ControlReply<ClientsFrame> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ClientsFrame frame;
    reader.list("clients", frame.clients);
    frame.matching = reader.number("matching");
    frame.totals = reader.nested<Totals>("totals");
    frame.configRevision = reader.number("configRevision");
    return reader.result(frame);
}

QJsonObject toJson(const ControlError &error)
{
    QJsonObject object{{QStringLiteral("code"), error.code},
                       {QStringLiteral("message"), error.message}};
    QJsonObject data;
    if (!error.field.isEmpty())
        data.insert(QStringLiteral("field"), error.field);
    if (error.current)
        data.insert(QStringLiteral("current"), toJson(*error.current));
    if (!data.isEmpty())
        object.insert(QStringLiteral("data"), data);
    return object;
}

ControlError errorFromJson(const QJsonObject &object)
{
    const QJsonObject data = object.value(QLatin1StringView("data")).toObject();
    ControlError error;
    error.code = object.value(QLatin1StringView("code")).toInt(ControlError::Incompatible);
    error.message = object.value(QLatin1StringView("message"))
                        .toString(QStringLiteral("The server sent an error without a message"));
    error.field = data.value(QLatin1StringView("field")).toString();
    const auto current
        = fromJson<ConfigRevision>(data.value(QLatin1StringView("current")).toObject());
    if (const ConfigRevision *revision = std::get_if<ConfigRevision>(&current))
        error.current = *revision;
    return error;
}

} // namespace ConnLimit
