// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "descriptors.h"

#include <chrono>
#include <utility>

/// A client's socket, connected to 127.0.0.1 from an address of its own.
class Connection
{
public:
    /// Nothing is connected, if that fails. A connect that does not block may not be done yet.
    enum class Connect { Wait, DoNotWait };

    Connection() = default;
    Connection(std::uint16_t port, std::uint32_t source, Connect how = Connect::Wait);
    ~Connection();
    Connection(Connection &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {}
    Connection &operator=(Connection &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }

    bool isOpen() const { return m_descriptor != -1; }
    int descriptor() const { return m_descriptor; }

    /// Says that nothing more will be sent.
    void finish();
    /// Whether the server has closed, which is waited for.
    bool waitForEnd(std::chrono::milliseconds patience);
    /// Whether the server has sent something by then.
    bool waitForGreeting(std::chrono::milliseconds patience);
    /// Whether the server has closed by now.
    bool hasEnded();

private:
    int m_descriptor = -1;
};

/// The address of the client with that number: none twice, and not 127.0.0.1.
inline std::uint32_t sourceAddress(std::uint32_t number)
{
    return (127u << 24) + (1u << 16) + number % (200u << 16);
}
