// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/mutex_p.h>
#include <connlimit/net/event.h>
#include <connlimit/net/export.h>

#include <vector>

namespace ConnLimit {

/// The last events of a limiter. Thread-safe.
///
/// Refusals have their own place: a flood of them takes nothing from what operators and servers
/// did, of which there is little and which is asked for later.
class CONNLIMIT_NET_EXPORT EventLog
{
public:
    /// Events that are remembered: refusals, all others, and both together.
    static constexpr std::size_t refusalCapacity = 768;
    static constexpr std::size_t otherCapacity = 256;
    static constexpr std::size_t capacity = refusalCapacity + otherCapacity;

    EventLog();

    /// Adds \a event as the newest one, with the next sequence number.
    void add(Event event);

    /// Adds an event of Event::Kind::Server that has happened now.
    void addServer(const QString &text);

    /// The events after the one with the number \a after, the oldest \a count of them.
    [[nodiscard]] EventList list(quint64 after, quint32 count) const;

private:
    /// The last events of some kinds.
    class Ring
    {
    public:
        explicit Ring(std::size_t most)
            : m_most(most)
        {}

        void add(Event &event); // leaves the one that it replaces in it
        [[nodiscard]] std::size_t size() const { return m_events.size(); }
        [[nodiscard]] const Event &at(std::size_t i) const; // the oldest is 0
        [[nodiscard]] std::size_t firstAfter(quint64 sequence) const;

    private:
        const std::size_t m_most;
        std::size_t m_oldest = 0;
        std::vector<Event> m_events;
    };

    const QString m_name;
    mutable Mutex m_mutex;
    Ring m_refusals CONNLIMIT_GUARDED_BY(m_mutex){refusalCapacity};
    Ring m_others CONNLIMIT_GUARDED_BY(m_mutex){otherCapacity};
    quint64 m_last CONNLIMIT_GUARDED_BY(m_mutex) = 0;
};

} // namespace ConnLimit
