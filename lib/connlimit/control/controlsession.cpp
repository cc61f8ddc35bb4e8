// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controlsession_p.h"

#include <connlimit/control/controlserver.h>

namespace ConnLimit {

ControlSession::ControlSession(const ControlService &service, std::unique_ptr<QLocalSocket> socket,
                               const QString &peer, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_socket(std::move(socket))
    , m_peer(peer)
    , m_reader(ControlServer::maximumLineLength)
{
    m_socket->setReadBufferSize(ControlServer::maximumLineLength);
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &ControlSession::advance);
    connect(m_socket.get(), &QLocalSocket::bytesWritten, this, &ControlSession::advance);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, &QObject::deleteLater);
    advance();
}

void ControlSession::advance()
{
    if (m_isScheduled || m_isClosing || m_socket->bytesToWrite() > 0)
        return;
    if (const std::optional<QByteArray> line = m_reader.takeLine(*m_socket)) {
        m_isScheduled = true;
        QMetaObject::invokeMethod(
            this,
            [this, line = line->trimmed()] {
                m_isScheduled = false;
                if (!line.isEmpty())
                    write(m_service.answer(line, m_peer));
                advance();
            },
            Qt::QueuedConnection);
    } else if (m_reader.isTooLong()) {
        write(ControlService::lineTooLong());
    }
}

void ControlSession::write(const ControlService::Answer &answer)
{
    m_socket->write(answer.line);
    if (!answer.closesSession)
        return;
    m_isClosing = true;
    m_socket->disconnectFromServer(); // once the answer is written
}

} // namespace ConnLimit

#include "moc_controlsession_p.cpp"
