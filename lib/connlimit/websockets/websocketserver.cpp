// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "upgradewatch_p.h"

#include <connlimit/websockets/websocketserver.h>

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtWebSockets/QWebSocketServer>

namespace ConnLimit {

void serveWebSockets(QWebSocketServer *webSockets, QTcpServer *server,
                     std::chrono::milliseconds upgradeTimeout)
{
    const auto take = [webSockets, server, upgradeTimeout] {
        while (QTcpSocket *socket = server->nextPendingConnection()) {
            webSockets->handleConnection(socket);
            new UpgradeWatch(socket, upgradeTimeout);
        }
    };
    QObject::connect(server, &QTcpServer::pendingConnectionAvailable, webSockets, take);
    take();
}

} // namespace ConnLimit
