// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limitslider.h"

#include "palette.h"

#include <connlimit/control/text.h>

#include <QtCore/QSignalBlocker>
#include <QtGui/QPainter>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOptionSlider>

#include <algorithm>
#include <vector>

static const std::vector<quint32> &limits()
{
    static const std::vector<quint32> all = [] {
        std::vector<quint32> result;
        const auto add = [&result](quint32 to, quint32 step) {
            while (result.empty() || result.back() < to)
                result.push_back(result.empty() ? 1 : result.back() + step);
        };
        add(20, 1);
        add(100, 5);
        add(200, 10);
        add(1'000, 50);
        add(2'000, 100);
        add(10'000, 500);
        return result;
    }();
    return all;
}

quint32 limitAt(int position)
{
    return position >= int(limits().size()) ? 0 : limits()[std::size_t(std::max(position, 0))];
}

int positionFor(quint32 limit)
{
    if (limit == 0)
        return int(limits().size());
    const auto next = std::lower_bound(limits().begin(), limits().end(), limit);
    if (next == limits().end())
        return int(limits().size()) - 1;
    const bool isBelowNearer = next != limits().begin() && limit - *(next - 1) < *next - limit;
    return int(next - limits().begin()) - (isBelowNearer ? 1 : 0);
}

LimitSlider::LimitSlider(QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
{
    setRange(0, int(limits().size()));
    setPageStep(5);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QSlider::valueChanged, this,
            [this](int position) { Q_EMIT limitMoved(limitAt(position)); });
}

void LimitSlider::setLimit(quint32 limit)
{
    const QSignalBlocker blocker(this);
    setValue(positionFor(limit));
}

void LimitSlider::setGrooveHeight(int height)
{
    m_grooveHeight = height;
    updateGeometry();
}

int LimitSlider::scaleHeight() const
{
    return fontMetrics().height() + 2;
}

QSize LimitSlider::sizeHint() const
{
    const QSize hint = QSlider::sizeHint();
    return {fontMetrics().averageCharWidth() * 46,
            std::max(hint.height(), m_grooveHeight) + scaleHeight()};
}

QSize LimitSlider::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 20, sizeHint().height()};
}

void LimitSlider::initStyleOption(QStyleOptionSlider *option) const
{
    QSlider::initStyleOption(option);
    option->rect.setHeight(option->rect.height() - scaleHeight());
}

void LimitSlider::paintEvent(QPaintEvent *event)
{
    QSlider::paintEvent(event);
    QStyleOptionSlider option;
    initStyleOption(&option);
    const int handle = style()->pixelMetric(QStyle::PM_SliderLength, &option, this);
    QPainter painter(this);
    painter.setPen(isEnabled() ? quietColor(palette())
                               : palette().color(QPalette::Disabled, QPalette::Text));
    const QRect scale(0, height() - scaleHeight(), width(), scaleHeight());
    const int space = fontMetrics().averageCharWidth() / 2;
    QRegion taken;
    for (const quint32 mark : {0, 1, 10, 100, 1'000, 10'000, 5, 20, 50, 200, 500, 2'000, 5'000}) {
        const QString text = mark == 0 ? QStringLiteral("∞") : ConnLimit::countText(mark);
        const int textWidth = fontMetrics().horizontalAdvance(text);
        const int center
            = handle / 2
              + QStyle::sliderPositionFromValue(minimum(), maximum(), positionFor(mark),
                                                width() - handle, option.upsideDown);
        const int left = std::clamp(center - textWidth / 2, 0, std::max(0, width() - textWidth));
        const QRect place(left, scale.top(), textWidth, scale.height());
        if (taken.intersects(place.adjusted(-space, 0, space, 0)))
            continue;
        painter.drawText(place, Qt::AlignCenter, text);
        taken += place;
    }
}

#include "moc_limitslider.cpp"
