// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "eventlog_p.h"

#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <optional>

namespace ConnLimit {

/// Tells the event log of a state that may come and go often.
///
/// That it has come, at once; that it has gone, when it has stayed away for a while. If it comes
/// again within a minute after that, it has to stay away for twice as long, up to a minute: whoever
/// makes it come and go cannot fill the log.
///
/// Belongs to one thread, which needs an event loop for the second half of it.
class StateNews
{
public:
    /// Whether the state lasts although end() was called: then it is asked again later.
    using Lasts = std::function<bool()>;

    /// Its timer is a child of \a owner, which lives longer than this, as \a log does.
    StateNews(EventLog &log, QObject *owner, Lasts lasts = {},
              std::chrono::milliseconds patience = std::chrono::seconds(1));

    /// Sets what is written when the state begins and when it has ended.
    void setTexts(const QString &begins, const QString &ends);

    /// May be called again and again.
    void begin();
    void end();

    /// Ends the state without a word.
    void reset();

private:
    using Clock = std::chrono::steady_clock;

    static constexpr std::chrono::milliseconds longestPatience = std::chrono::minutes(1);

    void tellEnd();

    EventLog &m_log;
    const Lasts m_lasts;
    QTimer m_timer; // active: it has ended, and that was not told yet
    const std::chrono::milliseconds m_firstPatience;
    std::chrono::milliseconds m_patience;
    QString m_begins;
    QString m_ends;
    bool m_isTold = false; // that it has begun
    std::optional<Clock::time_point> m_toldEnd;
};

} // namespace ConnLimit
