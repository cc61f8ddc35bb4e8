// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/changerecord.h>

#include <QtCore/QAbstractTableModel>
#include <QtCore/QList>

/// The changes of a Config, the newest first, a row for each value that was changed.
class ChangesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Who, What, From, To, ColumnCount };
    enum Role {
        RevisionRole = Qt::UserRole, ///< That the change has made.
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows \a records, which are the oldest first. What is known already stays in its row.
    void setRecords(const QList<ConnLimit::ChangeRecord> &records);

    /// The change that a row is of. Null for no row.
    [[nodiscard]] const ConnLimit::ChangeRecord *recordAt(const QModelIndex &index) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Row
    {
        qsizetype record = 0;
        qsizetype change = 0; ///< One behind the last stands for those that were left out.
    };

    [[nodiscard]] static QList<Row> rowsOf(const QList<ConnLimit::ChangeRecord> &records);

    QList<ConnLimit::ChangeRecord> m_records; // newest first
    QList<Row> m_rows;
};
