// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QStringList>
#include <QtCore/QVariant>

#include <chrono>

class QTableView;

// What the tables of the dashboard have in common.

/// Has \a table show rows of \a rowHeight pixels that are chosen as a whole, its last column as
/// wide as there is space.
void setUpTable(QTableView *table, int rowHeight);

/// What QAbstractItemModel::headerData() returns for columns that are called \a titles: text aligns
/// to where it begins, in the header as in the rows.
[[nodiscard]] QVariant headerCell(const QStringList &titles, int section,
                                  Qt::Orientation orientation, int role);

/// "2026-03-01 14:02:07" in local time, and in the digits of the locale.
[[nodiscard]] QString timeWords(std::chrono::system_clock::time_point time);
