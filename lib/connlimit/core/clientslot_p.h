// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "keyedhash_p.h"
#include "prefixes_p.h"

#include <connlimit/core/clientkey.h>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

// The slots of a ClientTable: a client and the number of its connections, which is 0 in an empty
// slot, whatever else is in it. One that is all zero is empty.

namespace ConnLimit {

/// An IPv4 client, in 8 bytes: eight of them are a cache line.
class IPv4Slot
{
public:
    static constexpr std::uint32_t maximumOpen = 0xffffff;

    /// What a slot is compared with: the address, 8 significant bits, and 24 zero ones.
    using Wanted = std::uint64_t;
    [[nodiscard]] static Wanted wanted(const ClientKey &client) noexcept
    {
        std::uint32_t address;
        std::memcpy(&address, client.bytes().data() + 12, sizeof address);
        return std::uint64_t(address) << 32 | client.significantBits() << 24;
    }

    /// The client of an IPv4 address.
    [[nodiscard]] static ClientKey clientOf(const ClientKey &address, Prefixes prefixes) noexcept
    {
        return prefixes.ipv4ClientOf(address);
    }

    IPv4Slot() noexcept = default;
    explicit IPv4Slot(const ClientKey &client) noexcept
        : m_word(wanted(client) | 1)
    {}

    [[nodiscard]] bool is(Wanted other) const noexcept { return (m_word & ~countMask) == other; }
    [[nodiscard]] std::uint32_t open() const noexcept
    {
        return static_cast<std::uint32_t>(m_word & countMask);
    }
    [[nodiscard]] ClientKey client() const noexcept
    {
        constexpr auto mapped
            = std::bit_cast<std::uint32_t>(std::array<std::uint8_t, 4>{0, 0, 0xff, 0xff});
        const std::array<std::uint32_t, 4> words{0, 0, mapped,
                                                 static_cast<std::uint32_t>(m_word >> 32)};
        return ClientKey::fromParts(std::bit_cast<ClientKey::Bytes>(words),
                                    static_cast<std::uint8_t>(m_word >> 24));
    }

    /// The KeyedHash::tableHash() of client().
    [[nodiscard]] std::uint32_t hash(const KeyedHash &keyedHash) const noexcept
    {
        return keyedHash.ipv4Hash(static_cast<std::uint32_t>(m_word >> 32),
                                  static_cast<std::uint8_t>(m_word >> 24));
    }

    void increment() noexcept { ++m_word; }
    void decrement() noexcept { --m_word; }

private:
    static constexpr std::uint64_t countMask = maximumOpen;

    std::uint64_t m_word = 0;
};
static_assert(sizeof(IPv4Slot) == 8);

/// Any other client, in 20 bytes.
class IPv6Slot
{
public:
    static constexpr std::uint32_t maximumOpen = IPv4Slot::maximumOpen;

    struct Wanted
    {
        std::uint64_t words[2];
        std::uint32_t bits;
    };
    [[nodiscard]] static Wanted wanted(const ClientKey &client) noexcept
    {
        Wanted result;
        std::memcpy(result.words, client.bytes().data(), sizeof result.words);
        result.bits = client.significantBits();
        return result;
    }

    /// The client of any other address.
    [[nodiscard]] static ClientKey clientOf(const ClientKey &address, Prefixes prefixes) noexcept
    {
        return prefixes.ipv6ClientOf(address);
    }

    IPv6Slot() noexcept = default;
    explicit IPv6Slot(const ClientKey &client) noexcept
        : m_bytes(client.bytes())
        , m_word(client.significantBits() << 24 | 1)
    {}

    [[nodiscard]] bool is(const Wanted &other) const noexcept
    {
        std::uint64_t words[2];
        std::memcpy(words, m_bytes.data(), sizeof words);
        return words[0] == other.words[0] && words[1] == other.words[1]
               && m_word >> 24 == other.bits;
    }
    [[nodiscard]] std::uint32_t open() const noexcept { return m_word & maximumOpen; }
    [[nodiscard]] ClientKey client() const noexcept
    {
        return ClientKey::fromParts(m_bytes, static_cast<std::uint8_t>(m_word >> 24));
    }

    [[nodiscard]] std::uint32_t hash(const KeyedHash &keyedHash) const noexcept
    {
        return keyedHash.ipv6Hash(client());
    }

    void increment() noexcept { ++m_word; }
    void decrement() noexcept { --m_word; }

private:
    ClientKey::Bytes m_bytes{};
    std::uint32_t m_word = 0; // 8 significant bits, 24 of the count
};
static_assert(sizeof(IPv6Slot) == 20);

} // namespace ConnLimit
