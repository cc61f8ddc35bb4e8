// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/limiter.h>

int main()
{
    ConnLimit::Limiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1});
    const auto client = ConnLimit::ClientKey::fromString("192.0.2.1");
    const auto first = limiter.acquire(*client);
    const auto second = limiter.acquire(*client);
    return first.isAdmitted() && !second.isAdmitted() && limiter.numOpen(*client) == 1 ? 0 : 1;
}
