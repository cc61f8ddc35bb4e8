// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/control/messages.h>

#include <QtCore/QJsonArray>

#include <limits>

namespace ConnLimit {

namespace {

struct Word
{
    int value;
    const char *text;
};

constexpr Word orderWords[] = {
    {int(ClientOrder::Client), "client"},
    {int(ClientOrder::Open), "open"},
    {int(ClientOrder::Limit), "limit"},
    {int(ClientOrder::Refused), "refused"},
    {int(ClientOrder::LastRefused), "lastRefused"},
};

constexpr Word directionWords[] = {
    {int(SortDirection::Ascending), "ascending"},
    {int(SortDirection::Descending), "descending"},
};

template<class Enum, std::size_t N>
QString wordOf(const Word (&words)[N], Enum value)
{
    const auto found = std::find_if(words, words + N,
                                    [value](const Word &word) { return word.value == int(value); });
    return QLatin1StringView(found->text);
}

/// Takes the members of an object one by one and keeps the first error.
class ObjectReader
{
public:
    explicit ObjectReader(QJsonObject object)
        : m_rest(std::move(object))
    {}

    bool contains(const char *name) const { return m_rest.contains(QLatin1StringView(name)); }
    QJsonValue take(const char *name) { return m_rest.take(QLatin1StringView(name)); }

    void fail(const QString &field, const QString &reason)
    {
        if (!m_error)
            m_error = ControlError{ControlError::InvalidParams, field + u": " + reason, field, {}};
    }
    void fail(const ControlError &error)
    {
        if (!m_error)
            m_error = error;
    }

    quint64 number(const char *name, quint64 maximum = std::numeric_limits<qint64>::max())
    {
        const qint64 number = take(name).toInteger(-1); // -1 for what is no whole number, too
        if (number >= 0 && quint64(number) <= maximum)
            return quint64(number);
        fail(QLatin1StringView(name),
             u"must be a whole number from 0 to " + QString::number(maximum));
        return 0;
    }
    quint32 number32(const char *name)
    {
        return quint32(number(name, std::numeric_limits<quint32>::max()));
    }

    QString text(const char *name)
    {
        const QJsonValue value = take(name);
        if (!value.isString())
            fail(QLatin1StringView(name), QStringLiteral("must be a string"));
        return value.toString();
    }

    QJsonObject object(const char *name)
    {
        const QJsonValue value = take(name);
        if (!value.isObject())
            fail(QLatin1StringView(name), QStringLiteral("must be an object"));
        return value.toObject();
    }

    QDateTime time(const char *name)
    {
        const QDateTime time = QDateTime::fromString(text(name), Qt::ISODateWithMs);
        if (!time.isValid())
            fail(QLatin1StringView(name), QStringLiteral("must be a time as ISO 8601 writes it"));
        return time;
    }

    template<class Enum, std::size_t N>
    Enum word(const char *name, const Word (&words)[N])
    {
        const QString found = text(name);
        QStringList known;
        for (const Word &word : words) {
            known.append(QLatin1StringView(word.text));
            if (found == known.constLast())
                return Enum(word.value);
        }
        fail(QLatin1StringView(name), u"must be one of " + known.join(u", "));
        return Enum(words[0].value);
    }

    /// A nested value, read by its own fromJson().
    template<class T>
    T nested(const char *name)
    {
        const ControlReply<T> reply = fromJson<T>(object(name));
        if (const T *value = std::get_if<T>(&reply))
            return *value;
        fail(std::get<ControlError>(reply));
        return {};
    }

    void rejectUnknown()
    {
        if (!m_rest.isEmpty())
            fail(m_rest.begin().key(), QStringLiteral("is not known"));
    }

