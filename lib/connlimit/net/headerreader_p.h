// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "arrival_p.h"
#include "waiting_p.h"

#include <deque>
#include <optional>
#include <vector>

namespace ConnLimit {

/// Connections whose first bytes are awaited: a PROXY header has to be there, or must not be.
///
/// Those of which enough is known are ready, and wait to be taken. One thread at a time. All is
/// done in process(): call it when descriptor() is readable, and at nextDeadline().
class HeaderReader
{
public:
    using Clock = std::chrono::steady_clock;

    /// What a connection has to begin with.
    enum class Expected {
        Header,   ///< It comes from a proxy.
        NoHeader, ///< It comes from anybody else.
    };

    enum class FirstBytes {
        AsExpected, ///< A whole header, which is read; or the beginning of something else.
        Wrong,
        Unknown, ///< Too few have come.
    };

    /// One that is waited for; from a proxy, it has neither admission nor handshake yet.
    struct Guest
    {
        ClientKey peer;
        Expected expected;
        Admission admission;
        Lease handshake;
    };

    struct Ready
    {
        Arrival arrival;
        ClientKey peer;
    };

    /// Looks at what has come. Reads the header if one is expected and whole, and no byte more.
    [[nodiscard]] static FirstBytes look(const SocketDescriptor &connection, Expected expected,
                                         std::optional<ProxyHeader> &header);

    /// Waits for the rest of what look() has found too short.
    ///
    /// False, with the connection closed, if it cannot.
    bool add(SocketDescriptor connection, Guest guest, std::chrono::milliseconds timeout);

    /// Returns those whose connections were closed: what was expected has not come.
    std::vector<Guest> process();

    /// Closes all of them.
    void clear();

    [[nodiscard]] bool isEmpty() const noexcept { return m_ready.empty() && m_waiting.size() == 0; }
    [[nodiscard]] bool hasReady() const noexcept { return !m_ready.empty(); }
    [[nodiscard]] Ready takeReady();

    /// Connections of proxies, those that are ready included.
    [[nodiscard]] std::size_t relayed() const noexcept { return m_relayed; }

    [[nodiscard]] std::optional<Clock::time_point> nextDeadline() const
    {
        return m_waiting.nextDeadline();
    }
    [[nodiscard]] int descriptor() const noexcept { return m_waiting.descriptor(); }

private:
    using Connections = Waiting<Guest>;

    // What has come stays in the kernel until it is enough: no buffers here, and an edge each time.
    Connections m_waiting{Connections::Trigger::Edge};
    std::deque<Ready> m_ready;
    std::size_t m_relayed = 0;
};

} // namespace ConnLimit
