// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientsmodel.h"

#include <connlimit/control/text.h>

#include <map>
#include <set>

using namespace ConnLimit;

namespace {

std::set<ClientKey> keysOf(const QList<ClientStatus> &clients)
{
    std::set<ClientKey> keys;
    for (const ClientStatus &client : clients)
        keys.insert(client.client);
    return keys;
}

bool isSame(const ClientStatus &a, const ClientStatus &b)
{
    return a.open == b.open && a.limit == b.limit && a.refused == b.refused;
}

} // namespace

void ClientsModel::update(const QList<ClientStatus> &clients)
{
    removeMissing(clients);
    appendNew(clients);
    arrange(clients);

    const QList<ClientStatus> before = std::exchange(m_clients, clients);
    for (int row = 0; row < m_clients.size(); ++row) {
        if (!isSame(before[row], m_clients[row]))
            Q_EMIT dataChanged(index(row, Open), index(row, Refused));
    }
    if (!m_clients.isEmpty()) // "5 s ago" is "6 s ago" by now
        Q_EMIT dataChanged(index(0, LastRefused), index(rowCount() - 1, LastRefused));
}

void ClientsModel::removeMissing(const QList<ClientStatus> &clients)
{
    const std::set<ClientKey> wanted = keysOf(clients);
    for (int last = rowCount() - 1; last >= 0; --last) {
        if (wanted.contains(m_clients[last].client))
            continue;
        int first = last;
        while (first > 0 && !wanted.contains(m_clients[first - 1].client))
            --first;
        beginRemoveRows({}, first, last);
        m_clients.remove(first, last - first + 1);
        endRemoveRows();
        last = first;
    }
}

void ClientsModel::appendNew(const QList<ClientStatus> &clients)
{
    const std::set<ClientKey> present = keysOf(m_clients);
    QList<ClientStatus> added;
    for (const ClientStatus &client : clients) {
        if (!present.contains(client.client))
            added.append(client);
    }
    if (added.isEmpty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(added.size()) - 1);
    m_clients.append(added);
    endInsertRows();
}

void ClientsModel::arrange(const QList<ClientStatus> &clients)
{
    std::map<ClientKey, int> places;
    bool isInOrder = true;
    for (int row = 0; row < clients.size(); ++row) {
        places.emplace(clients[row].client, row);
        isInOrder = isInOrder && clients[row].client == m_clients[row].client;
    }
    if (isInOrder)
        return;

    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex &index : before)
        after.append(createIndex(places.at(m_clients[index.row()].client), index.column()));
    QList<ClientStatus> arranged(m_clients.size());
    for (const ClientStatus &client : std::as_const(m_clients))
        arranged[places.at(client.client)] = client;
    m_clients = arranged;
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int ClientsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_clients.size());
}

int ClientsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ClientsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ClientStatus &client = m_clients[index.row()];
    switch (role) {
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == Client ? Qt::AlignLeft : Qt::AlignRight));
    case ShareRole: return client.limit == 0 ? QVariant() : double(client.open) / client.limit;
    case AtLimitRole: return isAtLimit(client);
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (index.column()) {
    case Client: return QString::fromStdString(client.client.toString());
    case Open: return countText(client.open);
    case Limit: return limitText(client.limit);
    case Refused: return countText(client.refused);
    default: return agoText(client.lastRefused);
    }
}

QVariant ClientsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter
                   | (section == Client || section == Open ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Client: return tr("Client");
    case Open: return tr("Open connections");
    case Limit: return tr("Limit");
    case Refused: return tr("Refused");
    default: return tr("Last refused");
    }
}

void ClientsModel::sort(int column, Qt::SortOrder order)
{
    static constexpr ClientOrder orders[]
        = {ClientOrder::Client, ClientOrder::Open, ClientOrder::Limit, ClientOrder::Refused,
           ClientOrder::LastRefused};
    if (column >= 0 && column < ColumnCount)
        Q_EMIT sortRequested(orders[column], order == Qt::AscendingOrder
                                                 ? SortDirection::Ascending
                                                 : SortDirection::Descending);
}

#include "moc_clientsmodel.cpp"
