// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "protocols.h"

#include <connlimit/websockets/websocketserver.h>

#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketServer>

namespace {

// A client that does not read what it is sent is ended.
constexpr qint64 maximumUnsent = 1024 * 1024;

void serve(QWebSocket *socket)
{
    socket->setMaxAllowedIncomingMessageSize(maximumUnsent);
    QObject::connect(socket, &QWebSocket::textMessageReceived, socket,
                     &QWebSocket::sendTextMessage);
    QObject::connect(socket, &QWebSocket::binaryMessageReceived, socket,
                     &QWebSocket::sendBinaryMessage);
    QObject::connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
}

} // namespace

std::unique_ptr<QObject> echoMessages(std::unique_ptr<QTcpServer> server, const Options &options)
{
    auto webSockets = std::make_unique<QWebSocketServer>(
        QStringLiteral("connlimit-echo"),
        options.isEncrypted() ? QWebSocketServer::SecureMode : QWebSocketServer::NonSecureMode);
    QObject::connect(webSockets.get(), &QWebSocketServer::newConnection, webSockets.get(),
                     [webSockets = webSockets.get()] {
                         while (QWebSocket *socket = webSockets->nextPendingConnection())
                             serve(socket);
                     });
    ConnLimit::serveWebSockets(webSockets.get(), server.get(),
                               std::chrono::milliseconds(options.handshakeTimeout.value_or(5000)));
    server.release()->setParent(webSockets.get());
    return webSockets;
}
