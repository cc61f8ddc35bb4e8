// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "commands.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

/// The command "watch": shows the clients again and again, and waits for a server that has gone.
class Watch : public QObject
{
    Q_OBJECT

public:
    Watch(ConnLimit::ControlClient &client, const Options &options);

private:
    void follow(ConnLimit::ControlClient::State state);
    void ask();
    void show(const ConnLimit::ClientsFrame &frame) const;
    void redraw(const QStringList &lines) const;

    ConnLimit::ControlClient &m_client;
    const Options m_options;
    const bool m_isTerminal;
    bool m_wasAttached = false;
    QTimer m_next;
};
