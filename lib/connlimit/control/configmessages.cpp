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

template<>
CONNLIMIT_CONTROL_EXPORT ControlReply<Rule> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    Rule rule;
    rule.subnet = reader.client("subnet");
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
