// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/runtimedirectory.h>

#include <QtNetwork/QLocalSocket>

#include <map>
#include <memory>

/// Finds the servers of this user, however often it looks, at the price of one connection to each.
///
/// It says nothing on that connection, and keeps it: when the server goes, however that is, the
/// connection goes as well. So one that is stopped has no more than one of them in its queue. Who
/// hangs up is connected to again at the next look.
class ServerLookout
{
public:
    /// The servers that run now, by name. A socket that nobody listens on is left out.
    [[nodiscard]] QList<ConnLimit::ControlSocket> look();

private:
    std::map<QString, std::unique_ptr<QLocalSocket>> m_connections; // by path
};
