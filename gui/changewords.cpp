// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "changewords.h"

#include <connlimit/control/text.h>

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ChangeWords)
};

QString counted(quint64 count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(countText(count));
}

} // namespace

QString limitWords(quint32 limit)
{
    return limit == 0 ? Words::tr("no limit") : countText(limit);
}

QString fieldWords(const std::string &field)
{
    if (field == "maximumConnectionsPerClient")
        return Words::tr("limit for each client");
    if (field == "maximumConnections")
        return Words::tr("limit for all together");
    if (field == "ipv4PrefixLength")
        return Words::tr("IPv4 prefix length");
    if (field == "ipv6PrefixLength")
        return Words::tr("IPv6 prefix length");
    return field == "dryRun" ? Words::tr("dry run") : Words::tr("rule");
}

static QString ruleWords(const Rule &rule)
{
    switch (rule.action) {
    case RuleAction::Exempt: return Words::tr("exempt");
    case RuleAction::Block: return Words::tr("blocked");
    case RuleAction::Limit: break;
    }
    return rule.limit == 0 ? Words::tr("no limit")
                           : Words::tr("limit %1").arg(countText(rule.limit));
}

QString valueWords(const FieldChange &change, const FieldValue &value)
{
    if (const std::uint32_t *number = std::get_if<std::uint32_t>(&value))
        return change.field.starts_with("maximum") ? limitWords(*number) : QString::number(*number);
    if (const bool *flag = std::get_if<bool>(&value))
        return *flag ? Words::tr("on") : Words::tr("off");
    if (const Rule *rule = std::get_if<Rule>(&value))
        return ruleWords(*rule);
    return Words::tr("no rule");
}

QString changeWords(const FieldChange &change)
{
    const Rule *rule = std::get_if<Rule>(&change.from);
    rule = rule ? rule : std::get_if<Rule>(&change.to);
    const QString what
        = rule ? Words::tr("rule for %1:").arg(QString::fromStdString(rule->subnet.toString()))
               : fieldWords(change.field);
    return Words::tr("%1 %2 → %3")
        .arg(what, valueWords(change, change.from), valueWords(change, change.to));
}

QString changesWords(const ChangeSet &changes)
{
    if (changes.size() == 1)
        return changeWords(changes.front());
    const auto isRule = [](const FieldChange &change) { return change.field == "rules"; };
    const auto rules = std::count_if(changes.begin(), changes.end(), isRule);
    QStringList words;
    for (const FieldChange &change : changes) {
        if (!isRule(change))
            words.append(changeWords(change));
    }
    if (rules > 0)
        words.append(rulesWords(quint64(rules)));
    return words.isEmpty() ? Words::tr("no change") : words.join(Words::tr(", "));
}

QString clientsWords(quint64 count)
{
    return counted(count, Words::tr("1 client"), Words::tr("%1 clients"));
}

QString connectionsWords(quint64 count)
{
    return counted(count, Words::tr("1 connection"), Words::tr("%1 connections"));
}

QString rulesWords(quint64 count)
{
    return counted(count, Words::tr("1 rule"), Words::tr("%1 rules"));
}
