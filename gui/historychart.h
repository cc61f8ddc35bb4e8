// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "historymodel.h"
#include "plotpainter.h"

#include <QtWidgets/QWidget>

/// The colour of a curve.
[[nodiscard]] QColor seriesColor(HistorySeries series, const QPalette &palette);

/// Paints a HistoryModel: open connections above, rates below, over the same time.
///
/// The mouse, or the arrow keys (Home, End, Esc), move a cursor that shows the values of a point.
class HistoryChart : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryChart(const HistoryModel &model, QWidget *parent = nullptr);

    void setSeriesVisible(HistorySeries series, bool isVisible);
    [[nodiscard]] bool isSeriesVisible(HistorySeries series) const;

    /// The point that the cursor is at.
    [[nodiscard]] std::optional<int> cursor() const { return m_cursor; }
    /// The time and the values of a point, a line each.
    [[nodiscard]] QStringList pointTexts(int point) const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Plot
    {
        QString title;
        QList<HistorySeries> series; ///< That are visible.
        QRectF area;
        AxisScale scale;
    };

    [[nodiscard]] QRectF plotArea() const; ///< Of all plots, without axes and margins.
    [[nodiscard]] QList<Plot> plots() const;
    [[nodiscard]] PlotCurve curve(HistorySeries series) const;
    void paintTimes(QPainter &painter, const QRectF &area) const;
    void paintCursor(QPainter &painter, const QList<Plot> &plots) const;
    void paintTexts(QPainter &painter, double x, const QRectF &area) const;
    void setCursorPoint(std::optional<int> point);
    void handleChanged();
    void describe();

    const HistoryModel &m_model;
    bool m_isVisible[std::size(allHistorySeries)] = {true, true, true};
    std::optional<int> m_cursor;
    std::optional<double> m_mouse; ///< Where the mouse holds the cursor, as a position.
};
