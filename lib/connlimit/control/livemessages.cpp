// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "objectreader_p.h"

#include <connlimit/control/livemessages.h>

#include <QtCore/QJsonArray>

namespace ConnLimit {

namespace {

constexpr Word kindWords[] = {
    {int(Event::Kind::Refused), "refused"},
    {int(Event::Kind::Changed), "changed"},
    {int(Event::Kind::Server), "server"},
};

QJsonObject effectToJson(const ConfigEffect &effect)
{
    return {{QStringLiteral("clients"), qint64(effect.clients)},
            {QStringLiteral("open"), qint64(effect.open)},
            {QStringLiteral("clientsOver"), qint64(effect.clientsOver)},
            {QStringLiteral("connectionsOver"), qint64(effect.connectionsOver)},
            {QStringLiteral("excess"), qint64(effect.excess)},
            {QStringLiteral("clientsAtLimit"), qint64(effect.clientsAtLimit)},
            {QStringLiteral("isTotalReached"), effect.isTotalReached}};
}

ConfigEffect readEffect(ObjectReader &outer, const char *name)
{
    ObjectReader reader(outer.object(name), QLatin1StringView(name) + u'.');
    ConfigEffect effect;
    effect.clients = reader.number("clients");
    effect.open = reader.number("open");
    effect.clientsOver = reader.number("clientsOver");
    effect.connectionsOver = reader.number("connectionsOver");
    effect.excess = reader.number("excess");
    effect.clientsAtLimit = reader.number("clientsAtLimit");
    effect.isTotalReached = reader.flag("isTotalReached");
    if (reader.error())
        outer.fail(*reader.error());
    return effect;
}

} // namespace

QJsonObject toJson(const ConfigPreview &preview)
{
    return {{QStringLiteral("revision"), qint64(preview.revision)},
            {QStringLiteral("before"), effectToJson(preview.before)},
            {QStringLiteral("after"), effectToJson(preview.after)}};
}

template<>
ControlReply<ConfigPreview> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ConfigPreview preview;
    preview.revision = reader.number("revision");
    preview.before = readEffect(reader, "before");
    preview.after = readEffect(reader, "after");
    return reader.result(preview);
}

QJsonObject toJson(const ConnectionsRequest &request)
{
    return {{QStringLiteral("client"), request.client},
            {QStringLiteral("count"), qint64(request.count)}};
}

template<>
ControlReply<ConnectionsRequest> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ConnectionsRequest request;
    request.client = QString::fromStdString(reader.client("client").toString());
    if (reader.contains("count"))
        request.count = reader.number32("count");
    reader.rejectUnknown();
    return reader.result(request);
}

QJsonObject toJson(const ConnectionInfo &connection)
{
    return {{QStringLiteral("id"), qint64(connection.id)},
            {QStringLiteral("address"), connection.address.toString()},
            {QStringLiteral("port"), connection.port},
            {QStringLiteral("since"), timeText(connection.since)},
            {QStringLiteral("listener"), connection.listener},
            {QStringLiteral("isEncrypted"), connection.isEncrypted}};
}

template<>
ControlReply<ConnectionInfo> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ConnectionInfo connection;
    connection.id = reader.number("id");
    if (!connection.address.setAddress(reader.text("address")))
        reader.fail(QStringLiteral("address"), QStringLiteral("must be an address"));
    connection.port = quint16(reader.number("port", 0xffff));
    connection.since = reader.clockTime("since");
    connection.listener = reader.text("listener");
    connection.isEncrypted = reader.flag("isEncrypted");
    return reader.result(connection);
}

QJsonObject toJson(const ConnectionsFrame &frame)
{
    QJsonObject object{{QStringLiteral("client"), toJson(frame.client)},
                       {QStringLiteral("connections"), listToJson(frame.list.connections)},
                       {QStringLiteral("known"), qint64(frame.list.known)}};
    if (frame.clients)
        object.insert(QStringLiteral("clients"), qint64(*frame.clients));
    return object;
}

template<>
ControlReply<ConnectionsFrame> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ConnectionsFrame frame;
    frame.client = reader.nested<ClientStatus>("client");
    reader.list("connections", frame.list.connections);
    frame.list.known = reader.number("known");
    if (reader.contains("clients"))
        frame.clients = reader.number("clients");
    return reader.result(frame);
}

QJsonObject toJson(const DisconnectRequest &request)
{
    QJsonObject object{{QStringLiteral("client"), request.client}};
    if (request.id)
        object.insert(QStringLiteral("id"), qint64(*request.id));
    return object;
}

template<>
ControlReply<DisconnectRequest> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    DisconnectRequest request;
    request.client = QString::fromStdString(reader.client("client").toString());
    if (reader.contains("id"))
        request.id = reader.number("id");
    reader.rejectUnknown();
    return reader.result(request);
}

QJsonObject toJson(const Disconnected &disconnected)
{
    return {{QStringLiteral("count"), qint64(disconnected.count)},
            {QStringLiteral("open"), qint64(disconnected.open)}};
}

