// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>

#include <QtCore/QString>

#include <functional>

namespace ConnLimit {

/// What a viewer means by the \a text of a filter, for ClientQuery: the clients in the subnet, or
/// at the address, that it reads as, or else those with that in their text. Nothing for all.
/// \par Cost
/// No allocation for a client: it is asked for a million of them.
[[nodiscard]] std::function<bool(const ClientKey &)> clientFilter(const QString &text);

} // namespace ConnLimit
