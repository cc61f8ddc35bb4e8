// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "upgradewatch_p.h"

namespace ConnLimit {

UpgradeWatch::UpgradeWatch(QTcpSocket *socket, std::chrono::milliseconds timeout)
    : QObject(socket)
    , m_socket(socket)
    , m_timeout(this)
{
    connect(socket, &QTcpSocket::readyRead, this, &UpgradeWatch::lookForEnd);
    connect(&m_timeout, &QTimer::timeout, socket, &QTcpSocket::abort);
    m_timeout.setSingleShot(true);
    if (timeout.count() > 0)
        m_timeout.start(timeout);
    lookForEnd();
}

void UpgradeWatch::lookForEnd()
{
    if (m_isComplete || !m_socket->peek(m_socket->bytesAvailable()).contains("\r\n\r\n"))
        return;
    m_isComplete = true;
    m_timeout.stop();
    // QWebSocketServer looks at the request in an event as well, and was first to ask for it. Then
    // all connections from the socket, to this object as well, have been cut.
    QMetaObject::invokeMethod(this, &UpgradeWatch::finish, Qt::QueuedConnection);
}

void UpgradeWatch::finish()
{
    if (m_socket->state() == QAbstractSocket::UnconnectedState)
        m_socket->deleteLater();
    else
        connect(m_socket, &QTcpSocket::disconnected, m_socket, &QObject::deleteLater);
    deleteLater();
}

} // namespace ConnLimit

#include "moc_upgradewatch_p.cpp"
