// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>

#include <chrono>

namespace ConnLimit {

/// Ends a connection that does not send the request of a WebSocket in time. A child of the socket.
///
/// The time limit holds until the request is complete: QWebSocketServer answers it then, and closes
/// the connection unless it is upgraded. Only that is looked for, because nobody tells of which
/// socket a QWebSocket was made.
class UpgradeWatch : public QObject
{
    Q_OBJECT

public:
    UpgradeWatch(QTcpSocket *socket, std::chrono::milliseconds timeout);

private:
    void lookForEnd();

    QTcpSocket *const m_socket;
    QTimer m_timeout;
};

} // namespace ConnLimit
