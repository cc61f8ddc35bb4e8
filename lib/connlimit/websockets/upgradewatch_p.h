// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>

#include <chrono>

namespace ConnLimit {

/// Sees a connection of a QWebSocketServer through its upgrade, for a limited time. A child of the
/// socket; to be made after QWebSocketServer::handleConnection().
///
/// The time limit holds until the request is complete: QWebSocketServer answers it then, and closes
/// the connection unless it is upgraded. An upgraded connection is nobody's: QWebSocket does not
/// delete the socket, which would stay for as long as its server lives. So the watch arranges for
/// that.
class UpgradeWatch : public QObject
{
    Q_OBJECT

public:
    UpgradeWatch(QTcpSocket *socket, std::chrono::milliseconds timeout);

private:
    void lookForEnd();
    void finish();

    QTcpSocket *const m_socket;
    QTimer m_timeout;
    bool m_isComplete = false;
};

} // namespace ConnLimit
