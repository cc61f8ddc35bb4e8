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
    connect(&m_timeout, &QTimer::timeout, socket, [socket] {
        socket->abort();
        socket->deleteLater();
    });
    m_timeout.setSingleShot(true);
    if (timeout.count() > 0)
        m_timeout.start(timeout);
    lookForEnd();
}

void UpgradeWatch::lookForEnd()
{
    if (!m_socket->peek(m_socket->bytesAvailable()).contains("\r\n\r\n"))
        return;
    disconnect(m_socket, nullptr, this, nullptr);
    m_timeout.stop();
    deleteLater();
}

} // namespace ConnLimit

#include "moc_upgradewatch_p.cpp"
