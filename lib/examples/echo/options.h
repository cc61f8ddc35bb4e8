// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/config.h>
#include <connlimit/net/acceptmode.h>
#include <connlimit/net/proxyprotocol.h>
#include <connlimit/net/refusal.h>

#include <QtCore/QStringList>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <optional>

enum ExitStatus { Done = 0, Failed = 1, Usage = 2 };

/// Prints \a message to standard error. Returns \a status.
int fail(ExitStatus status, const QString &message);

enum class Protocol { Tcp, Tls, Http, Https, WebSocket, SecureWebSocket };

struct Endpoint
{
    QHostAddress address;
    quint16 port = 0;
};

/// What the command line says.
struct Options
{
    Endpoint endpoint;
    ConnLimit::Config config;
    QString controlChannel; // a name or an absolute path; empty: none

    Protocol protocol = Protocol::Tcp;
    QString certificate; // a file; empty: one is made
    QString key;
    ConnLimit::Refusal refusal;
    ConnLimit::AcceptMode acceptMode = ConnLimit::AcceptMode::Automatic;
    std::optional<quint32> maximumHandshakesPerClient;
    std::optional<int> handshakeTimeout; // ms
    ConnLimit::ProxyProtocol proxies;
    std::chrono::milliseconds delay{0};

    [[nodiscard]] bool isEncrypted() const
    {
        return protocol == Protocol::Tls || protocol == Protocol::Https
               || protocol == Protocol::SecureWebSocket;
    }
};

/// Reads \a arguments. Without a result, it has said why, and the \a status is to be returned.
std::optional<Options> parseOptions(const QStringList &arguments, int &status);
