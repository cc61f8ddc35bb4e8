// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/http/httpserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedsslserver.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QLoggingCategory>
#include <QtHttpServer/QAbstractHttpServer>

namespace ConnLimit {

Q_LOGGING_CATEGORY(lcHttp, "connlimit.http")

template<class Server>
static Server *listen(QAbstractHttpServer &http, std::unique_ptr<Server> server,
                      const QHostAddress &address, quint16 port, const Refusal &refusal)
{
    server->setRefusal(refusal);
    if (!server->listen(address, port)) {
        qCWarning(lcHttp, "cannot listen on %ls port %d: %ls", qUtf16Printable(address.toString()),
                  int(port), qUtf16Printable(server->errorString()));
        return nullptr;
    }
    Server *const result = server.get();
    return serveHttp(http, std::move(server)) ? result : nullptr;
}

LimitedTcpServer *listenHttp(QAbstractHttpServer &http, ConnectionLimiter *limiter,
                             const QHostAddress &address, quint16 port, const Refusal &refusal)
{
    return listen(http, std::make_unique<LimitedTcpServer>(limiter), address, port, refusal);
}

LimitedSslServer *listenHttps(QAbstractHttpServer &http, ConnectionLimiter *limiter,
                              const QSslConfiguration &configuration, const QHostAddress &address,
                              quint16 port, const Refusal &refusal)
{
    auto server = std::make_unique<LimitedSslServer>(limiter);
    server->setSslConfiguration(configuration);
    return listen(http, std::move(server), address, port, refusal);
}

bool serveHttp(QAbstractHttpServer &http, std::unique_ptr<QTcpServer> server)
{
    if (!server || !server->isListening())
        return false;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    if (!http.bind(server.get()))
        return false;
#else
    http.bind(server.get());
#endif
    // By its new parent.
    [[maybe_unused]] QTcpServer *const owned = server.release();
    return true;
}

} // namespace ConnLimit
