// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "eventsmodel.h"

#include <connlimit/control/messages.h>

#include <QtCore/QTimer>

class Monitor;

/// Asks a server for its events, once a second while it is attached, and adds them to a model.
class EventSource : public QObject
{
    Q_OBJECT

public:
    EventSource(Monitor &monitor, EventsModel &model, QObject *parent = nullptr);

Q_SIGNALS:
    /// The server does not tell its events. It is not asked again before it has been away.
    void failed(const QString &reason);

private:
    void handleStatus();
    void ask();
    void take(const ConnLimit::ControlReply<ConnLimit::EventList> &reply);

    Monitor &m_monitor;
    EventsModel &m_model;
    QTimer m_next;
    QString m_log;      // whose events are known
    quint64 m_last = 0; // event that is known
    QString m_target;
    bool m_isAsking = false;
    bool m_isRefused = false;
};
