// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "eventlog_p.h"

#include <QtCore/QRandomGenerator>

#include <algorithm>

namespace ConnLimit {

void EventLog::Ring::add(Event &event)
{
    if (m_events.size() < m_most) {
        m_events.push_back(std::move(event));
        return;
    }
    std::swap(m_events[m_oldest], event);
    m_oldest = (m_oldest + 1) % m_most;
}

const Event &EventLog::Ring::at(std::size_t i) const
{
    return m_events[(m_oldest + i) % m_events.size()];
}

std::size_t EventLog::Ring::firstAfter(quint64 sequence) const
{
    std::size_t first = 0;
    for (std::size_t end = size(); first < end;) {
        const std::size_t middle = (first + end) / 2;
        if (at(middle).sequence > sequence)
            end = middle;
        else
            first = middle + 1;
    }
    return first;
}

EventLog::EventLog()
    : m_name(QString::number(QRandomGenerator::system()->generate64(), 16))
{}

void EventLog::add(Event event) // what it replaces is destroyed outside of the lock
{
    const MutexLocker locker(m_mutex);
    event.sequence = ++m_last;
    Ring &ring = event.kind == Event::Kind::Refused ? m_refusals : m_others;
    ring.add(event);
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
    result.log = m_name;
    const qsizetype most = qsizetype(std::min<std::size_t>(count, capacity));
    result.events.reserve(most);
    const MutexLocker locker(m_mutex);
    result.last = m_last;
    std::size_t refusal = m_refusals.firstAfter(after);
    std::size_t other = m_others.firstAfter(after);
    while (result.events.size() < most) {
        const Event *next = refusal < m_refusals.size() ? &m_refusals.at(refusal) : nullptr;
        if (other < m_others.size() && (!next || m_others.at(other).sequence < next->sequence)) {
            next = &m_others.at(other++);
        } else if (next) {
            ++refusal;
        } else {
            break;
        }
        result.events.append(*next);
    }
    if (!result.events.isEmpty())
        result.lost = result.events.constLast().sequence - after - quint64(result.events.size());
    return result;
}

} // namespace ConnLimit
