// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controlservice_p.h"

#include <connlimit/control/livemessages.h>
#include <connlimit/net/limitergate_p.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QLoggingCategory>

namespace ConnLimit {

Q_LOGGING_CATEGORY(lcControl, "connlimit.control")

static ControlError invalidParams(const QString &field, QStringView reason)
{
    return {ControlError::InvalidParams, field + u": " + reason, field, {}};
}

static ControlError invalidParams(const ConfigError &error)
{
    return invalidParams(QString::fromStdString(error.field), QString::fromStdString(error.reason));
}

static ControlService::Answer errorAnswer(const QJsonValue &id, const ControlError &error)
{
    const QJsonObject answer{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                             {QStringLiteral("id"), id},
                             {QStringLiteral("error"), toJson(error)}};
    return {QJsonDocument(answer).toJson(QJsonDocument::Compact) + '\n',
            error.code == ControlError::ParseError};
}

ControlService::ControlService(std::shared_ptr<LimiterGate> gate, QString name)
    : m_gate(std::move(gate))
{
    m_info.name = std::move(name);
    m_info.version = QStringLiteral(CONNLIMIT_VERSION);
    m_info.processId = QCoreApplication::applicationPid();
    m_info.started = QDateTime::currentDateTimeUtc();
}

ControlService::Answer ControlService::lineTooLong()
{
    return errorAnswer(QJsonValue::Null,
                       {ControlError::ParseError, QStringLiteral("the line is too long"), {}, {}});
}

ControlService::Answer ControlService::answer(const QByteArray &line, const QString &peer) const
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(line, &parseError);
    if (parseError.error != QJsonParseError::NoError)
        return errorAnswer(
            QJsonValue::Null,
            {ControlError::ParseError, u"no JSON: " + parseError.errorString(), {}, {}});

    const QJsonObject request = document.object();
    const QJsonValue id = request.value(QLatin1StringView("id"));
    const QJsonValue method = request.value(QLatin1StringView("method"));
    const QJsonValue params = request.value(QLatin1StringView("params"));
    const bool isIdValid = id.isUndefined() || id.isString() || id.isDouble() || id.isNull();
    if (request.value(QLatin1StringView("jsonrpc")) != QLatin1StringView("2.0")
        || !method.isString() || !isIdValid || !(params.isUndefined() || params.isObject()))
        return errorAnswer(isIdValid && !id.isUndefined() ? id : QJsonValue::Null,
                           {ControlError::InvalidRequest,
                            QStringLiteral("no JSON-RPC 2.0 request with named parameters"),
                            {},
                            {}});

    const ControlReply<QJsonObject> reply = call(method.toString(), params.toObject(), peer);
    if (id.isUndefined()) // a notification, which has no answer (JSON-RPC 2.0, 4.1)
        return {};
    if (const ControlError *error = std::get_if<ControlError>(&reply))
        return errorAnswer(id, *error);
    const QJsonObject answer{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                             {QStringLiteral("id"), id},
                             {QStringLiteral("result"), std::get<QJsonObject>(reply)}};
    return {QJsonDocument(answer).toJson(QJsonDocument::Compact) + '\n', false};
}

ControlReply<QJsonObject> ControlService::call(const QString &method, const QJsonObject &params,
                                               const QString &peer) const
{
    const Limiter &limiter = m_gate->limiter();
    if (method == QLatin1StringView("hello"))
        return hello(params);
    if (method == QLatin1StringView("config.get"))
        return toJson(limiter.configRevision());
    if (method == QLatin1StringView("config.set"))
        return setConfig(params, peer);
    if (method == QLatin1StringView("config.preview"))
        return previewConfig(params);
    if (method == QLatin1StringView("clients.list"))
        return listClients(params);
    if (method == QLatin1StringView("clients.get"))
        return getClient(params);
    if (method == QLatin1StringView("totals"))
        return toJson(limiter.totals());
    return ControlError{ControlError::MethodNotFound, QStringLiteral("no such method"), {}, {}};
}

ControlReply<QJsonObject> ControlService::hello(const QJsonObject &params) const
{
    if (params.value(QLatin1StringView("protocol")).toInteger() == controlProtocolVersion)
        return toJson(m_info);
    return ControlError{
        ControlError::Incompatible,
        QStringLiteral("this server speaks version %1 of the protocol").arg(controlProtocolVersion),
        QStringLiteral("protocol"),
        {}};
}

