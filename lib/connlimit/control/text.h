// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/export.h>

#include <QtCore/QString>

#include <chrono>
#include <cstdint>
#include <optional>

// How the programs write values, so that the dashboard and the tool say the same.

namespace ConnLimit {

/// "1,234": with the separators of the default QLocale.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QString countText(quint64 count);

/// "20", or "none" for 0.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QString limitText(quint32 limit);

/// How long ago \a time was, to one unit: "now" (under a second), "5 s ago", "3 min ago", "2 h
/// ago", "4 d ago"; "-" for no time. The number is a countText().
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QString
agoText(std::optional<std::chrono::system_clock::time_point> time,
        std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

} // namespace ConnLimit
