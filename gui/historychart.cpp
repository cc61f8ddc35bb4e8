// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "historychart.h"

#include "palette.h"

#include <QtGui/QAccessible>
#include <QtGui/QKeyEvent>
#include <QtGui/QMouseEvent>
#include <QtGui/QPainter>

#include <algorithm>
#include <cmath>

QColor seriesColor(HistorySeries series, const QPalette &palette)
{
    switch (series) {
    case HistorySeries::Admitted: return goodColor(palette);
    case HistorySeries::Refused: return alertColor(palette);
    case HistorySeries::Open: break;
    }
    return palette.color(QPalette::Highlight);
}

HistoryChart::HistoryChart(const HistoryModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("History"));
    connect(&model, &HistoryModel::changed, this, &HistoryChart::handleChanged);
    describe();
}

void HistoryChart::setSeriesVisible(HistorySeries series, bool isVisible)
{
    m_isVisible[std::size_t(series)] = isVisible;
    describe();
    update();
}

bool HistoryChart::isSeriesVisible(HistorySeries series) const
{
    return m_isVisible[std::size_t(series)];
}

QSize HistoryChart::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 24};
}

QSize HistoryChart::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 14};
}

QRectF HistoryChart::plotArea() const
{
    const QFontMetricsF metrics(font());
    const double labels = metrics.horizontalAdvance(QStringLiteral("000,000")) + 8;
    return QRectF(rect()).adjusted(labels, 2.2 * metrics.height(), -1.2 * metrics.height(),
                                   -1.8 * metrics.height());
}

QList<HistoryChart::Plot> HistoryChart::plots() const
{
    QList<Plot> plots;
    if (isSeriesVisible(HistorySeries::Open))
        plots.append({tr("Open connections"), {HistorySeries::Open}, {}, {}});
    QList<HistorySeries> rates{HistorySeries::Admitted, HistorySeries::Refused};
    rates.removeIf([this](HistorySeries series) { return !isSeriesVisible(series); });
    if (!rates.isEmpty())
        plots.append({tr("Connections per second"), rates, {}, {}});

    const QRectF whole = plotArea();
    const double space = 2.6 * QFontMetricsF(font()).height();
    const double height
        = (whole.height() - space * double(plots.size() - 1)) / double(plots.size());
    double top = whole.top();
    for (Plot &plot : plots) {
        plot.area = QRectF(whole.left(), top, whole.width(), height);
        top += height + space;
        double largest = 0;
        for (const HistorySeries series : plot.series)
            largest = std::max(largest, m_model.maximum(series));
        const bool isWhole = plot.series.contains(HistorySeries::Open);
        plot.scale
            = axisScale(largest, std::clamp(int(height / (3 * fontMetrics().height())), 1, 5),
                        isWhole ? 1 : 0.1);
    }
    return plots;
}

PlotCurve HistoryChart::curve(HistorySeries series) const
{
    PlotCurve curve{seriesColor(series, palette()), {}, series == HistorySeries::Open};
    for (int point = 0; point < m_model.count(); ++point)
        curve.points.append({m_model.positionOf(point), m_model.value(series, point)});
    return curve;
}

void HistoryChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? palette().color(QPalette::Highlight) : lineColor(palette()));
    painter.setBrush(palette().base());
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QList<Plot> all = plots();
    if (m_model.count() == 0 || all.isEmpty()) {
        painter.setPen(quietColor(palette()));
        painter.drawText(rect(), Qt::AlignCenter,
                         all.isEmpty() ? tr("Nothing is chosen to be shown.")
                                       : tr("There is no history yet."));
        return;
    }
    for (const Plot &plot : all) {
        PlotPainter plotPainter(painter, palette(), plot.area, plot.scale);
        plotPainter.paintAxis(plot.title);
        for (const HistorySeries series : plot.series)
            plotPainter.paint(curve(series));
    }
    paintTimes(painter, plotArea());
    paintCursor(painter, all);
}

void HistoryChart::paintTimes(QPainter &painter, const QRectF &area) const
{
    const bool hasSeconds = m_model.span() <= std::chrono::minutes(2);
    const QString format = hasSeconds ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm");
    const QFontMetricsF metrics(font());
    const double room = metrics.horizontalAdvance(QStringLiteral("00:00:00")) * 1.6;
    const qint64 step = timeStep(m_model.span(), int(area.width() / room)).count();
    const QDateTime end = m_model.timeAt(m_model.count() - 1);
    const qint64 now = end.toSecsSinceEpoch() + end.offsetFromUtc();
    const qint64 first = now - m_model.span().count();
    painter.setPen(quietColor(palette()));
    for (qint64 local = first + step - 1 - (first + step - 1) % step; local <= now; local += step) {
        const double x
            = area.right() - double(now - local) / double(m_model.span().count()) * area.width();
        const QString text = QDateTime::fromSecsSinceEpoch(local, Qt::UTC).toString(format);
        const double width = metrics.horizontalAdvance(text);
        const double left = std::min(x - width / 2, double(rect().right()) - width - 4);
        painter.drawText(
            QRectF(left, area.bottom() + 0.4 * metrics.height(), width + 1, metrics.height()),
            Qt::AlignCenter, text);
    }
}