/// The Config that a patch makes of \a current.
static ControlReply<Config> patched(const QJsonObject &params, const ConfigRevision &current)
{
    const ControlReply<ConfigPatch> parsed = fromJson<ConfigPatch>(params);
    if (const ControlError *error = std::get_if<ControlError>(&parsed))
        return *error;
    const ConfigPatch &patch = std::get<ConfigPatch>(parsed);
    if (patch.revision && *patch.revision != current.revision)
        return ControlError{ControlError::Conflict,
                            QStringLiteral("the config was changed by somebody else"),
                            {},
                            current};
    Config config = current.config;
    if (const std::optional<ConfigError> error = patch.applyTo(config))
        return invalidParams(*error);
    return config;
}

ControlReply<QJsonObject> ControlService::setConfig(const QJsonObject &params,
                                                    const QString &peer) const
{
    for (;;) { // again only if somebody else changes the Config between the look and the change
        const ConfigRevision current = m_gate->limiter().configRevision();
        const ControlReply<Config> config = patched(params, current);
        if (const ControlError *error = std::get_if<ControlError>(&config))
            return *error;
        const ConfigChange change = m_gate->setConfig(std::get<Config>(config), current.revision);
        switch (change.outcome) {
        case ConfigChange::Outcome::Applied: log(change, peer); return toJson(change);
        case ConfigChange::Outcome::Invalid: return invalidParams(change.error);
        case ConfigChange::Outcome::Conflict: break;
        }
    }
}

void ControlService::log(const ConfigChange &change, const QString &peer) const
{
    ChangeRecord record;
    record.changes = changesBetween(change.before.config, change.after.config);
    constexpr std::size_t most = 10; // in one line
    if (record.changes.size() > most) {
        record.leftOut = record.changes.size() - most;
        record.changes.resize(most);
    }
    qCInfo(lcControl).noquote() << m_info.name << "config revision" << change.after.revision << "by"
                                << peer + u':' << changesText(record);
}

ControlReply<QJsonObject> ControlService::previewConfig(const QJsonObject &params) const
{
    const Limiter &limiter = m_gate->limiter();
    const ConfigRevision current = limiter.configRevision();
    const ControlReply<Config> config = patched(params, current);
    if (const ControlError *error = std::get_if<ControlError>(&config))
        return *error;
    const auto after = limiter.preview(std::get<Config>(config));
    if (const ConfigError *error = std::get_if<ConfigError>(&after))
        return invalidParams(*error);
    return toJson(ConfigPreview{current.revision,
                                std::get<ConfigEffect>(limiter.preview(current.config)),
                                std::get<ConfigEffect>(after)});
}

/// What a viewer means by a filter: the subnet or address that it reads as, or else a part of the
/// text.
static std::function<bool(const ClientKey &)> clientFilter(const QString &text)
{
    if (text.isEmpty())
        return {};
    const std::string part = text.toLower().toStdString();
    const std::optional<ClientKey> subnet = ClientKey::fromString(part);
    const bool isSubnet = subnet && text.contains(u'/');
    return [=](const ClientKey &client) {
        if (subnet && (subnet->contains(client) || client.contains(*subnet)))
            return true;
        return !isSubnet && client.toString().find(part) != std::string::npos;
    };
}

ControlReply<QJsonObject> ControlService::listClients(const QJsonObject &params) const
{
    const ControlReply<ClientsRequest> parsed = fromJson<ClientsRequest>(params);
    if (const ControlError *error = std::get_if<ControlError>(&parsed))
        return *error;
    const ClientsRequest &request = std::get<ClientsRequest>(parsed);

    const Limiter &limiter = m_gate->limiter();
    const ClientPage page = limiter.top({request.order, request.direction, request.offset,
                                         std::min(request.count, ClientsRequest::maximumCount),
                                         clientFilter(request.filter)});
    return toJson(ClientsFrame{QList<ClientStatus>(page.clients.begin(), page.clients.end()),
                               page.matching, limiter.totals(), limiter.revision()});
}

ControlReply<QJsonObject> ControlService::getClient(const QJsonObject &params) const
{
    const QString text = params.value(QLatin1StringView("client")).toString();
    const std::optional<ClientKey> client = ClientKey::fromString(text.toStdString());
    if (!client)
        return invalidParams(QStringLiteral("client"), u"must be an address or a subnet");
    return toJson(m_gate->limiter().status(*client));
}

} // namespace ConnLimit
