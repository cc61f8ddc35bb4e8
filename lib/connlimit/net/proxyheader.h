// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/net/export.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace ConnLimit {

/// What a proxy says of the connection that it relays, by the PROXY protocol, version 1 or 2.
///
/// A plain value. It is a claim: whoever reaches the port can write such a header, with any
/// addresses. Read it from proxies that you know, and refuse it from everybody else.
struct ProxyHeader
{
    enum class Command {
        /// The proxy's own connection, such as a health check. HAProxy says this of clients
        /// without an IP address, too: those that reach it by a unix domain socket. Version 1 has
        /// no such command; HAProxy's health checks have its own address there.
        Local,
        Proxy, ///< A client's connection.
    };

    struct Endpoint
    {
        ClientKey address; ///< Of 32 or 128 bits; an IPv4-mapped one is IPv4.
        std::uint16_t port = 0;

        friend bool operator==(const Endpoint &, const Endpoint &) = default;
    };

    struct Endpoints
    {
        Endpoint source;      ///< The client.
        Endpoint destination; ///< What the client connected to.

        friend bool operator==(const Endpoints &, const Endpoints &) = default;
    };

    /// Bytes of the longest header that is read, extensions included; as in nginx.
    ///
    /// Headers in version 1 have at most 107, and most in version 2 fewer than 536.
    static constexpr std::size_t maximumLength = 4096;

    unsigned version = 1; ///< 1 or 2.
    Command command = Command::Proxy;

    /// Nothing where those of the real connection hold: Local, UNKNOWN, and all but TCP over IP.
    std::optional<Endpoints> endpoints;

    /// Bytes of the header; what follows belongs to the application.
    std::size_t length = 0;

    friend bool operator==(const ProxyHeader &, const ProxyHeader &) = default;
};

/// All is well so far, and the header goes on.
struct IncompleteProxyHeader
{
    /// Bytes that are still to come at the least, and never 0.
    ///
    /// Whoever reads just these, again and again, takes no byte of what follows the header.
    std::size_t missing = 0;
};

/// This is no header, whatever follows.
struct InvalidProxyHeader
{
    /// For a log, in English; holds nothing that the peer has sent.
    std::string_view reason;
};

using ProxyHeaderResult = std::variant<IncompleteProxyHeader, InvalidProxyHeader, ProxyHeader>;

/// Reads the header at the beginning of a stream of which \a bytes have come so far.
///
/// As strict as the specification, HAProxy's proxy-protocol.txt. A wrong byte is found as soon as
/// it is there. The extensions (TLVs) of a client's connection in version 2 must fill the header
/// exactly, and a checksum among them must be right; otherwise they are skipped.
/// \par Threads
/// A pure function.
/// \par Cost
/// At most one pass over the header; over its extensions only when it is complete. Allocates for
/// the text of an address in version 1, at the most.
[[nodiscard]] CONNLIMIT_NET_EXPORT ProxyHeaderResult
readProxyHeader(std::span<const std::byte> bytes);

} // namespace ConnLimit
