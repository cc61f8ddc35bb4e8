// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "table.h"

#include <connlimit/control/text.h>

#include <algorithm>
#include <numeric>

using namespace ConnLimit;

static constexpr qsizetype gap = 2;

Table::Table(QList<Column> columns)
    : m_columns(std::move(columns))
{
    QStringList titles;
    for (const Column &column : m_columns)
        titles.append(QLatin1StringView(column.title));
    addRow(titles, Style::Title);
}

void Table::addRow(const QStringList &row, Style style)
{
    m_rows.append({row, style});
}

/// Of each column; 0 for one that is left out.
QList<qsizetype> Table::widths(int width) const
{
    QList<qsizetype> result(m_columns.size());
    for (const Row &row : m_rows) {
        for (qsizetype i = 0; i < row.cells.size(); ++i)
            result[i] = std::max(result[i], row.cells[i].size());
    }
    const auto excess = [&] {
        qsizetype sum = -gap;
        for (const qsizetype column : result)
            sum += column > 0 ? column + gap : 0;
        return sum - width;
    };
    while (excess() > 0) {
        qsizetype least = -1;
        for (qsizetype i = 0; i < m_columns.size(); ++i) {
            if (result[i] > 0 && m_columns[i].rank > (least < 0 ? 0 : m_columns[least].rank))
                least = i;
        }
        if (least < 0)
            break;
        result[least] = 0;
    }
    if (excess() > 0)
        result[0] = std::max<qsizetype>(result[0] - excess(), 1);
    return result;
}

Line Table::line(const QStringList &row, const QList<qsizetype> &widths, Style style) const
{
    QString text;
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (widths[i] == 0)
            continue;
        QString cell = row[i];
        if (cell.size() > widths[i])
            cell = cell.first(widths[i] - 1) + u'~';
        const bool isLeft = m_columns[i].alignment == Qt::AlignLeft;
        text += QString(i == 0 ? 0 : gap, u' ')
                + (isLeft ? cell.leftJustified(widths[i]) : cell.rightJustified(widths[i]));
    }
    while (text.endsWith(u' '))
        text.chop(1);
    return {text, style};
}

Lines Table::lines(int width) const
{
    const QList<qsizetype> columnWidths = widths(width);
    Lines lines;
    for (const Row &row : m_rows)
        lines.append(line(row.cells, columnWidths, row.style));
    return lines;
}

namespace {

/// How near a client is to its limit, in one word.
Line stateOf(const ClientStatus &client)
{
    if (client.rule && client.rule->action == RuleAction::Block)
        return {QStringLiteral("blocked"), Style::Full};
    if (client.rule && client.rule->action == RuleAction::Exempt)
        return {QStringLiteral("exempt")};
    if (client.limit == 0)
        return {QStringLiteral("-")};
    if (client.open > client.limit)
        return {QStringLiteral("over"), Style::Full};
    if (client.open == client.limit)
        return {QStringLiteral("full"), Style::Full};
    if (quint64(client.open) * 5 >= quint64(client.limit) * 4)
        return {QStringLiteral("near"), Style::Near};
    return {QStringLiteral("-")};
}

QString shareText(const ClientStatus &client)
{
    if (client.limit == 0)
        return QStringLiteral("-");
    return QString::number(quint64(client.open) * 100 / client.limit) + u'%';
}

QString limitOf(const ClientStatus &client)
{
    const bool isBlocked = client.rule && client.rule->action == RuleAction::Block;
    return isBlocked ? QStringLiteral("0") : limitText(client.limit);
}

} // namespace

Table clientTable(const QList<ClientStatus> &clients, ClientOrder order)
{
    const auto rank
        = [order](ClientOrder column, int otherwise) { return column == order ? 0 : otherwise; };
    Table table({{"CLIENT", 0, Qt::AlignLeft},
                 {"OPEN", 0},
                 {"LIMIT", rank(ClientOrder::Limit, 1)},
                 {"SHARE", rank(ClientOrder::Share, 5)},
                 {"STATE", 0, Qt::AlignLeft},
                 {"REFUSED", rank(ClientOrder::Refused, 2)},
                 {"MINUTE", rank(ClientOrder::RefusedLastMinute, 4)},
                 {"LAST REFUSED", rank(ClientOrder::LastRefused, 3)}});
    for (const ClientStatus &client : clients) {
        const Line state = stateOf(client);
        table.addRow({QString::fromStdString(client.client.toString()), countText(client.open),
                      limitOf(client), shareText(client), state.text, countText(client.refused),
                      countText(client.refusedLastMinute), agoText(client.lastRefused)},
                     state.style);
    }
    return table;
}

QString totalsText(const Totals &totals)
{
    return QStringLiteral("%1 open, %2 clients, %3 admitted, %4 refused")
        .arg(countText(totals.open), countText(totals.clients), countText(totals.admitted),
             countText(totals.refused()));
}
