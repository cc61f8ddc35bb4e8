// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "sharedelegate.h"

#include "clientsmodel.h"
#include "palette.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

static QString atLimitText()
{
    return ShareDelegate::tr("at the limit");
}

void ShareDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem background(option);
    initStyleOption(&background, index);
    background.text.clear();
    const QWidget *widget = option.widget;
    (widget ? widget->style() : QApplication::style())
        ->drawControl(QStyle::CE_ItemViewItem, &background, painter, widget);

    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const auto group
        = option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    const QColor text
        = option.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text);
    const bool isAtLimit = index.data(ClientsModel::AtLimitRole).toBool();
    const int margin = 6;
    const int numberWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("00,000"));
    const int wordsWidth = option.fontMetrics.horizontalAdvance(atLimitText());

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(text);
    const QRect cell = option.rect.adjusted(margin, 0, -margin, 0);
    const QRect number = QRect(cell.topLeft(), QSize(numberWidth, cell.height()));
    painter->drawText(number, Qt::AlignVCenter | Qt::AlignRight, index.data().toString());

    const QVariant share = index.data(ClientsModel::ShareRole);
    const QRectF track(number.right() + 2 * margin, cell.center().y() - 3,
                       cell.right() - wordsWidth - 3 * margin - number.right(), 7);
    if (share.isValid() && track.width() > 10) {
        const QColor bar = group == QPalette::Disabled ? text
                           : isSelected                ? text
                           : isAtLimit                 ? alertColor(option.palette)
                                                       : option.palette.color(QPalette::Highlight);
        QColor empty = text;
        empty.setAlphaF(0.10f);
        painter->setPen(Qt::NoPen);
        painter->setBrush(empty);
        painter->drawRoundedRect(track, 3.5, 3.5);
        painter->setBrush(bar);
        QRectF filled = track;
        filled.setWidth(std::max(7.0, track.width() * std::min(1.0, share.toDouble())));
        painter->drawRoundedRect(filled, 3.5, 3.5);
    }
    if (isAtLimit) {
        painter->setPen(isSelected || group == QPalette::Disabled ? text
                                                                  : alertColor(option.palette));
        painter->drawText(cell, Qt::AlignVCenter | Qt::AlignRight, atLimitText());
    }
    painter->restore();
}

QSize ShareDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {option.fontMetrics.horizontalAdvance(QStringLiteral("00,000") + atLimitText()) + 120,
            QStyledItemDelegate::sizeHint(option, index).height()};
}

#include "moc_sharedelegate.cpp"