void HistoryChart::paintCursor(QPainter &painter, const QList<Plot> &plots) const
{
    if (!m_cursor)
        return;
    const double position = m_model.positionOf(*m_cursor);
    const QRectF area = plotArea();
    const double x = std::floor(area.left() + position * area.width()) + 0.5;
    painter.setPen(QPen(quietColor(palette()), 1, Qt::DashLine));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    for (const Plot &plot : plots) {
        PlotPainter plotPainter(painter, palette(), plot.area, plot.scale);
        for (const HistorySeries series : plot.series) {
            if (const auto value = m_model.value(series, *m_cursor))
                plotPainter.paintMark(seriesColor(series, palette()), position, *value);
        }
    }
    paintTexts(painter, x, area);
}

void HistoryChart::paintTexts(QPainter &painter, double x, const QRectF &area) const
{
    const QStringList texts = pointTexts(*m_cursor);
    const QFontMetricsF metrics(font());
    double width = 0;
    for (const QString &text : texts)
        width = std::max(width, metrics.horizontalAdvance(text));
    const double margin = metrics.height() * 0.6;
    QRectF box(x + margin, area.top(), width + 2 * margin,
               metrics.lineSpacing() * double(texts.size()) + 2 * margin);
    if (box.right() > area.right())
        box.moveRight(x - margin);
    QColor ground = palette().color(QPalette::Window);
    ground.setAlphaF(0.92f);
    painter.setPen(lineColor(palette()));
    painter.setBrush(ground);
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(box.adjusted(margin, margin, -margin, -margin), Qt::AlignLeft | Qt::AlignTop,
                     texts.join(u'\n'));
}

QStringList HistoryChart::pointTexts(int point) const
{
    QStringList texts{QLocale().toString(m_model.timeAt(point).time(), QStringLiteral("HH:mm:ss"))};
    if (!m_model.value(HistorySeries::Open, point))
        return texts << tr("nothing is known");
    for (const HistorySeries series : allHistorySeries) {
        if (isSeriesVisible(series))
            texts.append(
                tr("%1: %2").arg(seriesName(series), axisText(*m_model.value(series, point))));
    }
    return texts;
}

void HistoryChart::setCursorPoint(std::optional<int> point)
{
    if (m_model.count() == 0)
        point.reset();
    if (point == m_cursor)
        return;
    m_cursor = point;
    describe();
    update();
}

void HistoryChart::handleChanged()
{
    if (m_model.count() == 0)
        m_cursor.reset();
    else if (m_mouse)
        m_cursor = m_model.pointAt(*m_mouse); // the curve has moved below the mouse
    else if (m_cursor)
        m_cursor = std::min(*m_cursor, m_model.count() - 1);
    describe();
    update();
}

void HistoryChart::describe()
{
    const int last = m_model.count() - 1;
    const QString text = last < 0 ? tr("There is no history yet.")
                                  : pointTexts(m_cursor.value_or(last)).join(tr(", "));
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void HistoryChart::mouseMoveEvent(QMouseEvent *event)
{
    const QRectF area = plotArea();
    m_mouse = std::clamp((event->position().x() - area.left()) / area.width(), 0.0, 1.0);
    if (m_model.count() > 0)
        setCursorPoint(m_model.pointAt(*m_mouse));
}

void HistoryChart::leaveEvent(QEvent *)
{
    m_mouse.reset();
    setCursorPoint(std::nullopt);
}

void HistoryChart::keyPressEvent(QKeyEvent *event)
{
    const int last = m_model.count() - 1;
    const int point = m_cursor.value_or(last + 1);
    m_mouse.reset();
    switch (event->key()) {
    case Qt::Key_Left: return setCursorPoint(std::clamp(point - 1, 0, std::max(last, 0)));
    case Qt::Key_Right: return setCursorPoint(std::min(point + 1, std::max(last, 0)));
    case Qt::Key_Home: return setCursorPoint(0);
    case Qt::Key_End: return setCursorPoint(last);
    case Qt::Key_Escape:
        if (m_cursor)
            return setCursorPoint(std::nullopt);
        break;
    }
    QWidget::keyPressEvent(event);
}

void HistoryChart::focusOutEvent(QFocusEvent *event)
{
    if (!m_mouse)
        setCursorPoint(std::nullopt);
    QWidget::focusOutEvent(event);
}

#include "moc_historychart.cpp"
