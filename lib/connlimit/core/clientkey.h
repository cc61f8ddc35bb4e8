// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/export.h>

#include <algorithm>
#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ConnLimit {

class IPv4Slot;
class IPv6Slot;
struct Prefixes;

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

    /// Bytes of the longest text that toString() returns.
    static constexpr std::size_t maximumTextLength = 43;

    /// Writes what toString() returns to \a text, and returns its length: there is no zero at its
    /// end.
    /// \par Cost
    /// Allocates nothing.
    CONNLIMIT_CORE_EXPORT std::size_t
    toChars(std::span<char, maximumTextLength> text) const noexcept;

    [[nodiscard]] constexpr bool isNull() const noexcept { return m_bits == nullBits; }
    [[nodiscard]] constexpr bool isIPv4() const noexcept;

    /// 0 to 32 for an IPv4 client, 0 to 128 for an IPv6 client.
    [[nodiscard]] constexpr unsigned prefixLength() const noexcept;

    /// Leading bits of bytes() that count, 0 to 128: for IPv4, 96 more than the prefix length. 255
    /// for a null key.
    [[nodiscard]] constexpr unsigned significantBits() const noexcept { return m_bits; }

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
    friend constexpr bool operator==(const ClientKey &a, const ClientKey &b) noexcept
    {
        const Words x = std::bit_cast<Words>(a.m_bytes);
        const Words y = std::bit_cast<Words>(b.m_bytes);
        return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0 && a.m_bits == b.m_bits;
    }

private:
    static constexpr std::uint8_t nullBits = 0xff;
    static constexpr unsigned mappedBits = 96;

    using Words = std::array<std::uint64_t, 2>; // m_bytes as the machine reads them, for speed

    friend class IPv4Slot;
    friend class IPv6Slot;
    friend struct Prefixes;

    constexpr ClientKey(const Bytes &bytes, unsigned bits) noexcept;
    /// The key that has these bytes() and significantBits().
    static constexpr ClientKey fromParts(const Bytes &bytes, std::uint8_t bits) noexcept
    {
        ClientKey key;
        key.m_bytes = bytes;
        key.m_bits = bits;
        return key;
    }
    /// This client, which is not null, with the first \a bits of its own, if it has more.
    constexpr ClientKey widened(unsigned bits) const noexcept
    {
        return bits >= m_bits ? *this : ClientKey(m_bytes, bits);
    }
    template<class Word>
    static constexpr Word inNetworkOrder(Word value) noexcept;
    static constexpr std::uint64_t leadingBits(unsigned count) noexcept;

    Bytes m_bytes{};
    std::uint8_t m_bits = nullBits; // significant bits of m_bytes; IPv4/32 has 128
};

/// The word that has the bytes of \a value in memory, the most significant one first.
template<class Word>
constexpr Word ClientKey::inNetworkOrder(Word value) noexcept
{
    if constexpr (std::endian::native == std::endian::big)
        return value;
    constexpr unsigned bits = 8 * sizeof(Word);
    Word swapped = 0;
    for (unsigned shift = 0; shift < bits; shift += 8)
        swapped |= ((value >> shift) & 0xff) << (bits - 8 - shift);
    return swapped;
}

/// A word whose first \a count bits in memory are set, 0 to 64 of them.
constexpr std::uint64_t ClientKey::leadingBits(unsigned count) noexcept
{
    return count == 0 ? 0 : inNetworkOrder(~std::uint64_t(0) << (64 - count));
}

constexpr ClientKey::ClientKey(const Bytes &bytes, unsigned bits) noexcept
    : m_bytes(bytes)
    , m_bits(static_cast<std::uint8_t>(bits))
{
    if (bits >= 128)
        return;
    Words words = std::bit_cast<Words>(bytes);
    words[0] &= leadingBits(std::min(bits, 64u));
    words[1] &= leadingBits(std::max(bits, 64u) - 64);
    m_bytes = std::bit_cast<Bytes>(words);
}

constexpr ClientKey ClientKey::fromIPv4(std::uint32_t address, unsigned prefixLength) noexcept
{
    const std::array<std::uint32_t, 4> words{0, 0, inNetworkOrder(std::uint32_t(0xffff)),
                                             inNetworkOrder(address)};
    return ClientKey(std::bit_cast<Bytes>(words), mappedBits + std::min(prefixLength, 32u));
}

constexpr ClientKey ClientKey::fromIPv6(const Bytes &address, unsigned prefixLength) noexcept
{
    return ClientKey(address, std::min(prefixLength, 128u));
}

constexpr bool ClientKey::isIPv4() const noexcept
{
    constexpr Words mapped
        = std::bit_cast<Words>(Bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0});
    const Words words = std::bit_cast<Words>(m_bytes);
    return (words[0] | ((words[1] ^ mapped[1]) & leadingBits(32))) == 0
           && m_bits - mappedBits <= 32; // of a null key that is more
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
    if (isIPv4())
        return widened(mappedBits + ipv4PrefixLength);
    return isNull() ? *this : widened(ipv6PrefixLength);
}

constexpr bool ClientKey::contains(const ClientKey &other) const noexcept
{
    return !isNull() && !other.isNull() && m_bits <= other.m_bits
           && ClientKey(other.m_bytes, m_bits) == *this;
}

} // namespace ConnLimit
