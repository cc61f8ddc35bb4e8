// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/websockets/export.h>

#include <chrono>

class QTcpServer;
class QWebSocketServer;

namespace ConnLimit {

/// Has \a webSockets upgrade the connections of \a server: a LimitedTcpServer for ws:, a
/// LimitedSslServer for wss:.
///
///     ConnLimit::LimitedTcpServer server(&limiter);
///     QWebSocketServer webSockets(name, QWebSocketServer::NonSecureMode);
///     ConnLimit::serveWebSockets(&webSockets, &server);
///     server.listen(QHostAddress::Any, 7000);
///
/// Use \a webSockets as ever, but for its listen(): newConnection(), nextPendingConnection(). A
/// WebSocket is counted until its connection ends. A browser is told of a refusal best by
/// Refusal::http429(), because a WebSocket begins as a request of HTTP.
///
/// Whoever has not completed that request within \a upgradeTimeout after the connection was
/// accepted, or its TLS handshake done, is disconnected; 0 = no limit.
/// QWebSocketServer::handshakeTimeout() holds for connections of its own only.
///
/// \par Threads
/// Both servers belong to one thread.
/// \par Ownership
/// Neither owns the other. If \a webSockets goes first, the connections of \a server wait until
/// somebody else takes them.
CONNLIMIT_WEBSOCKETS_EXPORT void serveWebSockets(QWebSocketServer *webSockets, QTcpServer *server,
                                                 std::chrono::milliseconds upgradeTimeout
                                                 = std::chrono::seconds(5));

} // namespace ConnLimit
