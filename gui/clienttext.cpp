// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clienttext.h"

#include <connlimit/control/text.h>

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

namespace {

class Texts
{
    Q_DECLARE_TR_FUNCTIONS(ClientText)
};

} // namespace

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
    return QStringLiteral("nft insert rule inet filter input %1 saddr %2 drop")
        .arg(client.isIPv4() ? QStringLiteral("ip") : QStringLiteral("ip6"), clientText(client));
}

QString limitSourceText(const ClientStatus &client)
{
    if (!client.rule)
        return limitText(client.limit);
    QString text;
    switch (client.rule->action) {
    case RuleAction::Limit: text = limitText(client.limit); break;
    case RuleAction::Exempt: text = Texts::tr("exempt"); break;
    case RuleAction::Block: text = Texts::tr("blocked"); break;
    }
    return text + QStringLiteral(" · ") + clientText(client.rule->subnet);
}

QString levelText(const ClientStatus &client)
{
    if (isBlocked(client))
        return Texts::tr("blocked");
    switch (levelOf(client)) {
    case Level::Calm: return {};
    case Level::Near: return Texts::tr("near the limit");
    case Level::Full: break;
    }
    return client.open > client.limit ? Texts::tr("over the limit") : Texts::tr("at the limit");
}

QString shareText(const ClientStatus &client)
{
    const std::optional<double> share = shareOf(client);
    const QString level = levelText(client);
    if (!share)
        return level.isEmpty() ? QStringLiteral("-") : level;
    // 199 of 200 are not 100 %
    const QString percent = Texts::tr("%1 %").arg(countText(quint64(*share * 100)));
    return level.isEmpty() ? percent : percent + QStringLiteral("  ") + level;
}

QString verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Admitted: return Texts::tr("admitted");
    case Verdict::PerClientLimit: return Texts::tr("limit reached");
    case Verdict::TotalLimit: return Texts::tr("server full");
    case Verdict::Blocked: return Texts::tr("blocked");
    case Verdict::Overload: return Texts::tr("server overloaded");
    case Verdict::BadProxyHeader: return Texts::tr("bad PROXY header");
    case Verdict::NoAddress: return Texts::tr("no address");
    }
    return {};
}

QString lastRefusedText(const ClientStatus &client)
{
    const QString ago = agoText(client.lastRefused);
    if (!client.lastRefused || !client.lastVerdict)
        return ago;
    return Texts::tr("%1, %2").arg(ago, verdictText(*client.lastVerdict));
}
