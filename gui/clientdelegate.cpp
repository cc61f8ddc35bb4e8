// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientdelegate.h"

#include "clientsmodel.h"
#include "clienttext.h"
#include "palette.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

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
                      index.data().toString());

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

void ClientDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->textElideMode = Qt::ElideRight;
    if (index.column() == ClientsModel::Share && option->state.testFlag(QStyle::State_Enabled)) {
        const QColor color = option->palette.color(QPalette::Text);
        option->palette.setColor(QPalette::Text, levelColor(index, option->palette, color));
    }
    if (index.column() == ClientsModel::Open)
        option->text.clear();                     // paintShare() writes it
    if (index.column() == ClientsModel::Client) { // read from left to right in any language
        option->displayAlignment
            = QStyle::visualAlignment(option->direction, option->displayAlignment);
        option->direction = Qt::LeftToRight;
    }
}

void ClientDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const bool isKnown = index.data(ClientsModel::IsKnownRole).toBool();
    if (isKnown && index.column() != ClientsModel::Open)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isKnown)
        paintShare(painter, option, index);
    else
        paintPlaceholder(painter, option, index.column());
    painter->restore();
}

#include "moc_clientdelegate.cpp"
