// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "plotpainter.h"

#include "palette.h"

#include <QtGui/QPainter>
#include <QtGui/QPainterPath>

#include <cmath>

PlotPainter::PlotPainter(QPainter &painter, const QPalette &palette, const QRectF &area,
                         AxisScale scale)
    : m_painter(painter)
    , m_palette(palette)
    , m_area(area)
    , m_scale(scale)
{}

QPointF PlotPainter::place(double position, double value) const
{
    return {m_area.left() + position * m_area.width(),
            m_area.bottom() - value / m_scale.maximum * m_area.height()};
}

/// In the middle of a device pixel, where a line of one pixel is sharp.
double PlotPainter::crisp(double coordinate) const
{
    const double ratio = m_painter.device()->devicePixelRatioF();
    return (std::floor(coordinate * ratio) + 0.5) / ratio;
}

void PlotPainter::paintAxis(const QString &title)
{
    const QFontMetricsF metrics(m_painter.font());
    const int steps = int(std::lround(m_scale.maximum / m_scale.step));
    for (int i = 0; i <= steps; ++i) {
        const double value = i * m_scale.step;
        const double y = crisp(place(0, value).y());
        m_painter.setPen(QPen(lineColor(m_palette), 0));
        m_painter.drawLine(QPointF(m_area.left(), y), QPointF(m_area.right(), y));
        m_painter.setPen(quietColor(m_palette));
        m_painter.drawText(QRectF(0, y - metrics.height() / 2,
                                  m_area.left() - metrics.averageCharWidth(), metrics.height()),
                           Qt::AlignRight | Qt::AlignVCenter, axisText(value));
    }
    m_painter.setPen(m_palette.color(QPalette::Text));
    m_painter.drawText(QRectF(m_area.left(), m_area.top() - 1.5 * metrics.height(), m_area.width(),
                              metrics.height()),
                       Qt::AlignLeft | Qt::AlignVCenter, title);
}

void PlotPainter::paint(const PlotCurve &curve)
{
    QPainterPath line;
    QPainterPath fill;
    QList<QPointF> lonely; // points between two gaps
    qsizetype length = 0;
    QPointF last;
    const auto end = [&] {
        if (length == 1)
            lonely.append(last);
        if (length > 1) {
            fill.lineTo(last.x(), m_area.bottom());
            fill.closeSubpath();
        }
        length = 0;
    };
    for (const PlotCurve::Point &point : curve.points) {
        if (!point.value || point.position < 0) {
            end();
            continue;
        }
        last = place(point.position, *point.value);
        if (length++ == 0) {
            line.moveTo(last);
            fill.moveTo(last.x(), m_area.bottom());
        } else {
            line.lineTo(last);
        }
        fill.lineTo(last);
    }
    end();
    if (curve.isFilled) {
        QLinearGradient gradient(m_area.topLeft(), m_area.bottomLeft());
        QColor shade = curve.color;
        shade.setAlphaF(0.30f);
        gradient.setColorAt(0, shade);
        shade.setAlphaF(0.04f);
        gradient.setColorAt(1, shade);
        m_painter.fillPath(fill, gradient);
    }
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(curve.color, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.drawPath(line);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(curve.color);
    for (const QPointF &point : std::as_const(lonely))
        m_painter.drawEllipse(point, 1.8, 1.8);
}

void PlotPainter::paintMark(const QColor &color, double position, double value)
{
    m_painter.setPen(QPen(m_palette.color(QPalette::Base), 1.5));
    m_painter.setBrush(color);
    m_painter.drawEllipse(place(position, value), 4, 4);
}
