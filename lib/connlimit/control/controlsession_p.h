// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "controlservice_p.h"
#include "linereader_p.h"

#include <connlimit/net/socketdescriptor_p.h>

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>

namespace ConnLimit {

/// One viewer: reads its requests from a socket, line by line, and writes the answers.
///
/// Answers one request in a turn of the event loop, and reads nothing while the last answer is on
/// its way: a viewer that asks without end, or does not read, holds up nothing but itself, and
/// memory is bounded by one line and one answer. Deletes itself when the viewer is gone.
///
/// On the descriptor itself, because a QLocalSocket closes when the other side has sent its last
/// request, `echo ... | socat - UNIX:...`, and the answer would be lost.
class ControlSession : public QObject
{
    Q_OBJECT

public:
    /// \a service outlives it.
    ControlSession(ControlService &service, SocketDescriptor socket, ControlService::Who who,
                   QObject *parent);

private:
    void read();
    void answerNext();
    void write();
    void finish();

    ControlService &m_service;
    const SocketDescriptor m_socket;
    const ControlService::Who m_who;
    QSocketNotifier m_readable;
    QSocketNotifier m_writable;
    LineReader m_input;
    QByteArray m_output;
    bool m_isAtEnd = false;   // the viewer sends nothing more
    bool m_isClosing = false; // once m_output is written
};

} // namespace ConnLimit
