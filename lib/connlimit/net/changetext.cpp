// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/net/changetext.h>

#include <QtCore/QStringBuilder>
#include <QtCore/QStringList>

#include <algorithm>

namespace ConnLimit {

QString ruleText(const Rule &rule)
{
    const QString text = QString::fromStdString(rule.subnet.toString()) + u' '
                         + QLatin1StringView(ruleActionName(rule.action));
    if (rule.action != RuleAction::Limit)
        return text;
    return text + u' ' + (rule.limit == 0 ? QStringLiteral("none") : QString::number(rule.limit));
}

static QString valueText(const FieldValue &value)
{
    if (const std::uint32_t *number = std::get_if<std::uint32_t>(&value))
        return QString::number(*number);
    if (const bool *flag = std::get_if<bool>(&value))
        return *flag ? QStringLiteral("on") : QStringLiteral("off");
    if (const Rule *rule = std::get_if<Rule>(&value))
        return ruleText(*rule);
    return {};
}

QString changeText(const FieldChange &change)
{
    const QString from = valueText(change.from);
    const QString to = valueText(change.to);
    if (change.field == "rules") {
        if (to.isEmpty())
            return u"rule -" + from;
        if (from.isEmpty())
            return u"rule +" + to;
        return u"rule " + from + u" -> " + to.section(u' ', 1);
    }
    QString key = change.field == "dryRun" ? QStringLiteral("dry-run")
                                           : QString::fromStdString(change.field);
    for (const ConfigField &field : configFields()) {
        if (change.field == field.name)
            key = QLatin1StringView(field.key);
    }
    return key + u' ' + from + u" -> " + to;
}

QString changesText(const ChangeRecord &record, std::size_t most)
{
    const std::size_t count = std::min(most, record.changes.size());
    QStringList texts;
    for (std::size_t i = 0; i < count; ++i)
        texts.append(changeText(record.changes[i]));
    if (const quint64 more = record.changes.size() - count + record.leftOut)
        texts.append(QStringLiteral("and %1 more").arg(more));
    return texts.isEmpty() ? QStringLiteral("no change") : texts.join(u", ");
}

} // namespace ConnLimit
