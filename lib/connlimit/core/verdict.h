// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/export.h>

#include <string_view>

namespace ConnLimit {

/// Whether a connection may stay, and if not, why.
enum class Verdict {
    Admitted,       ///< It may stay and is counted.
    PerClientLimit, ///< Its client has as many connections as it may have.
    TotalLimit,     ///< All clients together have as many connections as they may have.
    Blocked,        ///< A rule keeps its client out.
    Overload,       ///< The server lacks the descriptors or the memory for it.
    BadProxyHeader, ///< Its PROXY header is wrong, late, missing, or not its peer's to send.
    NoAddress,      ///< It has no IP address to count by: its peer is gone already.
};

/// A text that may be shown to the refused peer. It tells neither limits nor counts.
[[nodiscard]] CONNLIMIT_CORE_EXPORT std::string_view refusalText(Verdict verdict) noexcept;

/// A word for logs and protocols: "admitted", "per-client-limit", "total-limit", "blocked",
/// "overload", "bad-proxy-header", "no-address".
[[nodiscard]] CONNLIMIT_CORE_EXPORT std::string_view verdictName(Verdict verdict) noexcept;

} // namespace ConnLimit
