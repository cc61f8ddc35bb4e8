// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/verdict.h>

#include <QtCore/QMutex>
#include <QtCore/QString>

#include <atomic>
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
        FirstLeftOut, ///< Left out, the first since the last line: flush() in about two seconds.
        LeftOut,
    };

    /// The time now, or a test's.
    using Clock = TimePoint (*)();

    explicit RefusalLog(Clock clock = std::chrono::steady_clock::now)
        : m_clock(clock)
    {}

    /// Whether a refusal is left out, and counted, without a look at clock or lock: while there is
    /// no token, 63 of 64 are. The others go to add().
    bool leaveOut() noexcept
    {
        if (!m_isHoldingBack.load(std::memory_order_relaxed))
            return false;
        if (m_unseen.fetch_add(1, std::memory_order_relaxed) < 63)
            return true;
        m_unseen.fetch_sub(1, std::memory_order_relaxed);
        return false;
    }

    /// Takes note of \a refusal. Sets \a line if that makes a line.
    Outcome add(const LoggedRefusal &refusal, Line &line);

    /// A line for those left out since the last one. Nothing if there are none, or it is too early:
    /// then isFlushed() is false.
    std::optional<Line> flush();

    /// Whether none is left out without a line.
    [[nodiscard]] bool isFlushed() const;

private:
    bool takeToken();
    void countUnseen();

    const Clock m_clock;
    std::atomic<bool> m_isHoldingBack = false; // there is no token, as far as is known
    std::atomic<quint64> m_unseen = 0;         // left out meanwhile, without a look at the clock

    mutable QMutex m_mutex;
    double m_tokens = linesPerSecond;
    std::optional<TimePoint> m_refilled;
    LoggedRefusal m_last;  // of those left out
    quint64 m_leftOut = 0; // and m_unseen more
};

/// "refused 203.0.113.7: per-client-limit (and 3 others since)".
[[nodiscard]] QString refusalLine(const RefusalLog::Line &line);

} // namespace ConnLimit
