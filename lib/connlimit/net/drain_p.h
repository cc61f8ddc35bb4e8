// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "socketdescriptor_p.h"

#include <chrono>
#include <cstddef>
#include <list>
#include <optional>

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

    Drain() = default;
    ~Drain();
    Drain(const Drain &) = delete;
    Drain &operator=(const Drain &) = delete;

    /// Reads from \a connection for \a timeout at most. Closes it where it cannot.
    void add(SocketDescriptor connection, std::chrono::milliseconds timeout);

    void process(Clock::time_point now = Clock::now());

    [[nodiscard]] std::size_t size() const noexcept { return m_entries.size(); }

    /// When process() is to be called at the latest; nothing while there are no connections.
    [[nodiscard]] std::optional<Clock::time_point> nextDeadline() const;

    /// Readable when there is something to do. -1 until the first connection was added.
    [[nodiscard]] int descriptor() const noexcept { return m_epoll; }

private:
    struct Entry
    {
        SocketDescriptor connection;
        Clock::time_point deadline;
        std::size_t drained = 0;
        std::list<Entry>::iterator place{};
    };

    /// Whether the connection is done with.
    static bool read(Entry &entry);
    std::list<Entry>::iterator remove(std::list<Entry>::iterator entry);

    std::list<Entry> m_entries; // the one that was added first is first
    int m_epoll = -1;
};

} // namespace ConnLimit
