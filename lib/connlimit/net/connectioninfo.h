// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtNetwork/QHostAddress>

#include <chrono>

namespace ConnLimit {

/// One open connection, as far as it is known.
struct ConnectionInfo
{
    quint64 id = 0;       ///< Unlike that of any other connection of the limiter, at any time.
    QHostAddress address; ///< Of the peer; behind a proxy, the client's.
    quint16 port = 0;     ///< The same.
    std::chrono::system_clock::time_point since; ///< Whole seconds.
    QString listener; ///< Where the peer has connected to, "127.0.0.1:4242"; empty if not known.
    bool isEncrypted = false; ///< By TLS, in this process. False if it is not known.

    friend bool operator==(const ConnectionInfo &, const ConnectionInfo &) = default;
};

/// The connections of a client that a socket is known of: those of this library's servers, and
/// those that were given to ConnectionLimiter::admit() or attach(). Others have a Lease only.
struct ConnectionList
{
    QList<ConnectionInfo> connections; ///< Oldest first.
    quint64 known = 0;                 ///< All that are known, those that were left out included.
};

} // namespace ConnLimit
