// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controlmethods_p.h"
#include "controlservice_p.h"

#include <connlimit/net/limitergate_p.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>

namespace ConnLimit {

Q_LOGGING_CATEGORY(lcControl, "connlimit.control")

namespace {

struct Method
{
    const char *name;
    ControlResult (*call)(const ControlRequest &);
};

constexpr Method allMethods[] = {
    {"hello", hello},
    {"totals", totals},
    {"history", history},
    {"events.list", listEvents},
    {"config.get", getConfig},
    {"config.set", setConfig},
    {"config.preview", previewConfig},
    {"config.history", listChanges},
    {"clients.list", listClients},
    {"clients.get", getClient},
    {"connections.list", listConnections},
    {"connections.disconnect", disconnectClient},
};

} // namespace

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
    , m_history([limiter = &m_gate->limiter()] { return limiter->totals(); })
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

void ControlService::tellOpened()
{
    m_gate->eventLog().addServer(u"control channel " + m_info.name + u" opened");
}

void ControlService::look()
{
    if (m_history.look())
        m_gate->tellRefusals();
}

ControlService::Answer ControlService::answer(const QByteArray &line, const Who &who)
{
    look();
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

    const ControlResult reply = call(method.toString(), params.toObject(), who);
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
                                               const Who &who)
{
    for (const Method &known : allMethods) {
        if (method == QLatin1StringView(known.name))
            return known.call({*m_gate, m_history, m_info, params, who});
    }
    return ControlError{ControlError::MethodNotFound, QStringLiteral("no such method"), {}, {}};
}

QStringList ControlService::methods()
{
    QStringList names;
    for (const Method &method : allMethods)
        names.append(QLatin1StringView(method.name));
    return names;
}

} // namespace ConnLimit
