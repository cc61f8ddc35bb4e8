// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/net/export.h>

#include <QtCore/qglobal.h>

#include <utility>

struct sockaddr_storage;

namespace ConnLimit {

/// Owns a socket descriptor: closes it unless it was passed on. Move-only.
class SocketDescriptor
{
public:
    explicit SocketDescriptor(qintptr descriptor) noexcept
        : m_descriptor(descriptor)
    {}
    SocketDescriptor(SocketDescriptor &&other) noexcept
        : m_descriptor(other.take())
    {}
    ~SocketDescriptor()
    {
        if (isValid())
            close();
    }
    SocketDescriptor &operator=(SocketDescriptor &&other) noexcept
    {
        const SocketDescriptor closed(std::exchange(m_descriptor, other.take()));
        return *this;
    }

    [[nodiscard]] qintptr get() const noexcept { return m_descriptor; }
    [[nodiscard]] bool isValid() const noexcept { return m_descriptor != -1; }

    /// Passes the descriptor on; the caller closes it.
    [[nodiscard]] qintptr take() noexcept { return std::exchange(m_descriptor, -1); }

    /// The address at the other end; null if there is none (any more).
    [[nodiscard]] ClientKey peer() const noexcept;

private:
    CONNLIMIT_NET_EXPORT void close() noexcept;

    qintptr m_descriptor;
};

/// Tells the peer that no more will come; what it sends can still be read.
void shutDownSending(qintptr descriptor) noexcept;

/// The IP address in \a address; null if it is of another family.
[[nodiscard]] ClientKey toClientKey(const sockaddr_storage &address) noexcept;

} // namespace ConnLimit