    template<class T>
    ControlReply<T> result(const T &value) const
    {
        if (m_error)
            return *m_error;
        return value;
    }

private:
    QJsonObject m_rest;
    std::optional<ControlError> m_error;
};

} // namespace

const std::array<ConfigField, 4> &configFields() noexcept
{
    static constexpr std::array<ConfigField, 4> fields{{
        {"maximumConnectionsPerClient", "max-per-client", &Config::maximumConnectionsPerClient},
        {"maximumConnections", "max-total", &Config::maximumConnections},
        {"ipv4PrefixLength", "ipv4-prefix", &Config::ipv4PrefixLength},
        {"ipv6PrefixLength", "ipv6-prefix", &Config::ipv6PrefixLength},
    }};
    return fields;
}

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

QJsonObject toJson(const Config &config)
{
    QJsonObject object;
    for (const ConfigField &field : configFields())
        object.insert(QLatin1StringView(field.name), qint64(config.*field.member));
    return object;
}

ControlReply<Config> applyJson(const QJsonObject &object, const Config &config)
{
    ObjectReader reader(object);
    Config result = config;
    for (const ConfigField &field : configFields()) {
        if (reader.contains(field.name))
            result.*field.member = reader.number32(field.name);
    }
    reader.rejectUnknown();
    return reader.result(result);
}

template<>
ControlReply<Config> fromJson(const QJsonObject &object)
{
    return applyJson(object, Config());
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

static QJsonValue toJson(const std::optional<std::chrono::system_clock::time_point> &time)
{
    if (!time)
        return QJsonValue::Null;
    const auto sinceEpoch
        = std::chrono::duration_cast<std::chrono::milliseconds>(time->time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

QJsonObject toJson(const ClientStatus &status)
{
    return {{QStringLiteral("client"), QString::fromStdString(status.client.toString())},
            {QStringLiteral("open"), qint64(status.open)},
            {QStringLiteral("limit"), qint64(status.limit)},
            {QStringLiteral("refused"), qint64(status.refused)},
            {QStringLiteral("lastRefused"), toJson(status.lastRefused)}};
}

template<>
ControlReply<ClientStatus> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ClientStatus status;
    const auto client = ClientKey::fromString(reader.text("client").toStdString());
    if (!client)
        reader.fail(QStringLiteral("client"), QStringLiteral("must be an address or a subnet"));
    status.client = client.value_or(ClientKey());
    status.open = reader.number32("open");
    status.limit = reader.number32("limit");
    status.refused = reader.number("refused");
    if (object.value(QLatin1StringView("lastRefused")).isNull())
        return reader.result(status);
    status.lastRefused = std::chrono::system_clock::time_point(
        std::chrono::milliseconds(reader.time("lastRefused").toMSecsSinceEpoch()));
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
            {QStringLiteral("refusedNoAddress"), qint64(totals.refusedNoAddress)}};
}

template<>
ControlReply<Totals> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    Totals totals;
    totals.open = reader.number("open");
    totals.clients = reader.number("clients");
    totals.admitted = reader.number("admitted");
    totals.refusedPerClientLimit = reader.number("refusedPerClientLimit");
    totals.refusedTotalLimit = reader.number("refusedTotalLimit");
    totals.refusedNoAddress = reader.number("refusedNoAddress");
    return reader.result(totals);
}

QJsonObject toJson(const ClientsRequest &request)
{
    return {{QStringLiteral("order"), wordOf(orderWords, request.order)},
            {QStringLiteral("direction"), wordOf(directionWords, request.direction)},
            {QStringLiteral("filter"), request.filter},
            {QStringLiteral("offset"), qint64(request.offset)},
            {QStringLiteral("count"), qint64(request.count)}};
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
    if (reader.contains("offset"))
        request.offset = reader.number32("offset");
    if (reader.contains("count"))
        request.count = reader.number32("count");
    reader.rejectUnknown();
    return reader.result(request);
}

QJsonObject toJson(const ClientsFrame &frame)
{
    QJsonArray clients;
    for (const ClientStatus &status : frame.clients)
        clients.append(toJson(status));
    return {{QStringLiteral("clients"), clients},
            {QStringLiteral("matching"), qint64(frame.matching)},
            {QStringLiteral("totals"), toJson(frame.totals)},
            {QStringLiteral("configRevision"), qint64(frame.configRevision)}};
}

template<>
ControlReply<ClientsFrame> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ClientsFrame frame;
    const QJsonValue clients = reader.take("clients");
    if (!clients.isArray())
        reader.fail(QStringLiteral("clients"), QStringLiteral("must be an array"));
    for (const QJsonValue &client : clients.toArray()) {
        const ControlReply<ClientStatus> status = fromJson<ClientStatus>(client.toObject());
        if (const ControlError *error = std::get_if<ControlError>(&status))
            return *error;
        frame.clients.append(std::get<ClientStatus>(status));
    }
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
