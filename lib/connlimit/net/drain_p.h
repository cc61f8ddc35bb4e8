// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "waiting_p.h"

namespace ConnLimit {

/// Connections that were sent their last bytes: reads what still comes and throws it away, until
/// the peer closes, time is up or it has sent too much. Then the connection is closed.
///
/// One thread at a time. All is done in process(): call it when descriptor() is readable, and at
/// nextDeadline().
class Drain
{
public:
    using Clock = std::chrono::steady_clock;

    /// Reads from \a connection for \a timeout at most. Closes it where it cannot.
    void add(SocketDescriptor connection, std::chrono::milliseconds timeout);

    void process();

    [[nodiscard]] std::size_t size() const noexcept { return m_waiting.size(); }
    [[nodiscard]] std::optional<Clock::time_point> nextDeadline() const
    {
        return m_waiting.nextDeadline();
    }
    [[nodiscard]] int descriptor() const noexcept { return m_waiting.descriptor(); }

private:
    using Drained = std::size_t; // bytes
    using Connections = Waiting<Drained>;

    static bool read(Connections::Entry &entry);

    Connections m_waiting{Connections::Trigger::Level};
};

} // namespace ConnLimit
