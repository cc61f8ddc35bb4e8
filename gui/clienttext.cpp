// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clienttext.h"

#include <connlimit/control/text.h>

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

static QString tr(const char *text)
{
    return QCoreApplication::translate("ClientText", text);
}

static bool isBlocked(const ClientStatus &client)
{
    return client.rule && client.rule->action == RuleAction::Block;
}

Level levelOf(const ClientStatus &client)
{
    if (isBlocked(client))
        return Level::Full;
    const std::optional<double> share = shareOf(client);
    if (!share || *share < 0.8)
        return Level::Calm;
    return *share < 1 ? Level::Near : Level::Full;
}

std::optional<double> shareOf(const ClientStatus &client)
{
    if (client.limit == 0)
        return std::nullopt;
    return double(client.open) / client.limit;
}

QString clientText(const ClientKey &client)
{
    return QString::fromStdString(client.toString());
}

QString cidrText(const ClientKey &client)
{
    const QString text = clientText(client);
    return text.contains(u'/') || client.isNull()
               ? text
               : text + u'/' + QString::number(client.prefixLength());
}

QString firewallCommand(const ClientKey &client)
{
    if (client.isNull())
        return {};
    return QStringLiteral("nft add rule inet filter input %1 saddr %2 drop")
        .arg(client.isIPv4() ? QStringLiteral("ip") : QStringLiteral("ip6"), clientText(client));
}

QString limitSourceText(const ClientStatus &client)
{
    if (!client.rule)
        return limitText(client.limit);
    QString text;
    switch (client.rule->action) {
    case RuleAction::Limit: text = limitText(client.limit); break;
    case RuleAction::Exempt: text = tr("exempt"); break;
    case RuleAction::Block: text = tr("blocked"); break;
    }
    return text + QStringLiteral(" · ") + clientText(client.rule->subnet);
}

QString levelText(const ClientStatus &client)
{
    if (isBlocked(client))
        return tr("blocked");
    switch (levelOf(client)) {
    case Level::Calm: return {};
    case Level::Near: return tr("near the limit");
    case Level::Full: break;
    }
    return client.open > client.limit ? tr("over the limit") : tr("at the limit");
}

QString shareText(const ClientStatus &client)
{
    const std::optional<double> share = shareOf(client);
    const QString level = levelText(client);
    if (!share)
        return level.isEmpty() ? QStringLiteral("-") : level;
    // 199 of 200 are not 100 %
    const QString percent = tr("%1 %").arg(countText(quint64(*share * 100)));
    return level.isEmpty() ? percent : percent + QStringLiteral("  ") + level;
}

QString verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Admitted: return tr("admitted");
    case Verdict::PerClientLimit: return tr("limit reached");
    case Verdict::TotalLimit: return tr("server full");
    case Verdict::Blocked: return tr("blocked");
    case Verdict::Overload: return tr("server overloaded");
    case Verdict::BadProxyHeader: return tr("bad PROXY header");
    case Verdict::NoAddress: return tr("no address");
    }
    return {};
}

QString lastRefusedText(const ClientStatus &client)
{
    const QString ago = agoText(client.lastRefused);
    if (!client.lastRefused || !client.lastVerdict)
        return ago;
    return tr("%1, %2").arg(ago, verdictText(*client.lastVerdict));
}
