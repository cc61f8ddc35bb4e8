// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QString>

namespace ConnLimit {

/// Why ClientKey::fromString() does not read \a text, for people: "must be an address or a subnet".
[[nodiscard]] QString subnetError(const QString &text);

} // namespace ConnLimit
