// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "ruletext.h"

#include "limitspinbox.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

using namespace ConnLimit;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(RuleText)
};

} // namespace

QString subnetProblem(const QString &text)
{
    if (ClientKey::fromString(text.toStdString()))
        return {};
    if (text.isEmpty())
        return Words::tr("Type an address or a subnet, such as 10.0.0.0/8.");
    const QString addressText = text.section(u'/', 0, 0);
    const auto address = ClientKey::fromString(addressText.toStdString());
    if (!address || text.count(u'/') > 1)
        return Words::tr("“%1” is not an address or a subnet.").arg(text.left(50));
    bool isNumber = false;
    const uint length = text.section(u'/', 1).toUInt(&isNumber);
    const uint maximum = addressText.contains(u':') ? 128 : 32;
    if (!isNumber || length > maximum)
        return Words::tr("The prefix length of this address is 0 to %1.").arg(maximum);
    return Words::tr("Bits are set behind the prefix: did you mean %1?")
        .arg(QString::fromStdString(address->masked(length, length).toString()));
}

RuleDraft RuleDraft::fromRule(const Rule &rule)
{
    return {QString::fromStdString(rule.subnet.toString()), rule.action,
            rule.action == RuleAction::Limit ? QString::number(rule.limit) : QString()};
}

RuleDraft RuleDraft::fromLine(const QString &line)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;]+"));
    const QStringList words = line.section(u'#', 0, 0).split(separators, Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    RuleDraft draft{words[0], RuleAction::Limit, words.value(words.size() - 1)};
    const QString action = words.value(1).toLower();
    if (action == u"exempt" && words.size() == 2)
        return {words[0], RuleAction::Exempt, {}};
    if ((action == u"block" || action == u"blocked") && words.size() == 2)
        return {words[0], RuleAction::Block, {}};
    if (words.size() == 1)
        draft.limit.clear();
    else if (action == u"limit" && words.size() == 2)
        draft.limit.clear();
    else if (words.size() > 3 || (words.size() == 3 && action != u"limit"))
        draft.limit = words.mid(1).join(u' ');
    return draft;
}

std::variant<Rule, RuleError> ruleFromDraft(const RuleDraft &draft)
{
    const QString text = draft.subnet.trimmed();
    const auto subnet = ClientKey::fromString(text.toStdString());
    if (!subnet)
        return RuleError{RuleError::Part::Subnet, subnetProblem(text)};
    Rule rule{*subnet, draft.action, 0};
    if (draft.action == RuleAction::Limit) {
        const auto limit = limitFromText(draft.limit);
        if (const QString *reason = std::get_if<QString>(&limit))
            return RuleError{RuleError::Part::Limit, *reason};
        rule.limit = std::get<quint32>(limit);
    }
    return rule;
}
