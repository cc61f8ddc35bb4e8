// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/net/proxyprotocol.h>

#include <algorithm>

namespace ConnLimit {

bool ProxyProtocol::trusts(const ClientKey &peer) const noexcept
{
    return std::any_of(trusted.begin(), trusted.end(),
                       [&peer](const ClientKey &subnet) { return subnet.contains(peer); });
}

} // namespace ConnLimit
