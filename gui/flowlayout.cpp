// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "flowlayout.h"

#include <QtWidgets/QStyle>
#include <QtWidgets/QWidget>

FlowLayout::FlowLayout(QWidget *parent)
    : QLayout(parent)
{
    setContentsMargins({});
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
}

int FlowLayout::count() const
{
    return int(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[std::size_t(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem *item = m_items[std::size_t(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange({0, 0, width, 0}, Mode::Measure);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto &item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size;
}

QSize FlowLayout::sizeHint() const
{
    return minimumSize(); // the width is what others leave, and the height follows from it
}

void FlowLayout::setGeometry(const QRect &area)
{
    QLayout::setGeometry(area);
    arrange(area, Mode::Arrange);
}

int FlowLayout::arrange(const QRect &area, Mode mode) const
{
    const int gap = spacing() >= 0 ? spacing() : 0;
    const auto direction
        = parentWidget() ? parentWidget()->layoutDirection() : Qt::LayoutDirectionAuto;
    QPoint place = area.topLeft();
    int lineHeight = 0;
    for (const auto &item : m_items) {
        const QSize size = item->sizeHint();
        if (place.x() > area.left() && place.x() + size.width() > area.right() + 1) {
            place = {area.left(), place.y() + lineHeight + gap};
            lineHeight = 0;
        }
        if (mode == Mode::Arrange)
            item->setGeometry(QStyle::visualRect(direction, area, QRect(place, size)));
        place.rx() += size.width() + gap;
        lineHeight = std::max(lineHeight, size.height());
    }
    return place.y() + lineHeight - area.top();
}
