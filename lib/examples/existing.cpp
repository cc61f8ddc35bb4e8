// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A QTcpServer that stays as it is: the limiter is asked about each new socket.

#include <connlimit/net/connectionlimiter.h>

#include <QtCore/QCoreApplication>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);

    QTcpServer server;
    ConnLimit::ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 2});
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        if (limiter.admit(socket) != ConnLimit::Verdict::Admitted)
            return; // closed, and deleted soon
        socket->write("hello\n");
    });

    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    std::printf("listening on 127.0.0.1:%d\n", server.serverPort());
    std::fflush(stdout);
    return application.exec();
}
