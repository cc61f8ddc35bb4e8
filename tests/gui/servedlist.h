// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "isolatedruntime.h"
#include "serverdelegate.h"
#include "serverlist.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/net/connectionlimiter.h>

/// A limiter with a control channel, in this process.
struct Served
{
    explicit Served(const QString &nameOrPath, quint32 limit = 5)
        : server(&limiter)
    {
        limiter.setConfig({.maximumConnectionsPerClient = limit});
        isListening = server.listen(nameOrPath);
    }

    ConnLimit::ConnectionLimiter limiter;
    ConnLimit::ControlServer server;
    bool isListening = false;
};

/// "echo: attached, web: running"
inline QString textOf(const ServerList &servers)
{
    QStringList texts;
    for (int row = 0; row < servers.count(); ++row)
        texts.append(servers.item(row)->data(ServerDelegate::NameRole).toString() + u": "
                     + servers.item(row)->text());
    return texts.join(QStringLiteral(", "));
}
