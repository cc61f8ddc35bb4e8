// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "eventsource.h"

#include "monitor.h"

#include <QtCore/QPointer>

#include <utility>

using namespace ConnLimit;

EventSource::EventSource(Monitor &monitor, EventsModel &model, QObject *parent)
    : QObject(parent)
    , m_monitor(monitor)
    , m_model(model)
{
    m_next.setSingleShot(true);
    m_next.setInterval(std::chrono::seconds(1));
    connect(&m_next, &QTimer::timeout, this, &EventSource::ask);
    connect(&monitor, &Monitor::statusChanged, this, &EventSource::handleStatus);
    handleStatus();
}

void EventSource::handleStatus()
{
    if (m_target != m_monitor.client().target()) { // another server has another past
        m_target = m_monitor.client().target();
        m_log.clear();
        m_last = 0;
        m_model.clear();
    }
    if (!m_monitor.isAttached()) {
        m_isRefused = false;
        m_next.stop();
        return;
    }
    ask();
}

void EventSource::ask()
{
    if (m_isAsking || m_isRefused || !m_monitor.isAttached())
        return;
    m_isAsking = true;
    m_next.stop();
    const EventsRequest request{m_last, EventsRequest::maximumCount};
    const QPointer<EventSource> guard(this);
    m_monitor.client().requestEvents(request, [guard](const ControlReply<EventList> &reply) {
        if (guard)
            guard->take(reply);
    });
}

void EventSource::take(const ControlReply<EventList> &reply)
{
    m_isAsking = false;
    if (const ControlError *error = std::get_if<ControlError>(&reply)) {
        if (error->code == ControlError::NotAttached)
            return ask(); // if it is back already
        m_isRefused = true;
        Q_EMIT failed(error->message);
        return;
    }
    const EventList &list = std::get<EventList>(reply);
    if (std::exchange(m_log, list.log) != list.log && m_last != 0) { // numbered anew
        m_last = 0;
        m_model.appendRestart();
        return ask();
    }
    m_model.append(list);
    if (!list.events.isEmpty())
        m_last = list.events.constLast().sequence;
    if (m_last < list.last && !list.events.isEmpty())
        ask(); // there are more
    else
        m_next.start();
}

#include "moc_eventsource.cpp"
