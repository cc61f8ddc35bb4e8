// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientdelegate.h"

#include "clientsmodel.h"
#include "clienttext.h"
#include "palette.h"
#include "tooltiptext.h"

#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QToolTip>

namespace {

QColor levelColor(const QModelIndex &index, const QPalette &palette, const QColor &calm)
{
    switch (Level(index.data(ClientsModel::LevelRole).toInt())) {
    case Level::Calm: return calm;
    case Level::Near: return warningColor(palette);
    case Level::Full: return alertColor(palette);
    }
    return calm;
}

void paintPill(QPainter *painter, const QRectF &area, const QColor &color)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawRoundedRect(area, area.height() / 2, area.height() / 2);
}

QColor faded(QColor color, float alpha)
{
    color.setAlphaF(alpha);
    return color;
}

void paintPlaceholder(QPainter *painter, const QStyleOptionViewItem &option, int column)
{
    const int height = option.fontMetrics.xHeight();
    const int margin = option.fontMetrics.horizontalAdvance(u'0');
    QRectF area(option.rect.adjusted(margin, 0, -margin, 0));
    area.setWidth(area.width() * (column == ClientsModel::Client ? 0.6 : 0.3));
    area.setTop(area.center().y() - height / 2.0);
    area.setHeight(height);
    paintPill(painter, QStyle::visualRect(option.direction, option.rect, area.toRect()),
              faded(option.palette.color(QPalette::Text), 0.08f));
}

/// The count, and a bar in the rest of the cell.
void paintShare(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const auto group
        = option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    const QColor text
        = option.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text);
    const int gap = option.fontMetrics.horizontalAdvance(u'0');
    const int numberWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("00,000"));
    const QRect cell = option.rect.adjusted(gap / 2, 0, -gap, 0);
    const QRect number(cell.left(), cell.top(), numberWidth, cell.height());
    painter->setPen(text);
    painter->drawText(QStyle::visualRect(option.direction, cell, number),
                      Qt::AlignVCenter
                          | (option.direction == Qt::LeftToRight ? Qt::AlignRight : Qt::AlignLeft),
                      option.text);

    const QVariant share = index.data(ClientsModel::ShareRole);
    const int height = std::max(4, option.fontMetrics.xHeight() - 1) | 1;
    const QRect track(number.right() + gap, cell.center().y() - height / 2,
                      cell.right() - number.right() - gap, height);
    if (!share.isValid() || track.width() < 2 * height)
        return;
    const QColor bar
        = group == QPalette::Disabled || isSelected
              ? text
              : levelColor(index, option.palette, option.palette.color(QPalette::Highlight));
    QRect filled = track;
    filled.setWidth(std::max(height, int(track.width() * std::min(1.0, share.toDouble()))));
    paintPill(painter, QStyle::visualRect(option.direction, cell, track), faded(text, 0.10f));
    if (share.toDouble() > 0)
        paintPill(painter, QStyle::visualRect(option.direction, cell, filled), bar);
}

} // namespace

static QRect textArea(const QStyleOptionViewItem &option, const QStyle *style)
{
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, &option) + 1;
    const bool isNumber = option.index.column() != ClientsModel::Client
                          && option.displayAlignment.testFlag(Qt::AlignRight);
    const int gap = isNumber ? option.fontMetrics.horizontalAdvance(ClientsModel::numberGap) : 0;
    return QStyle::visualRect(option.direction, option.rect,
                              option.rect.adjusted(margin, 0, -margin - gap, 0));
}

// QStyledItemDelegate lays each text out four times, to know its size and where to cut it: most of
// what a frame costs. These are single lines, and seldom too long.
static void paintText(QPainter *painter, const QStyleOptionViewItem &option, const QStyle *style)
{
    if (option.text.isEmpty())
        return;
    const QRect area = textArea(option, style);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const auto group
        = option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    painter->setPen(
        option.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text));
    const QString text
        = option.fontMetrics.horizontalAdvance(option.text) <= area.width()
              ? option.text
              : option.fontMetrics.elidedText(option.text, Qt::ElideRight, area.width());
    const Qt::Alignment alignment
        = QStyle::visualAlignment(option.direction, option.displayAlignment);
    const bool isLeftToRight = option.direction == Qt::LeftToRight;
    painter->drawText(area,
                      int(alignment) | Qt::AlignAbsolute | Qt::TextSingleLine
                          | (isLeftToRight ? Qt::TextForceLeftToRight : Qt::TextForceRightToLeft),
                      text);
}

/// An address is read from left to right in any language, but stands where other texts stand.
static QStyleOptionViewItem leftToRight(QStyleOptionViewItem option)
{
    option.displayAlignment = QStyle::visualAlignment(option.direction, option.displayAlignment);
    option.direction = Qt::LeftToRight;
    return option;
}

void ClientDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    QStyleOptionViewItem item(option);
    initStyleOption(&item, index);
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawPrimitive(QStyle::PE_PanelItemViewItem, &item, painter, option.widget);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!index.data(ClientsModel::IsKnownRole).toBool())
        paintPlaceholder(painter, item, index.column());
    else if (index.column() == ClientsModel::Open)
        paintShare(painter, item, index);
    else if (index.column() == ClientsModel::Client)
        paintText(painter, leftToRight(item), style);
    else
        paintText(painter, item, style);
    painter->restore();
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        QStyleOptionFocusRect focus;
        focus.QStyleOption::operator=(item);
        focus.state |= QStyle::State_KeyboardFocusChange;
        focus.backgroundColor = item.palette.color(QPalette::Window);
        style->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, option.widget);
    }
}

bool ClientDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                               const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || index.column() == ClientsModel::Open)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = index.data().toString();
    const bool isCut
        = option.fontMetrics.horizontalAdvance(text) > textArea(option, view->style()).width();
    QToolTip::showText(event->globalPos(), isCut ? toolTipText(text) : QString(), view);
    return true;
}

void ClientDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == ClientsModel::Share && option->state.testFlag(QStyle::State_Enabled)) {
        const QColor color = option->palette.color(QPalette::Text);
        option->palette.setColor(QPalette::Text, levelColor(index, option->palette, color));
    }
}

#include "moc_clientdelegate.cpp"
