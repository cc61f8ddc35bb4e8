// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "output.h"

#include <connlimit/control/text.h>

#include <QtCore/QJsonDocument>

#include <cstdio>
#include <cstdlib>

using namespace ConnLimit;

QStringList Table::lines() const
{
    QList<qsizetype> widths(m_rows.constFirst().size());
    for (const QStringList &row : m_rows) {
        for (qsizetype column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], row[column].size());
    }
    QStringList lines;
    for (const QStringList &row : m_rows) {
        QString line = row.constFirst().leftJustified(widths.constFirst());
        for (qsizetype column = 1; column < row.size(); ++column)
            line += u"  " + row[column].rightJustified(widths[column]);
        lines.append(line);
    }
    return lines;
}

Table clientTable(const QList<ClientStatus> &clients)
{
    Table table({QStringLiteral("CLIENT"), QStringLiteral("OPEN"), QStringLiteral("LIMIT"),
                 QStringLiteral("REFUSED"), QStringLiteral("LAST REFUSED")});
    for (const ClientStatus &client : clients)
        table.addRow({QString::fromStdString(client.client.toString()), countText(client.open),
                      limitText(client.limit), countText(client.refused),
                      agoText(client.lastRefused)});
    return table;
}

QString totalsLine(const Totals &totals)
{
    return QStringLiteral("%1 open, %2 clients, %3 admitted, %4 refused")
        .arg(countText(totals.open), countText(totals.clients), countText(totals.admitted),
             countText(totals.refused()));
}

QString harmless(const QString &text)
{
    QString result = text;
    for (QChar &character : result) {
        if (character.category() == QChar::Other_Control
            || character.category() == QChar::Other_Format
            || character.category() == QChar::Separator_Line
            || character.category() == QChar::Separator_Paragraph)
            character = u'?';
    }
    return result;
}

static void write(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, std::size_t(line.size()), stdout);
    if (std::fflush(stdout) != 0)
        std::_Exit(Done); // `connlimitctl watch | head`: Qt ignores SIGPIPE
}

void print(const QString &line)
{
    write(line.toLocal8Bit() + '\n');
}

void print(const QJsonObject &object)
{
    write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void complain(const QString &message)
{
    std::fprintf(stderr, "connlimitctl: %s\n", harmless(message).toLocal8Bit().constData());
}
