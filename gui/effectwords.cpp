// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "effectwords.h"

#include "changewords.h"

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(EffectWords)
};

QString overWords(const ConfigEffect &after)
{
    return after.connectionsOver == 1
               ? Words::tr("%1 over, 1 connection affected; it stays open, new ones are refused.")
                     .arg(clientsWords(after.clientsOver))
               : Words::tr("%1 over, %2 affected; they stay open, new ones are refused.")
                     .arg(clientsWords(after.clientsOver), connectionsWords(after.connectionsOver));
}

QString againWords(quint64 count)
{
    return count == 1
               ? Words::tr("1 client that is refused now may connect again.")
               : Words::tr("%1 that are refused now may connect again.").arg(clientsWords(count));
}

QString atLimitWords(quint64 count)
{
    return count == 1
               ? Words::tr("nobody is over; 1 client is at its limit.")
               : Words::tr("nobody is over; %1 are at their limit.").arg(clientsWords(count));
}

} // namespace

QString effectWords(const ConfigPreview &preview)
{
    const ConfigEffect &before = preview.before;
    const ConfigEffect &after = preview.after;
    QStringList sentences;
    if (after.clientsOver > 0)
        sentences.append(overWords(after));
    if (before.clientsAtLimit > after.clientsAtLimit)
        sentences.append(againWords(before.clientsAtLimit - after.clientsAtLimit));
    else if (after.clientsAtLimit > before.clientsAtLimit && after.clientsOver == 0)
        sentences.append(atLimitWords(after.clientsAtLimit));
    if (after.isTotalReached)
        sentences.append(
            Words::tr("%1 are open: everybody is refused until enough of them have ended.")
                .arg(connectionsWords(after.open)));
    else if (before.isTotalReached)
        sentences.append(Words::tr("New connections are admitted again."));
    if (sentences.isEmpty())
        sentences.append(Words::tr("nobody is affected."));
    return sentences.join(u' ');
}

QString previewWords(const ConfigPreview &preview, const Config &from, const Config &to)
{
    const QString effect = effectWords(preview);
    Config rest = to;
    rest.maximumConnectionsPerClient = from.maximumConnectionsPerClient;
    const quint32 limit = to.maximumConnectionsPerClient;
    QString words;
    if (rest == from && limit == 0)
        words = to.dryRun ? Words::tr("In a dry run nothing is refused; else without a limit: %1")
                          : Words::tr("Without a limit: %1");
    else if (rest == from)
        words = (to.dryRun ? Words::tr("In a dry run nothing is refused; else at %1: %2")
                           : Words::tr("At %1: %2"))
                    .arg(limitWords(limit), QStringLiteral("%1"));
    else
        words = to.dryRun     ? Words::tr("In a dry run nothing is refused; else: %1")
                : from.dryRun ? Words::tr("Without the dry run: %1")
                              : Words::tr("Then: %1");
    words = words.arg(effect);
    if (to.ipv4PrefixLength != from.ipv4PrefixLength
        || to.ipv6PrefixLength != from.ipv6PrefixLength)
        words += u' ' + Words::tr("Connections that are open stay counted as they are.");
    return words;
}
