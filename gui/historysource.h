// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "historymodel.h"

#include <connlimit/control/messages.h>

#include <QtCore/QTimer>

class Monitor;

/// Keeps a HistoryModel up to date with a server, once an interval, while it is active.
class HistorySource : public QObject
{
    Q_OBJECT

public:
    explicit HistorySource(Monitor &monitor, QObject *parent = nullptr);

    [[nodiscard]] const HistoryModel &model() const { return m_model; }
    /// Asks at once if that changes something. Not active, nothing is asked for.
    void setActive(bool isActive);
    void setSpan(std::chrono::seconds span);
    [[nodiscard]] std::chrono::seconds span() const { return m_span; }

Q_SIGNALS:
    /// The server does not tell its past. It is not asked again before it has been away.
    void failed(const QString &reason);

private:
    void ask();
    void handleStatus();
    void take(const ConnLimit::ControlReply<ConnLimit::History> &reply, std::chrono::seconds span);

    Monitor &m_monitor;
    HistoryModel m_model;
    QTimer m_next;
    std::chrono::seconds m_span{60};
    bool m_isActive = false;
    bool m_isAsking = false;
    bool m_isRefused = false;
};
