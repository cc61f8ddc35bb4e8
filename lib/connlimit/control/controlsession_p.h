// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "controlservice_p.h"
#include "linereader_p.h"

#include <QtCore/QObject>
#include <QtNetwork/QLocalSocket>

#include <memory>

namespace ConnLimit {

/// One viewer: reads its requests from a socket, line by line, and writes the answers.
///
/// Answers one request in a turn of the event loop, and none while the last answer is still on its
/// way: a viewer that asks without end, or does not read, holds up nothing but itself, and memory
/// is bounded by one line and one answer. Deletes itself when the viewer is gone.
class ControlSession : public QObject
{
    Q_OBJECT

public:
    ControlSession(const ControlService &service, std::unique_ptr<QLocalSocket> socket,
                   const QString &peer, QObject *parent);

private:
    void advance();
    void write(const ControlService::Answer &answer);

    const ControlService &m_service;
    const std::unique_ptr<QLocalSocket> m_socket;
    const QString m_peer;
    LineReader m_reader;
    bool m_isScheduled = false;
    bool m_isClosing = false;
};

} // namespace ConnLimit
