// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/messages.h>

#include <QtCore/QAbstractTableModel>

/// The clients of the last frame, in the order that the server gave them.
///
/// An update moves rows instead of resetting the model: selection, current row and scroll position
/// stay with their clients. sort() does not sort: it asks for another order of the server's rows.
class ClientsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Client, Open, Limit, Refused, LastRefused, ColumnCount };
    enum Role {
        ShareRole
        = Qt::UserRole, ///< Of the limit that is taken, 0 to 1 or more; invalid without a limit.
        AtLimitRole,    ///< Whether the client can have no further connection.
    };

    using QAbstractTableModel::QAbstractTableModel;

    void update(const QList<ConnLimit::ClientStatus> &clients);
    [[nodiscard]] const QList<ConnLimit::ClientStatus> &clients() const { return m_clients; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void sortRequested(ConnLimit::ClientOrder order, ConnLimit::SortDirection direction);

private:
    void removeMissing(const QList<ConnLimit::ClientStatus> &clients);
    void appendNew(const QList<ConnLimit::ClientStatus> &clients);
    void arrange(const QList<ConnLimit::ClientStatus> &clients);

    QList<ConnLimit::ClientStatus> m_clients;
};

/// Whether \a client has as many connections as it may have.
[[nodiscard]] inline bool isAtLimit(const ConnLimit::ClientStatus &client)
{
    return client.limit != 0 && client.open >= client.limit;
}
