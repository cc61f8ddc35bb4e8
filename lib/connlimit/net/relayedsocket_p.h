// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/hostaddress.h>
#include <connlimit/net/proxyheader.h>

#include <optional>

namespace ConnLimit {

/// A QTcpSocket or QSslSocket whose peer is the client that a proxy has named, if one has.
template<class Socket>
class RelayedSocket : public Socket
{
public:
    using Socket::Socket;

    /// After setSocketDescriptor(), which sets the proxy's address.
    void setPeer(const std::optional<ProxyHeader> &header)
    {
        if (!header || !header->endpoints)
            return;
        this->setPeerAddress(toHostAddress(header->endpoints->source.address));
        this->setPeerPort(header->endpoints->source.port);
    }
};

} // namespace ConnLimit
