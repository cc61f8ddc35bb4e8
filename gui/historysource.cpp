// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "historysource.h"

#include "monitor.h"

#include <QtCore/QPointer>

using namespace ConnLimit;

HistorySource::HistorySource(Monitor &monitor, QObject *parent)
    : QObject(parent)
    , m_monitor(monitor)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &HistorySource::ask);
    connect(&monitor, &Monitor::statusChanged, this, &HistorySource::handleStatus);
}

void HistorySource::setActive(bool isActive)
{
    m_isActive = isActive;
    if (isActive)
        ask();
    else
        m_next.stop();
}

void HistorySource::setSpan(std::chrono::seconds span)
{
    if (span == std::exchange(m_span, span))
        return;
    ask();
}

void HistorySource::handleStatus()
{
    if (!m_monitor.isAttached())
        m_isRefused = false;
    ask();
}

void HistorySource::ask()
{
    if (!m_isActive || m_isAsking || m_isRefused || !m_monitor.isAttached())
        return;
    m_isAsking = true;
    m_next.stop();
    const QPointer<HistorySource> guard(this);
    m_monitor.client().requestHistory(m_span, [guard, span = m_span](const auto &reply) {
        if (guard)
            guard->take(reply, span);
    });
}

void HistorySource::take(const ControlReply<History> &reply, std::chrono::seconds span)
{
    m_isAsking = false;
    if (const ControlError *error = std::get_if<ControlError>(&reply)) {
        if (error->code == ControlError::NotAttached)
            return ask(); // if it is back already
        m_isRefused = true;
        m_model.clear();
        Q_EMIT failed(error->message);
        return;
    }
    if (span != m_span)
        return ask(); // what is wanted by now is something else
    m_model.setHistory(std::get<History>(reply), span);
    if (m_isActive)
        m_next.start(m_model.interval());
}

#include "moc_historysource.cpp"