template<>
ControlReply<Disconnected> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    Disconnected disconnected;
    disconnected.count = reader.number("count");
    disconnected.open = reader.number("open");
    return reader.result(disconnected);
}

namespace {

struct HistoryField
{
    const char *name;
    quint64 HistorySample::*member;
};

constexpr HistoryField historyFields[] = {
    {"open", &HistorySample::open},
    {"admitted", &HistorySample::admitted},
    {"refused", &HistorySample::refused},
};

} // namespace

QJsonObject toJson(const History &history)
{
    QJsonObject object{{QStringLiteral("interval"), qint64(history.interval.count())},
                       {QStringLiteral("end"), timeText(history.end)}};
    for (const HistoryField &field : historyFields) {
        QJsonArray values;
        for (const std::optional<HistorySample> &sample : history.samples)
            values.append(sample ? QJsonValue(qint64((*sample).*field.member)) : QJsonValue());
        object.insert(QLatin1StringView(field.name), values);
    }
    return object;
}

/// Takes a number for each interval; the first field says in which intervals somebody looked.
static void readSamples(ObjectReader &reader, const HistoryField &field,
                        QList<std::optional<HistorySample>> &samples)
{
    const QString name = QLatin1StringView(field.name);
    const QJsonArray values = reader.array(field.name);
    const bool isFirst = field.member == historyFields[0].member;
    if (isFirst)
        samples.resize(values.size());
    if (values.size() != samples.size())
        return reader.fail(name, QStringLiteral("must be as long as the others"));
    for (qsizetype i = 0; i < values.size(); ++i) {
        std::optional<HistorySample> &sample = samples[i];
        if (isFirst && !values[i].isNull())
            sample.emplace();
        if (values[i].isNull() == sample.has_value())
            return reader.fail(name, QStringLiteral("must be null where the others are"));
        if (!sample)
            continue;
        const qint64 value = values[i].toInteger(-1);
        if (value < 0)
            return reader.fail(name, QStringLiteral("must have whole numbers and null"));
        (*sample).*field.member = quint64(value);
    }
}

template<>
ControlReply<History> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    History history;
    history.interval = std::chrono::seconds(reader.number("interval", 3600));
    if (history.interval.count() == 0)
        reader.fail(QStringLiteral("interval"), QStringLiteral("must be at least a second"));
    history.end = reader.clockTime("end");
    for (const HistoryField &field : historyFields)
        readSamples(reader, field, history.samples);
    return reader.result(history);
}

QJsonObject toJson(const EventsRequest &request)
{
    return {{QStringLiteral("after"), qint64(request.after)},
            {QStringLiteral("count"), qint64(request.count)}};
}

template<>
ControlReply<EventsRequest> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    EventsRequest request;
    if (reader.contains("after"))
        request.after = reader.number("after");
    if (reader.contains("count"))
        request.count = reader.number32("count");
    reader.rejectUnknown();
    return reader.result(request);
}

QJsonObject toJson(const Event &event)
{
    QJsonObject object{{QStringLiteral("sequence"), qint64(event.sequence)},
                       {QStringLiteral("time"), timeText(event.time)},
                       {QStringLiteral("kind"), wordOf(kindWords, event.kind)}};
    if (event.kind != Event::Kind::Refused) {
        object.insert(QStringLiteral("text"), event.text);
        return object;
    }
    object.insert(QStringLiteral("count"), qint64(event.count));
    if (!event.client.isNull())
        object.insert(QStringLiteral("client"), QString::fromStdString(event.client.toString()));
    if (event.verdict)
        object.insert(QStringLiteral("verdict"), verdictText(*event.verdict));
    return object;
}

template<>
ControlReply<Event> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    Event event;
    event.sequence = reader.number("sequence");
    event.time = reader.clockTime("time");
    event.kind = reader.word<Event::Kind>("kind", kindWords);
    if (event.kind != Event::Kind::Refused) {
        event.text = reader.text("text");
        return reader.result(event);
    }
    event.count = reader.number("count");
    if (reader.contains("client"))
        event.client = reader.client("client");
    if (reader.contains("verdict"))
        event.verdict = reader.verdict("verdict");
    return reader.result(event);
}

QJsonObject toJson(const EventList &events)
{
    return {{QStringLiteral("events"), listToJson(events.events)},
            {QStringLiteral("last"), qint64(events.last)},
            {QStringLiteral("lost"), qint64(events.lost)},
            {QStringLiteral("log"), events.log}};
}

template<>
ControlReply<EventList> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    EventList events;
    reader.list("events", events.events);
    events.last = reader.number("last");
    events.lost = reader.number("lost");
    events.log = reader.text("log");
    return reader.result(events);
}

QString eventText(const Event &event)
{
    if (event.kind != Event::Kind::Refused)
        return event.text;
    QString text = event.client.isNull()
                       ? QStringLiteral("refused others")
                       : u"refused " + QString::fromStdString(event.client.toString());
    if (event.count != 1)
        text += QStringLiteral(" %1 times").arg(event.count);
    return event.verdict ? text + u": " + verdictText(*event.verdict) : text;
}

} // namespace ConnLimit
