// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/history.h>

#include <QtCore/QDateTime>
#include <QtCore/QObject>

/// The curves that a History is shown as.
enum class HistorySeries { Open, Admitted, Refused };

inline constexpr HistorySeries allHistorySeries[]
    = {HistorySeries::Open, HistorySeries::Admitted, HistorySeries::Refused};

/// "Open", "Admitted per second", "Refused per second".
[[nodiscard]] QString seriesName(HistorySeries series);

/// The past of a server, as curves over time: connections, and rates per second.
class HistoryModel : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Shows the last \a span of \a history, which may have less.
    void setHistory(const ConnLimit::History &history, std::chrono::seconds span);
    void clear();

    [[nodiscard]] std::chrono::seconds span() const { return m_span; }
    [[nodiscard]] std::chrono::seconds interval() const { return m_history.interval; }
    [[nodiscard]] int count() const { return int(m_history.samples.size()); }

    /// The value of a point, 0 the oldest. Nothing for a time at which nobody looked.
    [[nodiscard]] std::optional<double> value(HistorySeries series, int point) const;
    /// The largest value of a curve; 0 if there is none.
    [[nodiscard]] double maximum(HistorySeries series) const;
    /// When the interval of a point ended, local time.
    [[nodiscard]] QDateTime timeAt(int point) const;
    /// Where a point is on the axis of time: 0 is a span ago, 1 is now.
    [[nodiscard]] double positionOf(int point) const;
    /// The point that is nearest to a position. There is one.
    [[nodiscard]] int pointAt(double position) const;

Q_SIGNALS:
    void changed();

private:
    ConnLimit::History m_history;
    std::chrono::seconds m_span{60};
};
