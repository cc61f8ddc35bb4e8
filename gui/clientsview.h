// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientselection.h"
#include "clientsmodel.h"

#include <QtCore/QTimer>
#include <QtCore/QVariant>
#include <QtWidgets/QTableView>

#include <array>

/// The table of clients. Says which rows are in view, and keeps the selection, the current client
/// and its place on the screen when frames come.
///
/// The columns give way where there is not enough space for all of them, each down to what it says
/// at the least; those stay that the user has made as wide as they are.
class ClientsView : public QTableView
{
    Q_OBJECT

public:
    explicit ClientsView(ClientsModel *model, QWidget *parent = nullptr);

    /// The width that all columns need at the least, beside the scroll bar, with the font and the
    /// style of \a widget.
    [[nodiscard]] static int leastWidth(const QWidget &widget);

    [[nodiscard]] ClientSelection *selection() const { return m_selection; }

    /// The first row in view, and how many fit in it; the last one may be cut.
    [[nodiscard]] int firstVisibleRow() const;
    [[nodiscard]] int numVisibleRows() const;

    /// The widths that the user has chosen, column by column; 0 for those that fit themselves in.
    [[nodiscard]] QVariantList chosenWidths() const;
    void setChosenWidths(const QVariantList &widths);

    /// Shows the row; columns stay where they are.
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;

Q_SIGNALS:
    /// Other rows are in view; once for all that has moved them in one pass of the event loop.
    void visibleRowsChanged();
    /// Enter was pressed.
    void detailsRequested();
    /// Space was pressed.
    void pauseRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void updateGeometries() override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;

private:
    void setUpColumns();
    void fitColumns();
    void noteChosenWidth(int column, int width);
    void noteScroll();
    void noteAnchor();
    void restoreAnchor();

    ClientSelection *const m_selection;
    QTimer m_settle;
    std::array<int, ClientsModel::ColumnCount> m_chosenWidths{};
    bool m_isFitting = false;
    int m_anchorRow = -1; // of the current client before an update
    int m_firstSaid = -1;
    int m_countSaid = -1;
};
