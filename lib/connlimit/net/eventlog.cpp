// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "eventlog_p.h"

#include <algorithm>

namespace ConnLimit {

void EventLog::add(Event event)
{
    const MutexLocker locker(m_mutex);
    event.sequence = m_last + 1;
    if (m_events.size() < capacity)
        m_events.push_back(event);
    else
        std::swap(m_events[m_last % capacity], event); // destroyed outside of the lock
    ++m_last;
}

void EventLog::addServer(const QString &text)
{
    Event event;
    event.time = std::chrono::system_clock::now();
    event.text = text;
    add(std::move(event));
}

EventList EventLog::list(quint64 after, quint32 count) const
{
    EventList result;
    result.events.reserve(qsizetype(std::min<std::size_t>(count, capacity)));
    const MutexLocker locker(m_mutex);
    const quint64 forgotten = m_last - m_events.size();
    result.last = m_last;
    result.lost = forgotten - std::min(after, forgotten);
    const quint64 first = std::max(after, forgotten);
    const quint64 end = std::min(m_last, first + std::min(quint64(count), m_last));
    for (quint64 i = first; i < end; ++i) // the event with the number i + 1
        result.events.append(m_events[i % capacity]);
    return result;
}

} // namespace ConnLimit
