// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/verdict.h>
#include <connlimit/net/export.h>

#include <QtCore/QByteArray>

#include <chrono>
#include <functional>

namespace ConnLimit {

/// What a refused client gets from a server. An immutable value, but for its two bounds.
///
///     server.setRefusal(ConnLimit::Refusal::http429());
///
/// Whatever it is, it discloses neither limits nor counts.
class Refusal
{
public:
    enum class Kind { Close, Reset, Reply, Handler };

    /// Takes the descriptor of a refused connection, which the callee owns from then on.
    ///
    /// Called in the server's thread, for each refused connection. The connection is not counted.
    using Handler
        = std::function<void(qintptr descriptor, const ClientKey &client, Verdict verdict)>;

    /// The connection is closed without a byte: the same as close().
    Refusal() = default;

    /// The connection is closed without a byte. The cheapest, and the default.
    [[nodiscard]] static Refusal close() { return {}; }

    /// The connection is reset (RST): the peer sees an error at once, and the server's system keeps
    /// nothing of it, not even TIME_WAIT.
    [[nodiscard]] CONNLIMIT_NET_EXPORT static Refusal reset();

    /// The peer is sent \a bytes, then the connection is closed.
    ///
    /// close() on a socket with unread input sends a reset, which destroys the reply on its way
    /// (RFC 2525, 2.17). So what the peer sends is read and thrown away until it closes, for a
    /// bounded time and number of bytes.
    /// \par Cost
    /// Holds a descriptor until the peer has closed; see setMaximumDraining().
    [[nodiscard]] CONNLIMIT_NET_EXPORT static Refusal reply(QByteArray bytes);

    /// The peer is sent an HTTP/1.1 reply of status 429 (RFC 6585, 4), with Retry-After.
    ///
    /// \a retryAfter counts whole seconds, from 0.
    [[nodiscard]] CONNLIMIT_NET_EXPORT static Refusal http429(std::chrono::seconds retryAfter
                                                              = std::chrono::seconds(1));

    /// The application deals with the connection. Without a \a handler, it is closed.
    [[nodiscard]] CONNLIMIT_NET_EXPORT static Refusal handler(Handler handler);

    [[nodiscard]] Kind kind() const noexcept { return m_kind; }
    [[nodiscard]] const QByteArray &bytes() const noexcept { return m_bytes; }
    [[nodiscard]] const Handler &handler() const noexcept { return m_handler; }

    /// How long a connection that was sent a reply is read from at most, 2 s by default; 0 = it is
    /// closed at once.
    void setDrainTimeout(std::chrono::milliseconds timeout) { m_drainTimeout = timeout; }
    [[nodiscard]] std::chrono::milliseconds drainTimeout() const noexcept { return m_drainTimeout; }

    /// Connections of one server that are read from after a reply at a time, 256 by default. Those
    /// beyond it are closed without a reply.
    void setMaximumDraining(quint32 maximum) { m_maximumDraining = maximum; }
    [[nodiscard]] quint32 maximumDraining() const noexcept { return m_maximumDraining; }

private:
    Kind m_kind = Kind::Close;
    QByteArray m_bytes;
    Handler m_handler;
    std::chrono::milliseconds m_drainTimeout = std::chrono::seconds(2);
    quint32 m_maximumDraining = 256;
};

} // namespace ConnLimit
