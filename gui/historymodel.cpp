// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "historymodel.h"

#include <algorithm>
#include <cmath>

using namespace ConnLimit;

QString seriesName(HistorySeries series)
{
    switch (series) {
    case HistorySeries::Open: return HistoryModel::tr("Open");
    case HistorySeries::Admitted: return HistoryModel::tr("Admitted per second");
    case HistorySeries::Refused: return HistoryModel::tr("Refused per second");
    }
    return {};
}

void HistoryModel::setHistory(const History &history, std::chrono::seconds span)
{
    m_history = history;
    m_history.interval = std::max(m_history.interval, std::chrono::seconds(1));
    m_span = std::max(span, m_history.interval);
    const auto shown = m_span / m_history.interval + 1;
    if (m_history.samples.size() > shown)
        m_history.samples.remove(0, m_history.samples.size() - shown);
    Q_EMIT changed();
}

void HistoryModel::clear()
{
    m_history = {};
    Q_EMIT changed();
}

std::optional<double> HistoryModel::value(HistorySeries series, int point) const
{
    const std::optional<HistorySample> &sample = m_history.samples[point];
    if (!sample)
        return std::nullopt;
    if (series == HistorySeries::Open)
        return double(sample->open);
    const quint64 count = series == HistorySeries::Admitted ? sample->admitted : sample->refused;
    return double(count) / double(m_history.interval.count());
}

double HistoryModel::maximum(HistorySeries series) const
{
    double largest = 0;
    for (int point = 0; point < count(); ++point)
        largest = std::max(largest, value(series, point).value_or(0));
    return largest;
}

QDateTime HistoryModel::timeAt(int point) const
{
    const auto time = m_history.end - (count() - 1 - point) * m_history.interval;
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

double HistoryModel::positionOf(int point) const
{
    return 1 - double((count() - 1 - point) * m_history.interval.count()) / double(m_span.count());
}

int HistoryModel::pointAt(double position) const
{
    const double back
        = (1 - position) * double(m_span.count()) / double(m_history.interval.count());
    return std::clamp(count() - 1 - int(std::lround(back)), 0, std::max(count() - 1, 0));
}

#include "moc_historymodel.cpp"
