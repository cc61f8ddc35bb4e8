// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/connectioninfo.h>

#include <QtCore/QAbstractTableModel>

/// The connections of one client, oldest first as the server gives them: old ones go, new ones come
/// at the end, so that indexes stay with their connections.
class ConnectionsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Address, Port, Since, Listener, Encryption, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void update(const QList<ConnLimit::ConnectionInfo> &connections);
    [[nodiscard]] const ConnLimit::ConnectionInfo &connectionAt(int row) const
    {
        return m_connections[row];
    }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<ConnLimit::ConnectionInfo> m_connections;
};
