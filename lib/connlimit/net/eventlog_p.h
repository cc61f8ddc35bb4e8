// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/mutex_p.h>
#include <connlimit/net/event.h>
#include <connlimit/net/export.h>

#include <vector>

namespace ConnLimit {

/// The last events of a limiter. Thread-safe.
class CONNLIMIT_NET_EXPORT EventLog
{
public:
    /// Events that are remembered.
    static constexpr std::size_t capacity = 1024;

    /// Adds \a event as the newest one, with the next sequence number.
    void add(Event event);

    /// Adds an event of Event::Kind::Server that has happened now.
    void addServer(const QString &text);

    /// The events after the one with the number \a after, the oldest \a count of them.
    [[nodiscard]] EventList list(quint64 after, quint32 count) const;

private:
    mutable Mutex m_mutex;
    std::vector<Event> m_events CONNLIMIT_GUARDED_BY(m_mutex); // by sequence number % capacity
    quint64 m_last CONNLIMIT_GUARDED_BY(m_mutex) = 0;
};

} // namespace ConnLimit
