// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QQueue>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>

#include <functional>

/// Stands between viewers and a control server, and can come between them.
class Relay : public QObject
{
public:
    /// Relays from \a path to the server at the path \a target.
    Relay(const QString &path, const QString &target)
        : m_target(target)
    {
        QObject::connect(&m_server, &QLocalServer::newConnection, this, &Relay::accept);
        m_server.listen(path);
    }

    QString path() const { return m_server.fullServerName(); }

    enum class Fate { PassOn, Lose };

    /// Calls \a handler when the next change has been answered: it says whether the answer is
    /// passed on, or lost with the attachment.
    void interceptNextAnswer(std::function<Fate()> handler) { m_handler = std::move(handler); }

private:
    void accept()
    {
        QLocalSocket *viewer = m_server.nextPendingConnection();
        m_requests.clear();
        auto server = new QLocalSocket(viewer);
        connect(viewer, &QLocalSocket::disconnected, viewer, &QObject::deleteLater);
        connect(server, &QLocalSocket::disconnected, viewer, &QLocalSocket::abort);
        connect(server, &QLocalSocket::errorOccurred, viewer, &QLocalSocket::abort);
        connect(viewer, &QLocalSocket::readyRead, server, [this, viewer, server] {
            while (viewer->canReadLine()) {
                const QByteArray line = viewer->readLine();
                m_requests.enqueue(line.contains("\"config.set\""));
                server->write(line);
            }
        });
        connect(server, &QLocalSocket::readyRead, viewer, [this, viewer, server] {
            while (server->canReadLine()) { // they come in the order of the requests
                const QByteArray line = server->readLine();
                const bool isChange = m_requests.dequeue();
                const auto handler = isChange ? std::exchange(m_handler, nullptr) : nullptr;
                if (handler && handler() == Fate::Lose)
                    return viewer->abort();
                viewer->write(line);
            }
        });
        server->connectToServer(m_target);
    }

    const QString m_target;
    QLocalServer m_server;
    std::function<Fate()> m_handler;
    QQueue<bool> m_requests; // under way, of one viewer: whether each is a change
};
