// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

namespace ConnLimit {

/// Where a limited server accepts its connections.
enum class AcceptMode {
    /// In the event loop of the server's thread. The best place at rest: an admitted connection
    /// goes no detour. But every wake-up polls all sockets of that thread, so that with thousands
    /// of connections held a refusal costs as much as hundreds elsewhere.
    EventLoop,

    /// In a thread at the door, which waits for nothing else. A refusal costs the same however many
    /// connections are held, and the server's event loop does not hear of it. An admitted
    /// connection is handed over, which costs it some microseconds; while others are refused, it
    /// may have to wait for half a millisecond.
    Door,

    /// In the event loop until many connections are refused, then at the door until that has
    /// ceased. The default.
    Automatic
};

} // namespace ConnLimit
