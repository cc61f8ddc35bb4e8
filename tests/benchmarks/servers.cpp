// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "servers.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QHash>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpSocket>

#include <optional>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ConnLimit;

/// Accepts a connection. Those after the first \a kept are closed.
static void acceptOne(int listener, int &kept)
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const int descriptor
        = ::accept4(listener, reinterpret_cast<sockaddr *>(&address), &length, SOCK_CLOEXEC);
    if (descriptor == -1)
        return;
    if (kept > 0)
        --kept;
    else
        ::close(descriptor);
}

void acceptAndClose(int listener, int kept)
{
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    for (const int descriptor : {listener, ::eventfd(0, EFD_CLOEXEC)}) {
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &wanted);
    }
    for (;;) {
        epoll_event event;
        ::epoll_wait(epoll, &event, 1, -1);
        acceptOne(listener, kept);
    }
}

void blockAndClose(int listener, int kept)
{
    for (;;)
        acceptOne(listener, kept);
}

static void serve(QTcpSocket *socket, const Service &service)
{
    QObject::connect(socket, &QAbstractSocket::disconnected, socket, &QObject::deleteLater);
    if (service.greets)
        socket->write("!", 1);
    if (service.work.count() > 0) {
        const auto end = std::chrono::steady_clock::now() + service.work;
        while (std::chrono::steady_clock::now() < end)
            ;
    }
}

/// A server that does not limit.
static void servePlainly(QTcpServer *server, const Service &service)
{
    QObject::connect(server, &QTcpServer::newConnection, server,
                     [server, service] { serve(server->nextPendingConnection(), service); });
}

/// A server as one writes it without this library.
static void serveNaively(QTcpServer *server, quint32 limit, const Service &service)
{
    const auto counts = std::make_shared<QHash<QHostAddress, quint32>>();
    QObject::connect(server, &QTcpServer::newConnection, server, [=] {
        QTcpSocket *socket = server->nextPendingConnection();
        const QHostAddress address = socket->peerAddress();
        quint32 &open = (*counts)[address];
        if (limit != 0 && open >= limit) {
            socket->abort();
            socket->deleteLater();
            return;
        }
        ++open;
        QObject::connect(socket, &QAbstractSocket::disconnected, server, [counts, address] {
            if (const auto found = counts->find(address); --*found == 0)
                counts->erase(found);
        });
        serve(socket, service);
    });
}

static std::optional<AcceptMode> acceptMode(const QString &mode)
{
    if (mode == u"loop")
        return AcceptMode::EventLoop;
    if (mode == u"door")
        return AcceptMode::Door;
    if (mode == u"automatic")
        return AcceptMode::Automatic;
    return std::nullopt;
}

static std::unique_ptr<QTcpServer> startLimited(const QString &mode, qintptr listener,
                                                quint32 limit, const Service &service)
{
    const std::optional<AcceptMode> place = acceptMode(mode);
    if (!place)
        return {};
    static ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = limit});
    auto server = std::make_unique<LimitedTcpServer>(&limiter);
    server->setAcceptMode(*place);
    servePlainly(server.get(), service);
    if (!server->setSocketDescriptor(listener))
        return {};
    return server;
}

std::unique_ptr<QTcpServer> startServer(const QString &mode, qintptr listener, quint32 limit,
                                        const Service &service)
{
    if (mode != u"plain" && mode != u"naive")
        return startLimited(mode, listener, limit, service);
    auto server = std::make_unique<QTcpServer>();
    if (mode == u"plain")
        servePlainly(server.get(), service);
    else
        serveNaively(server.get(), limit, service);
    if (!server->setSocketDescriptor(listener))
        return {};
    return server;
}
