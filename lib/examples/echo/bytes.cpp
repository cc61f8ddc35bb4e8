// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "protocols.h"

#include <QtNetwork/QTcpSocket>

namespace {

// What is on its way back to one client, at most; a client that does not read is not read from.
constexpr qint64 bufferSize = 64 * 1024;

void echo(QTcpSocket *socket)
{
    if (socket->bytesToWrite() > 0)
        return;
    socket->write(socket->read(bufferSize));
    socket->flush(); // now: a QTcpSocket drops what it has not sent when its peer sends no more
}

void serve(QTcpSocket *socket)
{
    socket->setReadBufferSize(bufferSize);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] { echo(socket); });
    QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [socket] { echo(socket); });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (socket->bytesAvailable() > 0)
        echo(socket); // came with the end of a handshake
}

} // namespace

std::unique_ptr<QObject> echoBytes(std::unique_ptr<QTcpServer> server)
{
    QTcpServer *const tcp = server.get();
    QObject::connect(tcp, &QTcpServer::newConnection, tcp, [tcp] {
        while (QTcpSocket *socket = tcp->nextPendingConnection())
            serve(socket);
    });
    return server;
}
