// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>

#include <QtCore/qglobal.h>

#include <utility>

namespace ConnLimit {

/// Owns a socket descriptor: closes it unless it was passed on.
class SocketDescriptor
{
public:
    explicit SocketDescriptor(qintptr descriptor) noexcept
        : m_descriptor(descriptor)
    {}
    ~SocketDescriptor();
    SocketDescriptor(const SocketDescriptor &) = delete;
    SocketDescriptor &operator=(const SocketDescriptor &) = delete;

    /// Passes the descriptor on; the caller closes it.
    [[nodiscard]] qintptr take() noexcept { return std::exchange(m_descriptor, -1); }

    /// The address at the other end; null if there is none (any more).
    [[nodiscard]] ClientKey peer() const noexcept;

private:
    qintptr m_descriptor;
};

} // namespace ConnLimit
