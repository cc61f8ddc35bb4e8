// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "serverdelegate.h"

#include "monitor.h"
#include "palette.h"

#include <QtGui/QPainter>
#include <QtWidgets/QApplication>

static QColor stateColor(Monitor::State state, const QPalette &palette)
{
    switch (state) {
    case Monitor::State::Idle: return quietColor(palette);
    case Monitor::State::Attaching: return warningColor(palette);
    case Monitor::State::Attached: return goodColor(palette);
    default: return alertColor(palette);
    }
}

void ServerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    QStyleOptionViewItem background(option);
    initStyleOption(&background, index);
    background.text.clear();
    const QWidget *widget = option.widget;
    (widget ? widget->style() : QApplication::style())
        ->drawControl(QStyle::CE_ItemViewItem, &background, painter, widget);

    const QPalette &palette = option.palette;
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const QColor text
        = palette.color(isSelected ? QPalette::HighlightedText : QPalette::WindowText);
    const int line = option.fontMetrics.height();
    const QRect cell = option.rect.adjusted(line / 2, line / 2, -line / 2, -line / 2);
    const auto place
        = [&](const QRect &rect) { return QStyle::visualRect(option.direction, cell, rect); };
    const auto write = [&](const QRect &rect, const QString &words) {
        painter->drawText(
            place(rect),
            int(Qt::AlignVCenter | QStyle::visualAlignment(option.direction, Qt::AlignLeft)),
            painter->fontMetrics().elidedText(words, Qt::ElideRight, rect.width()));
    };

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(
        isSelected ? text : stateColor(Monitor::State(index.data(StateRole).toInt()), palette));
    painter->drawEllipse(place({cell.left(), cell.top() + line / 3, line / 2, line / 2}));
    const QRect first(cell.left() + line, cell.top(), cell.width() - line, line);
    QFont bold = option.font;
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(text);
    write(first, index.data(NameRole).toString());
    painter->setFont(option.font);
    painter->setPen(isSelected ? text : quietColor(palette));
    write(first.translated(0, line), index.data().toString());
    painter->restore();
}

QSize ServerDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int line = option.fontMetrics.height();
    QFont bold = option.font;
    bold.setBold(true);
    const int width
        = std::max(QFontMetrics(bold).horizontalAdvance(index.data(NameRole).toString()),
                   option.fontMetrics.horizontalAdvance(index.data().toString()));
    return {width + 2 * line, 3 * line};
}

#include "moc_serverdelegate.cpp"
