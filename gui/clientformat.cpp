// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientformat.h"

#include "clienttext.h"

#include <connlimit/control/messages.h>

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QStringBuilder>
#include <QtCore/QStringList>

using namespace ConnLimit;

ClientFormat formatFor(const QString &fileName)
{
    return fileName.endsWith(QLatin1StringView(".json"), Qt::CaseInsensitive) ? ClientFormat::Json
                                                                              : ClientFormat::Csv;
}

QString csvField(const QString &text)
{
    QString field = text;
    if (!field.isEmpty() && QStringLiteral("=+-@\t\r").contains(field.front()))
        field.prepend(u'\'');
    const bool needsQuotes = field.contains(u',') || field.contains(u'"') || field.contains(u'\n')
                             || field.contains(u'\r');
    if (!needsQuotes)
        return field;
    return u'"' % field.replace(u'"', QStringLiteral("\"\"")) % u'"';
}

static QString timeText(const std::optional<std::chrono::system_clock::time_point> &time)
{
    if (!time)
        return {};
    const auto since
        = std::chrono::duration_cast<std::chrono::milliseconds>(time->time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(since.count(), Qt::UTC).toString(Qt::ISODateWithMs);
}

/// Numbers as programs read them, not as the user's language writes them.
static QByteArray csvLine(const ClientStatus &client)
{
    const std::optional<double> share = shareOf(client);
    QStringList fields{clientText(client.client),
                       QString::number(client.open),
                       client.limit == 0 ? QString() : QString::number(client.limit),
                       client.rule ? ruleText(*client.rule) : QString(),
                       share ? QString::number(*share * 100, 'f', 1) : QString(),
                       QString::number(client.refused),
                       QString::number(client.refusedLastMinute),
                       timeText(client.lastRefused),
                       client.lastVerdict ? QString::fromLatin1(verdictName(*client.lastVerdict))
                                          : QString()};
    for (QString &field : fields)
        field = csvField(field);
    return fields.join(u',').toUtf8() + "\r\n";
}

QByteArray beginOfFile(ClientFormat format)
{
    return format == ClientFormat::Json
               ? QByteArrayLiteral("[")
               : QByteArrayLiteral("client,open,limit,rule,share_percent,refused,"
                                   "refused_last_minute,last_refused,last_verdict\r\n");
}

QByteArray clientEntry(ClientFormat format, const ClientStatus &client, bool isFirst)
{
    if (format == ClientFormat::Csv)
        return csvLine(client);
    return (isFirst ? QByteArrayLiteral("\n") : QByteArrayLiteral(",\n"))
           + QJsonDocument(toJson(client)).toJson(QJsonDocument::Compact);
}

QByteArray endOfFile(ClientFormat format)
{
    return format == ClientFormat::Json ? QByteArrayLiteral("\n]\n") : QByteArray();
}
