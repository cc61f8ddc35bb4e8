// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// tls CERTIFICATE KEY: greets two connections of each client, encrypted. The key is an EC one.

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedsslserver.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtNetwork/QSslKey>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QFile key(application.arguments().value(2));
    if (!key.open(QIODevice::ReadOnly))
        return 2;
    QSslConfiguration configuration;
    configuration.setLocalCertificate(
        QSslCertificate::fromPath(application.arguments().at(1)).value(0));
    configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));

    ConnLimit::ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 2});
    ConnLimit::LimitedSslServer server(&limiter);
    server.setSslConfiguration(configuration);
    QObject::connect(&server, &QTcpServer::newConnection, &server,
                     [&server] { server.nextPendingConnection()->write("hello\n"); });
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    std::printf("listening on 127.0.0.1:%d\n", server.serverPort());
    std::fflush(stdout);
    return application.exec();
}
