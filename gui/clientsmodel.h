// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/messages.h>

#include <QtCore/QAbstractTableModel>

/// All clients that match, of which only a window is known: the rows of the last frame, in the
/// order that the server gave them. The others are empty until their frame comes.
///
/// Rows are places, not clients: an index stays where it is and shows whoever stands there by now.
/// ClientSelection moves the selection with the clients. sort() does not sort: it asks for another
/// order of the server's rows.
class ClientsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Client,
        Open,
        Limit,
        Share,
        Refused,
        RefusedLastMinute,
        LastRefused,
        ColumnCount
    };
    enum Role {
        ShareRole = Qt::UserRole, ///< Of the limit that is taken, 0 to 1 or more; or invalid.
        LevelRole,                ///< Level, as an int.
        IsKnownRole,              ///< Whether the row has been received.
    };

    /// Behind a number, which else would touch the text of the next column.
    static constexpr QChar numberGap = u'\u2002';

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows \a matching rows, of which those from \a offset on are \a clients. Of many thousands
    /// of rows the number may be 1 % off while the clients are not near the end.
    void update(const QList<ConnLimit::ClientStatus> &clients, quint32 offset, quint64 matching);

    /// What is known of \a row; null if it has not been received.
    [[nodiscard]] const ConnLimit::ClientStatus *clientAt(int row) const;
    /// The row of \a client among those that are known, or -1.
    [[nodiscard]] int rowOf(const ConnLimit::ClientKey &client) const;
    /// The first row that is known, and the one behind the last.
    [[nodiscard]] int firstKnown() const { return m_offset; }
    [[nodiscard]] int endKnown() const { return m_offset + int(m_clients.size()); }

    [[nodiscard]] static ConnLimit::ClientOrder orderOf(Column column);
    [[nodiscard]] static QString title(int column);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    /// Around all changes of an update().
    void aboutToBeUpdated();
    void updated();
    void sortRequested(ConnLimit::ClientOrder order, ConnLimit::SortDirection direction);

private:
    [[nodiscard]] int rowCountFor(quint64 matching, quint64 windowEnd) const;
    void setRowCount(int count);
    void announceChanges(int offset, const QList<ConnLimit::ClientStatus> &rows);

    QList<ConnLimit::ClientStatus> m_clients;
    int m_offset = 0;
    int m_rowCount = 0;
};
