// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/config.h>
#include <connlimit/core/export.h>

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ConnLimit {

/// A field of Config that is a number, by its names.
struct ConfigField
{
    const char *name; ///< In Config and in JSON: "maximumConnectionsPerClient".
    const char *key;  ///< In a shell: "max-per-client".
    std::uint32_t Config::*member;
};

/// All fields of Config that are numbers, in its order.
[[nodiscard]] CONNLIMIT_CORE_EXPORT const std::array<ConfigField, 4> &configFields() noexcept;

/// A value in a Config: a number, a switch, a rule, or that there is none.
using FieldValue = std::variant<std::monostate, std::uint32_t, bool, Rule>;

/// One value in which two Configs differ.
struct FieldChange
{
    std::string field; ///< As in Config: "maximumConnectionsPerClient", "dryRun", "rules".
    FieldValue from;   ///< None if a rule was added.
    FieldValue to;     ///< None if a rule was removed.

    friend bool operator==(const FieldChange &, const FieldChange &) = default;
};

/// What differs between two Configs: the fields in the order of Config, of the rules first those
/// that are in \a from. Rules are told apart by their subnets; their order is no difference.
/// \par Cost
/// O(n log n) in the number of rules, nothing for rules that are equal and in the same order.
[[nodiscard]] CONNLIMIT_CORE_EXPORT std::vector<FieldChange> changesBetween(const Config &from,
                                                                            const Config &to);

} // namespace ConnLimit
