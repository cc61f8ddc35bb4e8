// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A QHttpServer with a route would do, were it not for the delay: with Qt 6.4, a responder (and a
// QFuture) that outlives the connection of its request writes to a socket that was deleted. Here
// the socket itself is waited with.

#include "protocols.h"

#include <connlimit/http/httpserver.h>

#include <QtCore/QTimer>
#include <QtHttpServer/QAbstractHttpServer>
#include <QtHttpServer/QHttpServerRequest>
#include <QtHttpServer/QHttpServerResponder>
#include <QtNetwork/QTcpSocket>

namespace {

using Status = QHttpServerResponder::StatusCode;

class HttpServer : public QAbstractHttpServer
{
public:
    explicit HttpServer(std::chrono::milliseconds delay)
        : m_delay(delay)
    {}

private:
    static bool isKnown(const QHttpServerRequest &request)
    {
        return request.url().path() == u"/" && request.method() == QHttpServerRequest::Method::Get;
    }
    static void answer(QHttpServerResponder &&responder)
    {
        responder.write("Hello from connlimit-echo.\n", "text/plain");
    }

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    bool handleRequest(const QHttpServerRequest &request, QHttpServerResponder &responder) override
    {
        if (!isKnown(request))
            return false;
        auto later = std::make_shared<QHttpServerResponder>(std::move(responder));
        QTimer::singleShot(m_delay, this, [later] { answer(std::move(*later)); });
        return true;
    }
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &responder) override
#else
    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &&responder) override
#endif
    {
        responder.write(Status::NotFound);
    }
#else
    bool handleRequest(const QHttpServerRequest &request, QTcpSocket *socket) override
    {
        if (!isKnown(request))
            return false;
        QTimer::singleShot(m_delay, socket, [&request, socket] { // the request goes with the socket
            if (socket->state() == QAbstractSocket::ConnectedState)
                answer(makeResponder(request, socket));
        });
        return true;
    }
    void missingHandler(const QHttpServerRequest &request, QTcpSocket *socket) override
    {
        makeResponder(request, socket).write(Status::NotFound);
    }
#endif

    const std::chrono::milliseconds m_delay;
};

} // namespace

std::unique_ptr<QObject> answerHttp(std::unique_ptr<QTcpServer> server, const Options &options)
{
    auto http = std::make_unique<HttpServer>(options.delay);
    ConnLimit::serveHttp(*http, std::move(server));
    return http;
}
