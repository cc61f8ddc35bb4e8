// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/config.h>

#include <cstdint>

namespace ConnLimit {

/// What makes a client of an address, in one word.
struct Prefixes
{
    std::uint32_t word = 0;

    Prefixes() = default;
    explicit Prefixes(const Config &config) noexcept
        : word(config.ipv4PrefixLength << 8 | config.ipv6PrefixLength)
    {}
    explicit Prefixes(std::uint32_t bits) noexcept
        : word(bits)
    {}

    [[nodiscard]] ClientKey clientOf(const ClientKey &address) const noexcept
    {
        return address.masked(word >> 8, word & 0xff);
    }
    /// The same for an address of IPv4.
    [[nodiscard]] ClientKey ipv4ClientOf(const ClientKey &address) const noexcept
    {
        return address.widened(ClientKey::mappedBits + (word >> 8));
    }
    /// The same for any other address.
    [[nodiscard]] ClientKey ipv6ClientOf(const ClientKey &address) const noexcept
    {
        return address.isNull() ? address : address.widened(word & 0xff);
    }
    friend bool operator==(const Prefixes &, const Prefixes &) = default;
};

} // namespace ConnLimit
