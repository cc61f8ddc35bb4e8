// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientsview.h"

#include "clientdelegate.h"
#include "tables.h"

#include <QtCore/QScopedValueRollback>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollBar>

#include <algorithm>

namespace {

/// In digits.
struct ColumnWidth
{
    int liked;
    int least;
};

constexpr ColumnWidth columnWidths[ClientsModel::ColumnCount]
    = {{18, 16}, {18, 10}, {22, 6}, {19, 11}, {10, 8}, {12, 10}, {24, 10}};

} // namespace

ClientsView::ClientsView(ClientsModel *model, QWidget *parent)
    : QTableView(parent)
    , m_selection(new ClientSelection(model, this))
{
    setObjectName(QStringLiteral("clients"));
    setAccessibleName(tr("Clients"));
    // Before the selection, whose restoring moves the current row.
    connect(model, &ClientsModel::aboutToBeUpdated, this, &ClientsView::noteAnchor);
    setModel(model);
    delete selectionModel();
    setSelectionModel(m_selection);
    connect(model, &ClientsModel::updated, this, &ClientsView::restoreAnchor);
    setItemDelegate(new ClientDelegate(this));
    setUpTable(this, fontMetrics().height() * 7 / 4);
    setAlternatingRowColors(true);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerItem);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setUpColumns();

    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, &ClientsView::noteScroll);
}

int ClientsView::leastWidth(const QWidget &widget)
{
    const QStyle *style = widget.style();
    int width = style->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, &widget)
                + 2 * style->pixelMetric(QStyle::PM_DefaultFrameWidth, nullptr, &widget);
    if (style->styleHint(QStyle::SH_ScrollView_FrameOnlyAroundContents, nullptr, &widget))
        width += style->pixelMetric(QStyle::PM_ScrollView_ScrollBarSpacing, nullptr, &widget);
    for (const ColumnWidth &column : columnWidths)
        width += column.least * widget.fontMetrics().horizontalAdvance(u'0');
    return width;
}

void ClientsView::setUpColumns()
{
    QHeaderView *header = horizontalHeader();
    header->setSectionsMovable(true);
    header->setTextElideMode(Qt::ElideRight);
    header->setMinimumSectionSize(5 * fontMetrics().horizontalAdvance(u'0'));
    connect(header, &QHeaderView::sectionResized, this,
            [this](int column, int, int width) { noteChosenWidth(column, width); });
    fitColumns();
    sortByColumn(ClientsModel::Open, Qt::DescendingOrder);
    setSortingEnabled(true);
}

void ClientsView::fitColumns()
{
    const int character = fontMetrics().horizontalAdvance(u'0');
    int space = viewport()->width();
    int liked = 0;
    int least = 0;
    for (int column = 0; column < ClientsModel::ColumnCount; ++column) {
        space -= m_chosenWidths[std::size_t(column)];
        if (m_chosenWidths[std::size_t(column)] != 0)
            continue;
        liked += columnWidths[column].liked * character;
        least += columnWidths[column].least * character;
    }
    const double share = std::clamp(double(space - least) / std::max(1, liked - least), 0., 1.);
    const QScopedValueRollback fitting(m_isFitting, true);
    for (int column = 0; column < ClientsModel::ColumnCount; ++column) {
        const ColumnWidth &width = columnWidths[column];
        const int chosen = m_chosenWidths[std::size_t(column)];
        const double fitted = width.least + share * (width.liked - width.least);
        horizontalHeader()->resizeSection(column, chosen != 0 ? chosen : int(fitted * character));
    }
}

void ClientsView::noteChosenWidth(int column, int width)
{
    const int last = horizontalHeader()->logicalIndex(ClientsModel::ColumnCount - 1);
    if (!m_isFitting && column != last) // which takes what the others leave
        m_chosenWidths[std::size_t(column)] = width;
}

QVariantList ClientsView::chosenWidths() const
{
    return QVariantList(m_chosenWidths.begin(), m_chosenWidths.end());
}

void ClientsView::setChosenWidths(const QVariantList &widths)
{
    for (std::size_t column = 0; column < m_chosenWidths.size(); ++column) {
        const int width = widths.value(qsizetype(column)).toInt();
        m_chosenWidths[column] = std::clamp(width, 0, 10'000);
    }
    fitColumns();
}

void ClientsView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        fitColumns();
}

int ClientsView::firstVisibleRow() const
{
    return std::max(0, rowAt(0));
}

int ClientsView::numVisibleRows() const
{
    return viewport()->height() / std::max(1, verticalHeader()->defaultSectionSize()) + 1;
}

void ClientsView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    const int column = horizontalScrollBar()->value();
    QTableView::scrollTo(index, hint);
    horizontalScrollBar()->setValue(column);
}

/// The row is what is chosen: left and right move the view instead of the current cell.
void ClientsView::keyPressEvent(QKeyEvent *event)
{
    const bool isTowardsEnd
        = event->key() == (layoutDirection() == Qt::LeftToRight ? Qt::Key_Right : Qt::Key_Left);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT detailsRequested();
    else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        Q_EMIT pauseRequested();
    else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        horizontalScrollBar()->triggerAction(isTowardsEnd ? QScrollBar::SliderSingleStepAdd
                                                          : QScrollBar::SliderSingleStepSub);
    else
        QTableView::keyPressEvent(event);
}

void ClientsView::updateGeometries()
{
    QTableView::updateGeometries();
    m_settle.start(0);
}

void ClientsView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    m_settle.start(0);
}

/// Paints the rows that have changed, where QAbstractItemView would paint all.
void ClientsView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                              const QList<int> &)
{
    const QRect rows = visualRect(topLeft) | visualRect(bottomRight);
    const QRect visible = viewport()->rect();
    viewport()->update(QRect(visible.left(), rows.top(), visible.width(), rows.height()) & visible);
}

void ClientsView::noteScroll()
{
    if (firstVisibleRow() == m_firstSaid && numVisibleRows() == m_countSaid)
        return;
    m_firstSaid = firstVisibleRow();
    m_countSaid = numVisibleRows();
    Q_EMIT visibleRowsChanged();
}

/// Whoever looks at the top wants to see who is at the top, not to be taken along with a client.
void ClientsView::noteAnchor()
{
    setAutoScroll(false); // to a current client that moves away
    const int row = currentIndex().row();
    const int first = firstVisibleRow();
    const bool isVisible = row >= first && row < first + numVisibleRows();
    m_anchorRow = isVisible && first > 0 && m_selection->current() ? row : -1;
}

void ClientsView::restoreAnchor()
{
    setAutoScroll(true);
    const int row = currentIndex().row();
    if (m_anchorRow == -1 || row == -1 || row == m_anchorRow)
        return;
    verticalScrollBar()->setValue(verticalScrollBar()->value() + row - m_anchorRow);
}

#include "moc_clientsview.cpp"
