// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A server that hands its connections to a worker thread, each with the lease that counts it.

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QThread>
#include <QtNetwork/QTcpSocket>

#include <cstdio>

class WorkerServer : public ConnLimit::LimitedTcpServer
{
public:
    using LimitedTcpServer::LimitedTcpServer;
    QObject worker;

protected:
    void admittedConnection(qintptr descriptor, ConnLimit::Lease lease) override
    {
        QMetaObject::invokeMethod(&worker, [this, descriptor, lease = std::move(lease)]() mutable {
            auto socket = new QTcpSocket(&worker);
            socket->setSocketDescriptor(descriptor);
            ConnLimit::ConnectionLimiter::attach(std::move(lease), socket);
            socket->write("hello\n");
        });
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QThread thread;
    ConnLimit::ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 2});
    WorkerServer server(&limiter);
    server.worker.moveToThread(&thread);
    thread.start();

    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    std::printf("listening on 127.0.0.1:%d\n", server.serverPort());
    std::fflush(stdout);
    const int status = application.exec();
    thread.quit();
    thread.wait();
    return status;
}
