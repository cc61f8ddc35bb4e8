// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "output.h"

#include <connlimit/control/messages.h>

#include <QtCore/QStringList>

/// Columns of text, aligned.
///
/// Where a line would be longer than it may be, columns are left out, those with the highest rank
/// first; at last the first column is cut.
class Table
{
public:
    struct Column
    {
        const char *title;
        int rank; ///< 0: stays in any case.
        Qt::Alignment alignment = Qt::AlignRight;
    };

    explicit Table(QList<Column> columns);

    void addRow(const QStringList &row, Style style = Style::Plain);
    /// The header and the rows.
    [[nodiscard]] Lines lines(int width = terminalWidth()) const;

private:
    [[nodiscard]] QList<qsizetype> widths(int width) const;
    [[nodiscard]] Line line(const QStringList &row, const QList<qsizetype> &widths,
                            Style style) const;

    struct Row
    {
        QStringList cells;
        Style style;
    };

    const QList<Column> m_columns;
    QList<Row> m_rows;
};

/// Clients with all that is told of them. The column of \a order stays however narrow it gets.
[[nodiscard]] Table clientTable(const QList<ConnLimit::ClientStatus> &clients,
                                ConnLimit::ClientOrder order = ConnLimit::ClientOrder::Client);

/// "12 open, 3 clients, 40 admitted, 0 refused"
[[nodiscard]] QString totalsText(const ConnLimit::Totals &totals);
