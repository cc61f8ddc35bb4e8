// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "socketdescriptor_p.h"

#include <connlimit/core/limiter.h>
#include <connlimit/net/proxyheader.h>

#include <optional>

namespace ConnLimit {

/// A connection on its way to the server: admitted, or refused and left to the application.
struct Arrival
{
    SocketDescriptor connection{-1};   // not valid: there is no arrival
    Admission admission;               // with an empty lease if it counts for nobody
    Lease handshake;                   // held until the handshake is done, if that is limited
    std::optional<ProxyHeader> header; // that has come before it
};

} // namespace ConnLimit
