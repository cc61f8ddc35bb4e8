// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/http/export.h>
#include <connlimit/net/refusal.h>

#include <QtNetwork/QHostAddress>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QTcpServer>

#include <memory>

class QAbstractHttpServer;

namespace ConnLimit {

class ConnectionLimiter;
class LimitedSslServer;
class LimitedTcpServer;

/// Listens for connections of \a http, and refuses those of clients that have too many.
///
///     QHttpServer http;
///     ConnLimit::listenHttp(http, &limiter, QHostAddress::Any, 8080);
///
/// A connection is counted until it ends, whatever the number of requests that it carries, and is
/// still counted when it was upgraded to a WebSocket. A refused one costs \a http nothing: it is
/// never parsed. It gets \a refusal: Refusal::http429() in time for those who read slowly, close()
/// or reset() in silence, or a handler() of the application.
///
/// May be called several times, for several addresses and together with listenHttps().
///
/// \par Errors
/// Null if it cannot listen, with a warning in the log category connlimit.http.
/// \par Ownership
/// The server belongs to \a http, which deletes it.
/// \par Threads
/// All belongs to the thread of \a http.
CONNLIMIT_HTTP_EXPORT LimitedTcpServer *listenHttp(QAbstractHttpServer &http,
                                                   ConnectionLimiter *limiter,
                                                   const QHostAddress &address = QHostAddress::Any,
                                                   quint16 port = 0,
                                                   const Refusal &refusal = Refusal::http429());

/// Does the same for HTTP over TLS.
///
/// Handshakes are counted and limited in time and number: see LimitedSslServer. The reply of a
/// \a refusal is encrypted.
CONNLIMIT_HTTP_EXPORT LimitedSslServer *
listenHttps(QAbstractHttpServer &http, ConnectionLimiter *limiter,
            const QSslConfiguration &configuration, const QHostAddress &address = QHostAddress::Any,
            quint16 port = 0, const Refusal &refusal = Refusal::http429());

/// Has \a http serve the connections of \a server, which listens: a LimitedTcpServer or
/// LimitedSslServer that was set up by hand.
///
/// \par Errors
/// False if \a server does not listen; it is deleted.
CONNLIMIT_HTTP_EXPORT bool serveHttp(QAbstractHttpServer &http, std::unique_ptr<QTcpServer> server);

} // namespace ConnLimit
