// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>

namespace ConnLimit {

/// Whether \a client lies in \a subnet and is of its family: 0.0.0.0/0 is all of IPv4, ::/0 all of
/// IPv6, as for a Rule. ClientKey::contains() finds the first within the second.
inline bool isWithin(const ClientKey &client, const ClientKey &subnet) noexcept
{
    return subnet.contains(client) && subnet.isIPv4() == client.isIPv4();
}

} // namespace ConnLimit
