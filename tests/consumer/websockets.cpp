// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>
#include <connlimit/websockets/websocketserver.h>

#include <QtCore/QCoreApplication>
#include <QtWebSockets/QWebSocketServer>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    ConnLimit::ConnectionLimiter limiter;
    ConnLimit::LimitedTcpServer server(&limiter);
    QWebSocketServer webSockets("my server", QWebSocketServer::NonSecureMode);
    ConnLimit::serveWebSockets(&webSockets, &server);
    return server.listen(QHostAddress::LocalHost) ? 0 : 1;
}
