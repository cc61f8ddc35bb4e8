// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/verdict.h>

#include <QtCore/QList>
#include <QtCore/QString>

#include <chrono>
#include <optional>

namespace ConnLimit {

/// Something that has happened at a limiter, as an operator reads it in a log.
struct Event
{
    enum class Kind {
        Refused, ///< `count` connections of `client` were refused, up to `time`.
        Changed, ///< The Config; `text` says what and by whom.
        Server,  ///< A server's state: `text` says what it is.
    };

    quint64 sequence = 0; ///< Counts all events of the limiter from 1; rises from one to the next.
    std::chrono::system_clock::time_point time;
    Kind kind = Kind::Server;
    QString text;     ///< English; of a refusal empty.
    ClientKey client; ///< Who was refused; null for several clients that are not told apart.
    std::optional<Verdict> verdict; ///< Of the last of the refusals.
    quint64 count = 0;              ///< Refusals.

    friend bool operator==(const Event &, const Event &) = default;
};

/// A part of the events that are remembered.
struct EventList
{
    QList<Event> events; ///< Oldest first.
    quint64 last = 0;    ///< The sequence number of the newest event that there is.
    /// Events that are no longer remembered, of those between the one asked for and the last one of
    /// `events`. Refusals are forgotten first, so that others may stand before or between them.
    quint64 lost = 0;
    /// Whose events they are: a text that no other limiter has, in this process or in a later one.
    /// With another text, the sequence numbers mean other events.
    QString log;
};

} // namespace ConnLimit
