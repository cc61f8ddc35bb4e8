// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/net/export.h>

#include <QtNetwork/QHostAddress>

namespace ConnLimit {

/// The client with \a address as a ClientKey, unmasked; null for a null address. Drops the scope
/// id.
[[nodiscard]] CONNLIMIT_NET_EXPORT ClientKey toClientKey(const QHostAddress &address);

/// The address of \a client, for a subnet its first one; null for a null key.
[[nodiscard]] CONNLIMIT_NET_EXPORT QHostAddress toHostAddress(const ClientKey &client);

} // namespace ConnLimit
