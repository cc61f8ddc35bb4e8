// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/http/httpserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QCoreApplication>
#include <QtHttpServer/QHttpServer>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    ConnLimit::ConnectionLimiter limiter;
    QHttpServer http;
    return ConnLimit::listenHttp(http, &limiter, QHostAddress::LocalHost) ? 0 : 1;
}
