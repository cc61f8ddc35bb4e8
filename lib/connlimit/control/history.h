// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QList>

#include <chrono>
#include <optional>

namespace ConnLimit {

/// What happened in one interval of a History.
struct HistorySample
{
    quint64 open = 0; ///< Connections at its end; of several seconds, the most there were.
    /// In the whole interval. Divided by its length they are rates. After a gap, in the gap, too.
    quint64 admitted = 0;
    quint64 refused = 0; ///< The same.

    friend bool operator==(const HistorySample &, const HistorySample &) = default;
};

/// The past of a server, in intervals of equal length without a gap between them.
struct History
{
    /// The longest time that a server remembers.
    static constexpr std::chrono::seconds maximumSpan = std::chrono::hours(1);

    std::chrono::seconds interval{1};
    std::chrono::system_clock::time_point end; ///< Of the last interval.
    /// Oldest first; nothing for intervals in which the server did not look (stopped, or not yet
    /// started).
    QList<std::optional<HistorySample>> samples;
};

} // namespace ConnLimit
