// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A QHttpServer with two connections for each client; one more gets a reply of status 429.

#include <connlimit/http/httpserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QCoreApplication>
#include <QtHttpServer/QHttpServer>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);

    ConnLimit::ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 2});
    QHttpServer http;
    http.route(QStringLiteral("/"), [] { return "hello\n"; });
    auto server = ConnLimit::listenHttp(http, &limiter, QHostAddress::LocalHost);

    if (!server)
        return 1;
    std::printf("listening on 127.0.0.1:%d\n", server->serverPort());
    std::fflush(stdout);
    return application.exec();
}
