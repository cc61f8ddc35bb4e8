// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/net/export.h>

#include <QtCore/qglobal.h>

#include <chrono>
#include <vector>

namespace ConnLimit {

/// How a server deals with the PROXY protocol, by which proxies say whose connections they relay.
///
///     server.setProxyProtocol({.trusted = {*ConnLimit::ClientKey::fromString("10.0.0.0/24")}});
///
/// A plain value. HAProxy sends the header with "send-proxy" or "send-proxy-v2", nginx with
/// "proxy_protocol on". See Limited::setProxyProtocol() for what becomes of each connection.
struct ProxyProtocol
{
    enum class DirectPeers {
        Serve,  ///< Served, and counted by their own address, unless they send a PROXY header.
        Refuse, ///< Refused: the server is to be reached through its proxies alone.
    };

    /// The proxies, as addresses or subnets: what their headers say is believed. None = the
    /// protocol is off, the default. A null key trusts nobody; ::/0 trusts everybody, 0.0.0.0/0
    /// all of IPv4.
    std::vector<ClientKey> trusted;

    /// What becomes of all other peers. Serve by default.
    DirectPeers directPeers = DirectPeers::Serve;

    /// How long a proxy's header may take, from accept on. 3 s by default, a day at the most; 0 =
    /// it must be there when the connection is accepted.
    std::chrono::milliseconds headerTimeout = std::chrono::seconds(3);

    /// Connections of proxies whose header is awaited at a time. 1,024 by default; 0 = no limit.
    /// One more is closed (Verdict::Overload). They hold a descriptor each, and count for nobody.
    quint32 maximumReading = 1024;

    [[nodiscard]] bool isEnabled() const noexcept { return !trusted.empty(); }

    /// Whether \a peer is one of the proxies.
    [[nodiscard]] CONNLIMIT_NET_EXPORT bool trusts(const ClientKey &peer) const noexcept;

    friend bool operator==(const ProxyProtocol &, const ProxyProtocol &) = default;
};

} // namespace ConnLimit
