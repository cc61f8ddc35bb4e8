// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "objectreader_p.h"

#include <connlimit/control/messages.h>

#include <QtCore/QJsonArray>

namespace ConnLimit {

static constexpr Word actionWords[] = {
    {int(RuleAction::Limit), ruleActionName(RuleAction::Limit)},
    {int(RuleAction::Exempt), ruleActionName(RuleAction::Exempt)},
    {int(RuleAction::Block), ruleActionName(RuleAction::Block)},
};

QJsonObject toJson(const Rule &rule)
{
    QJsonObject object{{QStringLiteral("subnet"), QString::fromStdString(rule.subnet.toString())},
                       {QStringLiteral("action"), wordOf(actionWords, rule.action)}};
    if (rule.action == RuleAction::Limit)
        object.insert(QStringLiteral("limit"), qint64(rule.limit));
    return object;
}

/// Why \a text, which is no subnet, is none.
static QString subnetError(const QString &text)
{
    const QString address = text.section(u'/', 0, 0);
    bool isNumber = false;
    const uint length = text.section(u'/', 1).toUInt(&isNumber);
    const auto key = ClientKey::fromString(address.toStdString());
    if (!key || !isNumber)
        return QStringLiteral("must be an address or a subnet");
    const bool isDotted = !address.contains(u':');
    if (length > (isDotted ? 32 : 128))
        return QStringLiteral("must have a prefix length of at most %1").arg(isDotted ? 32 : 128);
    const unsigned bits = isDotted ? 96 + length : length;
    const ClientKey subnet = ClientKey::fromIPv6(key->bytes(), bits);
    return u"must not have address bits behind its prefix; the subnet is "
           + QString::fromStdString(subnet.toString());
}

template<>
CONNLIMIT_CONTROL_EXPORT ControlReply<Rule> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    Rule rule;
    const QString text = reader.text("subnet");
    const auto subnet = ClientKey::fromString(text.toStdString());
    if (!subnet)
        reader.fail(QStringLiteral("subnet"), subnetError(text));
    rule.subnet = subnet.value_or(ClientKey());
    rule.action = reader.word<RuleAction>("action", actionWords);
    if (reader.contains("limit"))
        rule.limit = reader.number32("limit");
    reader.rejectUnknown();
    return reader.result(rule);
}

QJsonObject toJson(const Config &config)
{
    QJsonObject object;
    for (const ConfigField &field : configFields())
        object.insert(QLatin1StringView(field.name), qint64(config.*field.member));
    object.insert(QStringLiteral("rules"), listToJson(config.rules));
    object.insert(QStringLiteral("dryRun"), config.dryRun);
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
    if (reader.contains("rules"))
        reader.list("rules", result.rules);
    if (reader.contains("dryRun"))
        result.dryRun = reader.flag("dryRun");
    reader.rejectUnknown();
    return reader.result(result);
}

template<>
CONNLIMIT_CONTROL_EXPORT ControlReply<Config> fromJson(const QJsonObject &object)
{
    return applyJson(object, Config());
}

} // namespace ConnLimit
