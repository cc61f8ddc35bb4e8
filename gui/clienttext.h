// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/limiter.h>

#include <QtCore/QString>

// What the dashboard says of a client. All of it is plain text.

/// How close a client is to its limit.
enum class Level {
    Calm,
    Near, ///< It has taken 80 % of its limit.
    Full, ///< It gets no further connection: it is at its limit, over it, or blocked.
};
[[nodiscard]] Level levelOf(const ConnLimit::ClientStatus &client);

/// The part of its limit that a client has taken, 0 to 1 or more; nothing without a limit.
[[nodiscard]] std::optional<double> shareOf(const ConnLimit::ClientStatus &client);

/// "127.0.0.1", or "2001:db8:1:2::/64" if that is what counts as one client.
[[nodiscard]] QString clientText(const ConnLimit::ClientKey &client);

/// The same with the prefix length always: "127.0.0.1/32".
[[nodiscard]] QString cidrText(const ConnLimit::ClientKey &client);

/// A command that drops all packets of a \a client at the firewall, to be read and run by an
/// operator.
[[nodiscard]] QString firewallCommand(const ConnLimit::ClientKey &client);

/// The limit that applies, and the rule that it comes from: "5", "5 · 10.0.0.0/8", "exempt · ::/0".
[[nodiscard]] QString limitSourceText(const ConnLimit::ClientStatus &client);

/// "at the limit", "near the limit"; empty for a calm client.
[[nodiscard]] QString levelText(const ConnLimit::ClientStatus &client);

/// "80 %  near the limit"; "-" without a limit.
[[nodiscard]] QString shareText(const ConnLimit::ClientStatus &client);

/// Why a connection was refused: "limit reached", "blocked".
[[nodiscard]] QString verdictText(ConnLimit::Verdict verdict);

/// "5 s ago, limit reached"; "-" if never.
[[nodiscard]] QString lastRefusedText(const ConnLimit::ClientStatus &client);
