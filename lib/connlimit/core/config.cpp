// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/config.h>

namespace ConnLimit {

static std::optional<ConfigError> validatePrefixLength(const char *field, std::uint32_t value,
                                                       std::uint32_t maximum)
{
    if (value >= 1 && value <= maximum)
        return std::nullopt;
    return ConfigError{field, "must be 1 to " + std::to_string(maximum) + ", not "
                                  + std::to_string(value)};
}

std::optional<ConfigError> Config::validate() const
{
    if (auto error = validatePrefixLength("ipv4PrefixLength", ipv4PrefixLength, 32))
        return error;
    return validatePrefixLength("ipv6PrefixLength", ipv6PrefixLength, 128);
}

} // namespace ConnLimit
