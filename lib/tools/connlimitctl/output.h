// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/messages.h>

#include <QtCore/QJsonObject>
#include <QtCore/QStringList>

// What connlimitctl writes: text for people, or JSON for programs.

/// The status with which the program ends.
enum ExitStatus { Done = 0, Refused = 1, Usage = 2, NoServer = 3 };

/// Columns of text, aligned: the first to the left, numbers to the right.
class Table
{
public:
    explicit Table(const QStringList &header) { m_rows.append(header); }

    void addRow(const QStringList &row) { m_rows.append(row); }
    [[nodiscard]] QStringList lines() const;

private:
    QList<QStringList> m_rows;
};

[[nodiscard]] Table clientTable(const QList<ConnLimit::ClientStatus> &clients);
[[nodiscard]] QString totalsLine(const ConnLimit::Totals &totals);

/// \a text with all that a terminal would obey replaced: control characters, changes of direction.
[[nodiscard]] QString harmless(const QString &text);

/// Writes a line to stdout. Ends the program if nobody reads it any more.
void print(const QString &line);
void print(const QJsonObject &object);

/// Writes a message to stderr, after the program's name.
void complain(const QString &message);
