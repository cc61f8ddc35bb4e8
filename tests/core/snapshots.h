// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/limiter.h>

#include <map>

/// The clients of \a limiter and their open connections.
inline std::map<ConnLimit::ClientKey, std::uint32_t> snapshotOf(const ConnLimit::Limiter &limiter)
{
    std::map<ConnLimit::ClientKey, std::uint32_t> result;
    limiter.snapshot([&](std::span<const ConnLimit::ClientCount> counts) {
        for (const ConnLimit::ClientCount &count : counts)
            result.emplace(count.client, count.open);
    });
    return result;
}
