// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslSocket>
#include <QtWebSockets/QWebSocket>

#include <memory>

/// Opens \a client to a server of 127.0.0.1, by the \a scheme ws or wss. Any certificate will do.
inline void openWebSocket(QWebSocket &client, QStringView scheme, quint16 port)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.setSslConfiguration(configuration);
    client.open(QUrl(scheme + u"://127.0.0.1:" + QString::number(port)));
}

/// The ways in which endWebSocket() can end a connection.
inline constexpr const char *webSocketEnds[]
    = {"client closes", "client aborts", "server closes", "server aborts", "server deletes"};

inline void endWebSocket(const QString &end, QWebSocket &client,
                         std::unique_ptr<QWebSocket> &server)
{
    if (end == u"client closes")
        client.close();
    else if (end == u"client aborts")
        client.abort();
    else if (end == u"server closes")
        server->close();
    else if (end == u"server aborts")
        server->abort();
    else
        server.reset();
}
