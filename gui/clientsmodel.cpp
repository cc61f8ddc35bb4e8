// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientsmodel.h"

#include "clienttext.h"

#include <connlimit/control/text.h>

#include <limits>

using namespace ConnLimit;

/// Whether the texts of two rows are the same. "5 s ago" is "6 s ago" by now.
static bool looksTheSame(const ClientStatus &a, const ClientStatus &b)
{
    return a.client == b.client && a.open == b.open && a.limit == b.limit && a.refused == b.refused
           && a.refusedLastMinute == b.refusedLastMinute && a.rule == b.rule && !a.lastRefused
           && !b.lastRefused;
}

void ClientsModel::update(const QList<ClientStatus> &clients, quint32 offset, quint64 matching)
{
    Q_EMIT aboutToBeUpdated();
    // A frame whose end is behind that of the list: clients have gone since it was asked for.
    const quint64 windowEnd = clients.isEmpty() ? 0 : offset + quint64(clients.size());
    setRowCount(rowCountFor(std::max(matching, windowEnd), windowEnd + quint64(clients.size())));
    const int before = m_offset;
    const QList<ClientStatus> rowsBefore = m_clients;
    m_offset = int(std::min(quint64(m_rowCount), quint64(offset)));
    m_clients = clients.first(std::min(clients.size(), qsizetype(m_rowCount - m_offset)));
    announceChanges(before, rowsBefore);
    Q_EMIT updated();
}

/// Of the rows that are known, and of \a rows that were from \a offset on.
void ClientsModel::announceChanges(int offset, const QList<ClientStatus> &rows)
{
    const int oldEnd = std::min(offset + int(rows.size()), m_rowCount);
    const auto isSame = [&](int row) {
        const ClientStatus *now = clientAt(row);
        const int place = row - offset;
        const bool wasKnown = place >= 0 && place < rows.size();
        return now && wasKnown ? looksTheSame(rows[place], *now) : !now && !wasKnown;
    };
    const auto announce = [&](int first, int end) {
        for (int row = first; row < end; ++row) {
            const int top = row;
            while (row < end && !isSame(row))
                ++row;
            if (top < row)
                Q_EMIT dataChanged(index(top, 0), index(row - 1, ColumnCount - 1));
        }
    };
    if (offset > endKnown() || m_offset > oldEnd) { // what lies between stays unknown
        announce(offset, oldEnd);
        announce(m_offset, endKnown());
    } else {
        announce(std::min(offset, m_offset), std::max(oldEnd, endKnown()));
    }
}

/// A view with many rows looks at each of them when their number changes, as it does all the time
/// in a busy server. Where they end matters when the window is near the end.
int ClientsModel::rowCountFor(quint64 matching, quint64 windowEnd) const
{
    constexpr quint64 most = std::numeric_limits<int>::max();
    constexpr quint64 many = 20'000;
    const auto present = quint64(m_rowCount);
    const quint64 difference = std::max(matching, present) - std::min(matching, present);
    const bool isCloseEnough
        = matching > many && difference < matching / 100 && windowEnd < std::min(matching, present);
    return isCloseEnough ? m_rowCount : int(std::min(most, matching));
}

void ClientsModel::setRowCount(int count)
{
    if (count > m_rowCount) {
        beginInsertRows({}, m_rowCount, count - 1);
        m_rowCount = count;
        endInsertRows();
    } else if (count < m_rowCount) {
        beginRemoveRows({}, count, m_rowCount - 1);
        m_rowCount = count;
        m_offset = std::min(m_offset, count);
        m_clients.resize(std::min(m_clients.size(), qsizetype(count - m_offset)));
        endRemoveRows();
    }
}

const ClientStatus *ClientsModel::clientAt(int row) const
{
    return row >= m_offset && row < endKnown() ? &m_clients[row - m_offset] : nullptr;
}

int ClientsModel::rowOf(const ClientKey &client) const
{
    const auto found = std::find_if(m_clients.begin(), m_clients.end(),
                                    [&](const ClientStatus &s) { return s.client == client; });
    return found == m_clients.end() ? -1 : m_offset + int(found - m_clients.begin());
}

int ClientsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rowCount;
}

int ClientsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString cellText(const ClientStatus &client, int column)
{
    switch (column) {
    case ClientsModel::Client: return clientText(client.client);
    case ClientsModel::Open: return countText(client.open);
    case ClientsModel::Limit: return limitSourceText(client);
    case ClientsModel::Share: return shareText(client);
    case ClientsModel::Refused: return countText(client.refused);
    case ClientsModel::RefusedLastMinute: return countText(client.refusedLastMinute);
    default: return lastRefusedText(client);
    }
}

static bool isNumber(int column)
{
    return column == ClientsModel::Refused || column == ClientsModel::RefusedLastMinute;
}

QVariant ClientsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ClientStatus *client = clientAt(index.row());
    if (role == IsKnownRole)
        return client != nullptr;
    if (role == Qt::AccessibleTextRole && !client)
        return tr("not received yet");
    if (!client)
        return {};
    switch (role) {
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case ShareRole: {
        const std::optional<double> share = shareOf(*client);
        return share ? QVariant(*share) : QVariant();
    }
    case LevelRole: return int(levelOf(*client));
    case Qt::DisplayRole: return cellText(*client, index.column());
    default: return {};
    }
}

QString ClientsModel::title(int column)
{
    switch (column) {
    case Client: return tr("Client");
    case Open: return tr("Open");
    case Limit: return tr("Limit");
    case Share: return tr("Share of limit");
    case Refused: return tr("Refused");
    case RefusedLastMinute: return tr("Last minute");
    default: return tr("Last refused");
    }
}

QVariant ClientsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    switch (role) {
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ToolTipRole:
        return section == RefusedLastMinute ? tr("Refused in the last minute") : title(section);
    case Qt::DisplayRole:
        return isNumber(section) ? title(section) + ClientsModel::numberGap : title(section);
    default: return {};
    }
}

ClientOrder ClientsModel::orderOf(Column column)
{
    static constexpr ClientOrder orders[ColumnCount]
        = {ClientOrder::Client,     ClientOrder::Open,    ClientOrder::Limit,
           ClientOrder::Share,      ClientOrder::Refused, ClientOrder::RefusedLastMinute,
           ClientOrder::LastRefused};
    return orders[column];
}

void ClientsModel::sort(int column, Qt::SortOrder order)
{
    if (column >= 0 && column < ColumnCount)
        Q_EMIT sortRequested(orderOf(Column(column)), order == Qt::AscendingOrder
                                                          ? SortDirection::Ascending
                                                          : SortDirection::Descending);
}

#include "moc_clientsmodel.cpp"
