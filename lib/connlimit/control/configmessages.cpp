// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "configreader_p.h"

#include <connlimit/control/messages.h>

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
ControlReply<Rule> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    Rule rule;
    rule.subnet = reader.client("subnet");
    rule.action = reader.word<RuleAction>("action", actionWords);
    if (reader.contains("limit"))
        rule.limit = reader.number32("limit");
    if (rule.limit != 0 && rule.action != RuleAction::Limit)
        reader.fail(QStringLiteral("limit"),
                    QStringLiteral("must be 0 where the action is not limit"));
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

void readConfigFields(ObjectReader &reader, ConfigPatch &patch)
{
    for (const PatchField &field : patchFields) {
        if (reader.contains(field.name))
            patch.*field.member = reader.number32(field.name);
    }
    if (reader.contains("rules"))
        reader.list("rules", patch.rules.emplace());
    if (reader.contains("dryRun"))
        patch.dryRun = reader.flag("dryRun");
    reader.rejectUnknown();
}

template<>
ControlReply<Config> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ConfigPatch patch;
    readConfigFields(reader, patch);
    Config config;
    static_cast<void>(patch.applyTo(config)); // an error is one of single rules, which it has not
    return reader.result(config);
}

} // namespace ConnLimit
