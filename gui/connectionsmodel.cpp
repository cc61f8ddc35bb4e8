// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "connectionsmodel.h"

#include "tables.h"

#include <connlimit/control/text.h>

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <set>

using namespace ConnLimit;

static QDateTime dateTime(const ConnectionInfo &connection)
{
    return QDateTime::fromSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::seconds>(connection.since.time_since_epoch())
            .count());
}

void ConnectionsModel::update(const QList<ConnectionInfo> &connections)
{
    std::set<quint64> wanted;
    for (const ConnectionInfo &connection : connections)
        wanted.insert(connection.id);
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (wanted.contains(m_connections[row].id))
            continue;
        beginRemoveRows({}, row, row);
        m_connections.remove(row);
        endRemoveRows();
    }
    bool isPrefix = m_connections.size() <= connections.size();
    for (int row = 0; isPrefix && row < rowCount(); ++row)
        isPrefix = m_connections[row].id == connections[row].id;
    if (!isPrefix) { // the window has moved
        beginResetModel();
        m_connections = connections;
        endResetModel();
        return;
    }
    if (m_connections.size() < connections.size()) {
        beginInsertRows({}, rowCount(), int(connections.size()) - 1);
        m_connections = connections;
        endInsertRows();
    } else {
        m_connections = connections;
    }
    if (!m_connections.isEmpty()) // "5 s ago" is "6 s ago" by now
        Q_EMIT dataChanged(index(0, Since), index(rowCount() - 1, Encryption));
}

int ConnectionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_connections.size());
}

int ConnectionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ConnectionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ConnectionInfo &connection = m_connections[index.row()];
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | Qt::AlignLeft);
    if (role == Qt::ToolTipRole && index.column() == Since)
        return QLocale().toString(dateTime(connection), QLocale::ShortFormat);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Address: return connection.address.toString();
    case Port: return QString::number(connection.port);
    case Since: return agoText(connection.since);
    case Listener: return connection.listener.isEmpty() ? QStringLiteral("-") : connection.listener;
    default: return connection.isEncrypted ? tr("TLS") : QStringLiteral("-");
    }
}

QVariant ConnectionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return headerCell({tr("From"), tr("Port"), tr("Since"), tr("Connected to"), tr("Encryption")},
                      section, orientation, role);
}

#include "moc_connectionsmodel.cpp"
