// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controlservice_p.h"

#include <connlimit/net/limitergate_p.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QLoggingCategory>

#include <set>

namespace ConnLimit {

Q_LOGGING_CATEGORY(lcControl, "connlimit.control")

static ControlError invalidParams(const QString &field, QStringView reason)
{
    return {ControlError::InvalidParams, field + u": " + reason, field, {}};
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

static QStringList describeRules(const std::vector<Rule> &before, const std::vector<Rule> &after)
{
    constexpr qsizetype most = 10; // in one line of the log
    QStringList changes;
    const auto list
        = [&changes](QChar sign, const std::vector<Rule> &some, const std::vector<Rule> &others) {
              std::set<QString> known;
              for (const Rule &rule : others)
                  known.insert(ruleText(rule));
              for (const Rule &rule : some) {
                  if (!known.contains(ruleText(rule)))
                      changes.append(u"rule " + sign + ruleText(rule));
              }
          };
    list(u'-', before, after);
    list(u'+', after, before);
    if (changes.size() > most) {
        const qsizetype more = changes.size() - most;
        changes.resize(most);
        changes.append(QStringLiteral("and %1 more changes of rules").arg(more));
    } else if (changes.isEmpty() && before != after) {
        changes.append(QStringLiteral("rules in another order"));
    }
    return changes;
}

static QString describe(const Config &before, const Config &after)
{
    QStringList changes;
    for (const ConfigField &field : configFields()) {
        if (before.*field.member != after.*field.member)
            changes.append(QStringLiteral("%1 %2 -> %3")
                               .arg(QLatin1StringView(field.key))
                               .arg(before.*field.member)
                               .arg(after.*field.member));
    }
    if (before.dryRun != after.dryRun)
        changes.append(after.dryRun ? QStringLiteral("dry-run off -> on")
                                    : QStringLiteral("dry-run on -> off"));
    changes.append(describeRules(before.rules, after.rules));
    return changes.isEmpty() ? QStringLiteral("no change") : changes.join(u", ");
}

ControlReply<QJsonObject> ControlService::setConfig(const QJsonObject &params,
                                                    const QString &peer) const
{
    const qint64 revision = params.value(QLatin1StringView("revision")).toInteger(-1);
    if (revision < 0)
        return invalidParams(QStringLiteral("revision"),
                             u"must be the revision of the config that the change is based on");
    const QJsonValue fields = params.value(QLatin1StringView("config"));
    if (!fields.isObject())
        return invalidParams(QStringLiteral("config"), u"must be an object");
    const ControlReply<Config> config
        = applyJson(fields.toObject(), m_gate->limiter().configRevision().config);
    if (const ControlError *error = std::get_if<ControlError>(&config))
        return *error;

    const ConfigChange change = m_gate->setConfig(std::get<Config>(config), quint64(revision));
    switch (change.outcome) {
    case ConfigChange::Outcome::Applied: break;
    case ConfigChange::Outcome::Invalid:
        return invalidParams(QString::fromStdString(change.error.field),
                             QString::fromStdString(change.error.reason));
    case ConfigChange::Outcome::Conflict:
        return ControlError{ControlError::Conflict,
                            QStringLiteral("the config was changed by somebody else"),
                            {},
                            change.after};
    }
    qCInfo(lcControl).noquote() << m_info.name << "config revision" << change.after.revision << "by"
                                << peer + u':'
                                << describe(change.before.config, change.after.config);
    return toJson(change);
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
