// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A QWebSocketServer that greets two connections of each client.

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>
#include <connlimit/websockets/websocketserver.h>

#include <QtCore/QCoreApplication>
#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketServer>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    ConnLimit::ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 2});

    ConnLimit::LimitedTcpServer server(&limiter);
    QWebSocketServer webSockets(QStringLiteral("greeter"), QWebSocketServer::NonSecureMode);
    ConnLimit::serveWebSockets(&webSockets, &server);
    QObject::connect(&webSockets, &QWebSocketServer::newConnection, &webSockets, [&] {
        QWebSocket *socket = webSockets.nextPendingConnection();
        QObject::connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
        socket->sendTextMessage(QStringLiteral("hello\n"));
    });

    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    std::printf("listening on 127.0.0.1:%d\n", server.serverPort());
    std::fflush(stdout);
    return application.exec();
}
