// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "axis.h"

#include <QtCore/QList>
#include <QtCore/QRectF>
#include <QtGui/QColor>
#include <QtGui/QPalette>

#include <optional>

class QPainter;

/// A curve over positions from 0 to 1.
struct PlotCurve
{
    struct Point
    {
        double position = 0;
        std::optional<double> value; ///< Nothing is a gap.
    };

    QColor color;
    QList<Point> points;
    bool isFilled = false; ///< Down to the axis.
};

/// Paints curves in a rectangle, with horizontal lines at the steps of the axis and their values to
/// the left of it.
class PlotPainter
{
public:
    PlotPainter(QPainter &painter, const QPalette &palette, const QRectF &area, AxisScale scale);

    void paintAxis(const QString &title);
    void paint(const PlotCurve &curve);
    void paintMark(const QColor &color, double position, double value);
    [[nodiscard]] QPointF place(double position, double value) const;

private:
    [[nodiscard]] double crisp(double coordinate) const;

    QPainter &m_painter;
    const QPalette &m_palette;
    const QRectF m_area;
    const AxisScale m_scale;
};
