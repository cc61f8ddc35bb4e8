// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "configkeys.h"

#include "output.h"

#include <set>

using namespace ConnLimit;

const QList<ConfigKey> &configKeys()
{
    static const QList<ConfigKey> keys = [] {
        QList<ConfigKey> result;
        for (const ConfigField &field : configFields())
            result.append({QLatin1StringView(field.key), &field});
        result.append({QStringLiteral("dry-run")});
        result.append({QStringLiteral("rules")});
        return result;
    }();
    return keys;
}

std::optional<ConfigKey> findConfigKey(const QString &name)
{
    QStringList names;
    for (const ConfigKey &key : configKeys()) {
        if (key.name == name)
            return key;
        names.append(key.name);
    }
    complain(u"no such key: " + name + u"; there are " + names.join(u", "));
    return std::nullopt;
}

QString valueText(const ConfigKey &key, const Config &config)
{
    if (key.field)
        return QString::number(config.*key.field->member);
    return config.dryRun ? QStringLiteral("on") : QStringLiteral("off");
}

QString ruleWords(const Rule &rule)
{
    const QString subnet = QString::fromStdString(rule.subnet.toString());
    switch (rule.action) {
    case RuleAction::Limit: return subnet + u" limit " + QString::number(rule.limit);
    case RuleAction::Exempt: return subnet + u" exempt";
    case RuleAction::Block: return subnet + u" block";
    }
    Q_UNREACHABLE();
}

QStringList configLines(const Config &config, const QList<ConfigKey> &keys)
{
    QStringList lines;
    for (const ConfigKey &key : keys) {
        if (!key.isRules()) {
            lines.append(key.name + u'=' + valueText(key, config));
            continue;
        }
        for (const Rule &rule : config.rules)
            lines.append(u"rule=" + ruleWords(rule));
    }
    return lines;
}

static std::optional<quint32> readNumber(const QString &name, const QString &text)
{
    bool isNumber = false;
    const uint number = text.toUInt(&isNumber);
    if (isNumber)
        return number;
    complain(name + u": not a whole number from 0 to 4294967295: " + text);
    return std::nullopt;
}

/// Where \a patch has the number of a key.
static std::optional<quint32> &numberIn(ConfigPatch &patch, const ConfigField &field)
{
    if (field.member == &Config::maximumConnectionsPerClient)
        return patch.maximumConnectionsPerClient;
    if (field.member == &Config::maximumConnections)
        return patch.maximumConnections;
    if (field.member == &Config::ipv4PrefixLength)
        return patch.ipv4PrefixLength;
    return patch.ipv6PrefixLength;
}

static bool assign(const ConfigKey &key, const QString &value, ConfigPatch &patch)
{
    if (key.isRules()) {
        complain(QStringLiteral("rules: cannot be set here; rule add and rule remove can"));
        return false;
    }
    const bool isTwice
        = key.field ? numberIn(patch, *key.field).has_value() : patch.dryRun.has_value();
    if (isTwice) {
        complain(key.name + u": given twice");
        return false;
    }
    if (key.field) {
        const std::optional<quint32> number = readNumber(key.name, value);
        numberIn(patch, *key.field) = number;
        return number.has_value();
    }
    if (value != u"on" && value != u"off") {
        complain(key.name + u": not on or off: " + value);
        return false;
    }
    patch.dryRun = value == u"on";
    return true;
}

std::optional<ConfigKey> readAssignment(const QString &argument, ConfigPatch &patch)
{
    const qsizetype equals = argument.indexOf(u'=');
    if (equals == -1) {
        complain(u"not KEY=VALUE: " + argument);
        return std::nullopt;
    }
    const std::optional<ConfigKey> key = findConfigKey(argument.first(equals));
    if (!key || !assign(*key, argument.sliced(equals + 1), patch))
        return std::nullopt;
    return key;
}

std::optional<std::vector<Rule>> readRules(QStringList words)
{
    std::vector<Rule> rules;
    std::set<ClientKey> subnets;
    while (!words.isEmpty()) {
        const QString subnet = words.takeFirst();
        const QString action = words.isEmpty() ? QString() : words.takeFirst();
        QJsonObject object{{QStringLiteral("subnet"), subnet}, {QStringLiteral("action"), action}};
        if (action == u"limit") {
            const std::optional<quint32> limit
                = readNumber(subnet + u" limit", words.isEmpty() ? QString() : words.takeFirst());
            if (!limit)
                return std::nullopt;
            object.insert(QStringLiteral("limit"), qint64(*limit));
        } else if (action != u"exempt" && action != u"block") {
            complain(subnet + u": what of it? Give limit N, exempt or block"
                     + (action.isEmpty() ? QString() : u", not " + action));
            return std::nullopt;
        }
        const ControlReply<Rule> rule = fromJson<Rule>(object);
        if (const ControlError *error = std::get_if<ControlError>(&rule)) {
            complain(subnet + u": " + error->message);
            return std::nullopt;
        }
        rules.push_back(std::get<Rule>(rule));
        if (!subnets.insert(rules.back().subnet).second) {
            complain(subnet + u": given twice");
            return std::nullopt;
        }
    }
    return rules;
}
