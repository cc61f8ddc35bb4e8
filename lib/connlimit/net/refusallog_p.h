// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/verdict.h>

#include <QtCore/QMutex>
#include <QtCore/QString>

#include <chrono>
#include <optional>

namespace ConnLimit {

/// One refusal, or in a dry run, one that would have been.
struct LoggedRefusal
{
    ClientKey client; ///< Null for Verdict::NoAddress.
    Verdict verdict = Verdict::Admitted;
    bool isDryRun = false;
};

/// Chooses which refusals are written to the log: a few at once, then so many a second.
///
/// Those left out are counted in the next line, so that none is unaccounted for. When a flood
/// ends, flush() makes that line. Allocates nothing for a refusal that is left out. Thread-safe.
class RefusalLog
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    static constexpr unsigned linesPerSecond = 5; ///< As many at once after a quiet second.

    struct Line
    {
        LoggedRefusal refusal;
        quint64 others = 0; ///< Left out since the line before.
    };

    enum class Outcome {
        Written,      ///< There is a line to write.
        FirstLeftOut, ///< Left out, the first since the last line: flush() in about a second.
        LeftOut,
    };

    /// Takes note of \a refusal at the time \a now. Sets \a line if that makes a line.
    Outcome add(const LoggedRefusal &refusal, TimePoint now, Line &line);

    /// A line for those left out since the last one. Nothing if there are none, or it is too early:
    /// then isFlushed() is false.
    std::optional<Line> flush(TimePoint now);

    /// Whether none is left out without a line.
    [[nodiscard]] bool isFlushed() const;

private:
    bool takeToken(TimePoint now);

    mutable QMutex m_mutex;
    double m_tokens = linesPerSecond;
    std::optional<TimePoint> m_refilled;
    LoggedRefusal m_last; // of those left out
    quint64 m_leftOut = 0;
};

/// "refused 203.0.113.7: per-client-limit (and 3 others since)".
[[nodiscard]] QString refusalLine(const RefusalLog::Line &line);

} // namespace ConnLimit
