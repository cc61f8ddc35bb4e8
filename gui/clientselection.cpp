// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientselection.h"

#include <numeric>

using namespace ConnLimit;

ClientSelection::ClientSelection(ClientsModel *model, QObject *parent)
    : QItemSelectionModel(model, parent)
    , m_clients(model)
{
    connect(model, &ClientsModel::aboutToBeUpdated, this, [this] { m_isUpdating = true; });
    connect(model, &ClientsModel::updated, this, &ClientSelection::restore);
}

QList<ClientStatus> ClientSelection::clients() const
{
    QList<ClientStatus> clients;
    if (m_awaitsFiltered)
        return clients;
    for (const auto &[key, status] : m_selected)
        clients.append(status);
    return clients;
}

QItemSelection ClientSelection::known(const QItemSelection &selection) const
{
    QItemSelection known;
    for (const QItemSelectionRange &range : selection) {
        const int top = std::max(range.top(), m_clients->firstKnown());
        const int bottom = std::min(range.bottom(), m_clients->endKnown() - 1);
        if (top <= bottom)
            known.select(m_clients->index(top, range.left()),
                         m_clients->index(bottom, range.right()));
    }
    return known;
}

/// What the user means by a \a selection that is extended to the current row: the view has it begin
/// at the row where its first client stood, not where that stands now.
QItemSelection ClientSelection::fromAnchor(const QItemSelection &selection) const
{
    const int row = m_anchor ? m_clients->rowOf(*m_anchor) : -1;
    const int current = currentIndex().row();
    if (row == -1 || current == -1 || selection.size() != 1)
        return selection;
    return {m_clients->index(std::min(row, current), 0),
            m_clients->index(std::max(row, current), ClientsModel::ColumnCount - 1)};
}

void ClientSelection::select(const QItemSelection &selection, SelectionFlags command)
{
    if (m_isUpdating) // a view that reacts to rows that go: restore() knows better
        return;
    if (command & Clear)
        m_selected.clear();
    const bool isOneRow = selection.size() == 1 && selection.constFirst().height() == 1;
    m_awaitedRow = -1;
    if (!(command & Current) && isOneRow) {
        const int row = selection.constFirst().top();
        const ClientStatus *status = m_clients->clientAt(row);
        m_anchor = status ? std::optional(status->client) : std::nullopt;
        if (!status && (command & Select))
            m_awaitedRow = row;
    }
    const QItemSelection wanted = command & Current ? fromAnchor(selection) : selection;
    const QItemSelection known = this->known(wanted);
    QItemSelectionModel::select(known, command);
    noteSelected();
    Q_EMIT clientsChanged();
    if (command & Select && m_awaitedRow == -1)
        tellIfCut(wanted, known);
}

void ClientSelection::tellIfCut(const QItemSelection &wanted, const QItemSelection &known)
{
    const auto numRows = [](const QItemSelection &selection) {
        return std::accumulate(
            selection.begin(), selection.end(), 0,
            [](int sum, const QItemSelectionRange &range) { return sum + range.height(); });
    };
    if (numRows(known) < numRows(wanted))
        Q_EMIT selectionCut(numRows(known), numRows(wanted));
}

void ClientSelection::noteSelected()
{
    for (int row = m_clients->firstKnown(); row < m_clients->endKnown(); ++row)
        m_selected.erase(m_clients->clientAt(row)->client);
    for (const QItemSelectionRange &range : selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (const ClientStatus *status = m_clients->clientAt(row))
                m_selected.insert_or_assign(status->client, *status);
        }
    }
}

void ClientSelection::setCurrentIndex(const QModelIndex &index, SelectionFlags command)
{
    QItemSelectionModel::setCurrentIndex(index, command);
    if (m_isUpdating)
        return;
    const ClientStatus *status = m_clients->clientAt(index.row());
    m_current = status ? std::optional(*status) : std::nullopt;
    Q_EMIT clientsChanged();
}

void ClientSelection::clear()
{
    m_current.reset();
    QItemSelectionModel::clear();
}

void ClientSelection::awaitFiltered()
{
    m_awaitsFiltered = true;
    m_awaitedRow = -1;
    Q_EMIT clientsChanged();
}

void ClientSelection::restore()
{
    m_isUpdating = false;
    forgetMissing();
    if (m_awaitsFiltered)
        forgetHiddenCurrent();
    m_awaitsFiltered = false;
    for (int row = m_clients->firstKnown(); row < m_clients->endKnown(); ++row) {
        const ClientStatus &status = *m_clients->clientAt(row);
        const auto found = m_selected.find(status.client);
        if (found != m_selected.end())
            found->second = status;
        if (found == m_selected.end() && row == m_awaitedRow) {
            m_selected.emplace(status.client, status);
            m_anchor = status.client;
        }
    }
    if (m_clients->clientAt(m_awaitedRow))
        m_awaitedRow = -1;

    if (!m_current) {
        if (const ClientStatus *status = m_clients->clientAt(currentIndex().row()))
            m_current = *status;
    } else if (const int row = m_clients->rowOf(m_current->client); row != -1) {
        m_current = *m_clients->clientAt(row);
        if (row != currentIndex().row())
            QItemSelectionModel::setCurrentIndex(
                m_clients->index(row, std::max(0, currentIndex().column())), NoUpdate);
    }
    restoreSelection();
    Q_EMIT clientsChanged();
}

/// Where all rows are known, who is not among them is no longer there. Behind another filter, who
/// is not among those that are known may be hidden: what cannot be seen must not be acted upon.
void ClientSelection::forgetMissing()
{
    const bool isAllKnown
        = m_clients->firstKnown() == 0 && m_clients->endKnown() == m_clients->rowCount();
    if (!isAllKnown && !m_awaitsFiltered)
        return;
    std::erase_if(m_selected,
                  [this](const auto &item) { return m_clients->rowOf(item.first) == -1; });
}

void ClientSelection::forgetHiddenCurrent()
{
    if (m_anchor && m_clients->rowOf(*m_anchor) == -1)
        m_anchor.reset();
    if (!m_current || m_clients->rowOf(m_current->client) != -1)
        return;
    m_current.reset();
    clearCurrentIndex();
}

void ClientSelection::restoreSelection()
{
    QItemSelection wanted;
    int top = -1;
    for (int row = m_clients->firstKnown(); row <= m_clients->endKnown(); ++row) {
        const ClientStatus *status = m_clients->clientAt(row);
        const bool isSelected = status && m_selected.contains(status->client);
        if (isSelected && top == -1)
            top = row;
        if (!isSelected && top != -1) {
            wanted.select(m_clients->index(top, 0),
                          m_clients->index(row - 1, ClientsModel::ColumnCount - 1));
            top = -1;
        }
    }
    if (wanted != selection())
        QItemSelectionModel::select(wanted, ClearAndSelect);
}

#include "moc_clientselection.cpp"
