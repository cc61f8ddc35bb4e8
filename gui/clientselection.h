// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientsmodel.h"

#include <QtCore/QItemSelectionModel>

#include <map>
#include <optional>

/// A selection of clients instead of rows: it follows them when the order changes, and remembers
/// those that are out of the window that is known.
///
/// Only rows that are known can be selected, and the row that the user has moved to, as soon as it
/// is. A range (Shift) or all (Ctrl+A) is those of its rows that are known at that moment, and
/// selectionCut() tells how many they are. Of the others it is not known which clients they are,
/// and others may stand there before it is: who acts on the selection acts on clients() and nobody
/// else. A filter takes from it all that it hides; see awaitFiltered().
class ClientSelection : public QItemSelectionModel
{
    Q_OBJECT

public:
    explicit ClientSelection(ClientsModel *model, QObject *parent = nullptr);

    /// The clients that are selected, with what was last known of each, by address.
    [[nodiscard]] QList<ConnLimit::ClientStatus> clients() const;
    /// The client that the keyboard is at.
    [[nodiscard]] const std::optional<ConnLimit::ClientStatus> &current() const
    {
        return m_current;
    }

    using QItemSelectionModel::select;
    void select(const QItemSelection &selection, SelectionFlags command) override;
    void setCurrentIndex(const QModelIndex &index, SelectionFlags command) override;
    void clear() override;

    /// Fewer clients are about to be shown. Until the next update it is not known who is among
    /// them, and clients() is empty; then those stay selected, and current, that are in the window.
    void awaitFiltered();

Q_SIGNALS:
    /// Of \a wanted rows, which the user has selected at once, only \a known ones are.
    void selectionCut(int known, int wanted);
    /// The user has chosen others, or more is known of those that are chosen.
    void clientsChanged();

private:
    [[nodiscard]] QItemSelection known(const QItemSelection &selection) const;
    [[nodiscard]] QItemSelection fromAnchor(const QItemSelection &selection) const;
    void noteSelected();
    void tellIfCut(const QItemSelection &wanted, const QItemSelection &known);
    void restore();
    void forgetMissing();
    void forgetHiddenCurrent();
    void restoreSelection();

    ClientsModel *const m_clients;
    std::map<ConnLimit::ClientKey, ConnLimit::ClientStatus> m_selected;
    std::optional<ConnLimit::ClientStatus> m_current;
    std::optional<ConnLimit::ClientKey> m_anchor; // from which the user extends the selection
    int m_awaitedRow = -1;                        // to be selected when it is known
    bool m_isUpdating = false;
    bool m_awaitsFiltered = false;
};
