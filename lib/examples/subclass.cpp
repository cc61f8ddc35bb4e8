// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A server that greets each connection, two of them for each client, and that operators can watch.

#include <connlimit/control/controlserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QCoreApplication>
#include <QtNetwork/QTcpSocket>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);

    ConnLimit::ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 2});
    ConnLimit::LimitedTcpServer server(&limiter);
    ConnLimit::ControlServer control(&limiter);
    control.listen(QStringLiteral("greeter"));

    QObject::connect(&server, &QTcpServer::newConnection, &server,
                     [&server] { server.nextPendingConnection()->write("hello\n"); });

    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    std::printf("listening on 127.0.0.1:%d\n", server.serverPort());
    std::fflush(stdout);
    return application.exec();
}
