// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/export.h>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ConnLimit {

/// What counts as one client: an IP address, or a subnet whose addresses are limited together.
///
/// A small immutable value (17 bytes, no allocation). An IPv4 address and its IPv4-mapped
/// IPv6 form (::ffff:a.b.c.d, RFC 4291, 2.5.5.2) are the same client. Bits behind the prefix
/// are always zero, so that equal clients compare equal. The default-constructed key is null:
/// it stands for a peer without an IP address.
class ClientKey
{
public:
    using Bytes = std::array<std::uint8_t, 16>;

    constexpr ClientKey() noexcept = default;

    /// The client with the IPv4 \a address, in host byte order (127.0.0.1 is 0x7f000001).
    ///
    /// A \a prefixLength over 32 counts as 32.
    [[nodiscard]] static constexpr ClientKey fromIPv4(std::uint32_t address,
                                                      unsigned prefixLength = 32) noexcept;

    /// The client with the IPv6 address of the 16 bytes of \a address, in network byte order.
    ///
    /// A \a prefixLength over 128 counts as 128.
    [[nodiscard]] static constexpr ClientKey fromIPv6(const Bytes &address,
                                                      unsigned prefixLength = 128) noexcept;

    /// Reads an address or a subnet: "203.0.113.7", "2001:db8:1:2::/64", "fe80::1%eth0".
    ///
    /// A scope id is dropped.
    /// \par Errors
    /// Nothing for anything else, a prefix length out of range and address bits that are set
    /// behind the prefix included.
    [[nodiscard]] CONNLIMIT_CORE_EXPORT static std::optional<ClientKey>
    fromString(std::string_view text);

    /// The text that fromString() reads; the prefix length is left out of a single address.
    ///
    /// IPv6 as RFC 5952 writes it. Empty for a null key.
    [[nodiscard]] CONNLIMIT_CORE_EXPORT std::string toString() const;

    [[nodiscard]] constexpr bool isNull() const noexcept { return m_bits == nullBits; }
    [[nodiscard]] constexpr bool isIPv4() const noexcept;

    /// 0 to 32 for an IPv4 client, 0 to 128 for an IPv6 client.
    [[nodiscard]] constexpr unsigned prefixLength() const noexcept;

    /// The address as IPv6, in network byte order; IPv4 in its IPv4-mapped form.
    [[nodiscard]] constexpr const Bytes &bytes() const noexcept { return m_bytes; }

    /// This client widened to \a ipv4PrefixLength or \a ipv6PrefixLength, whichever applies.
    ///
    /// A key that is as wide already, or null, is returned as it is.
    [[nodiscard]] constexpr ClientKey masked(unsigned ipv4PrefixLength,
                                             unsigned ipv6PrefixLength) const noexcept;

    /// Whether \a other is this client or lies within its subnet.
    [[nodiscard]] constexpr bool contains(const ClientKey &other) const noexcept;

    /// By address, IPv4 among IPv6 where its mapped form stands; wider subnets first.
    friend constexpr auto operator<=>(const ClientKey &, const ClientKey &) noexcept = default;

private:
    static constexpr std::uint8_t nullBits = 0xff;
    static constexpr unsigned mappedBits = 96;

    constexpr ClientKey(const Bytes &bytes, unsigned bits) noexcept;

    Bytes m_bytes{};
    std::uint8_t m_bits = nullBits; // significant bits of m_bytes; IPv4/32 has 128
};

constexpr ClientKey::ClientKey(const Bytes &bytes, unsigned bits) noexcept
    : m_bytes(bytes)
    , m_bits(static_cast<std::uint8_t>(bits))
{
    for (unsigned i = bits / 8; i < m_bytes.size(); ++i) {
        const unsigned kept = i == bits / 8 ? bits % 8 : 0;
        m_bytes[i] &= static_cast<std::uint8_t>(0xff00u >> kept);
    }
}

constexpr ClientKey ClientKey::fromIPv4(std::uint32_t address, unsigned prefixLength) noexcept
{
    const auto byte = [address](int shift) { return static_cast<std::uint8_t>(address >> shift); };
    return ClientKey(
        {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, byte(24), byte(16), byte(8), byte(0)},
        mappedBits + std::min(prefixLength, 32u));
}

constexpr ClientKey ClientKey::fromIPv6(const Bytes &address, unsigned prefixLength) noexcept
{
    return ClientKey(address, std::min(prefixLength, 128u));
}

constexpr bool ClientKey::isIPv4() const noexcept
{
    return !isNull() && m_bits >= mappedBits && m_bytes[10] == 0xff && m_bytes[11] == 0xff
           && std::all_of(m_bytes.begin(), m_bytes.begin() + 10, [](auto b) { return b == 0; });
}

constexpr unsigned ClientKey::prefixLength() const noexcept
{
    if (isNull())
        return 0;
    return isIPv4() ? m_bits - mappedBits : m_bits;
}

constexpr ClientKey ClientKey::masked(unsigned ipv4PrefixLength,
                                      unsigned ipv6PrefixLength) const noexcept
{
    const unsigned bits = isIPv4() ? mappedBits + ipv4PrefixLength : ipv6PrefixLength;
    return isNull() || bits >= m_bits ? *this : ClientKey(m_bytes, bits);
}

constexpr bool ClientKey::contains(const ClientKey &other) const noexcept
{
    return !isNull() && !other.isNull() && m_bits <= other.m_bits
           && ClientKey(other.m_bytes, m_bits) == *this;
}

} // namespace ConnLimit
