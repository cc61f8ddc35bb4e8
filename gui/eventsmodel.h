// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/event.h>

#include <QtCore/QAbstractTableModel>
#include <QtCore/QSortFilterProxyModel>

#include <deque>

/// The log of a server's events, the newest last, bounded.
class EventsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Kind, Text, ColumnCount };
    enum Role {
        KindRole = Qt::UserRole, ///< The Event::Kind as an int; of what was lost none.
    };

    /// Of more rows, the oldest go.
    static constexpr int maximumRows = 10'000;

    using QAbstractTableModel::QAbstractTableModel;

    /// Adds what has happened since. Where events were lost, a row says so.
    void append(const ConnLimit::EventList &list);
    /// Adds a row that the server has been started anew.
    void appendRestart();
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    /// An event, or a note of this program if it has no sequence number.
    using Row = ConnLimit::Event;

    void append(std::vector<Row> rows);

    std::deque<Row> m_rows;
};

/// The events that are of a chosen kind and have a text in them.
class EventsFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString &text);
    void setKindShown(ConnLimit::Event::Kind kind, bool isShown);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
    bool m_isShown[3] = {true, true, true};
};
