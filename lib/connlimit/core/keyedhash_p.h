// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>

#include <cstdint>
#include <cstring>
#include <random>

namespace ConnLimit {

/// Hashes a ClientKey under a random key.
///
/// Peers choose their addresses: with a hash that they can compute, they would choose
/// those that collide. Every instance has a key of its own; copies share it.
///
/// Multiply-shift and, for 128 bits, pair-multiply-shift (Dietzfelbinger, 1996; Thorup, "High Speed
/// Hashing for Integers and Strings", arXiv:1504.06804) are strongly universal: whichever two
/// addresses are chosen without the key, their pair of hashes is uniformly distributed. As they are
/// linear, neighbours would still lie at regular distances, which linear probing suffers from
/// (Patrascu and Thorup, 2010); so a finalizer comes behind them, a bijection that leaves pairs
/// uniform and makes of a row of neighbours what a generator makes of a counter: SplitMix64's
/// (Steele, Lea and Flood, 2014), and for 32 bits lowbias32 (Wellons, "Prospecting for Hash
/// Functions", 2018). A third of the instructions of SipHash-1-3, for IPv4 a sixth, and hashes
/// overlap in the pipeline.
class KeyedHash
{
public:
    KeyedHash()
    {
        std::random_device random;
        for (std::uint64_t &word : m_key)
            word = (std::uint64_t(random()) << 32) | random();
    }

    std::uint64_t operator()(const ClientKey &client) const noexcept
    {
        std::uint64_t words[2];
        static_assert(sizeof words == sizeof(ClientKey::Bytes));
        std::memcpy(words, client.bytes().data(), sizeof words);

        // The prefix length is the operator's choice; a secret multiple keeps it apart.
        const Wide a = sum({m_key[0], m_key[1]}, words[0] + client.significantBits() * m_key[2]);
        const Wide b = sum({m_key[3], m_key[4]}, words[1]);
        const Wide product = multiply(a.low, b.low);
        const Wide c = sum({product.high + a.high * b.low + a.low * b.high, product.low}, m_key[5]);
        return finalize(c.high + m_key[6]);
    }

    /// 31 bits, and in the last one the family of \a client: 1 is IPv6.
    std::uint32_t tableHash(const ClientKey &client) const noexcept
    {
        return client.isIPv4() ? ipv4Hash(client) : ipv6Hash(client);
    }

    /// The tableHash() of an IPv4 client.
    std::uint32_t ipv4Hash(const ClientKey &client) const noexcept
    {
        std::uint32_t address;
        std::memcpy(&address, client.bytes().data() + 12, sizeof address);
        return ipv4Hash(address, client.significantBits());
    }
    /// The same; \a address is as it lies in bytes().
    std::uint32_t ipv4Hash(std::uint32_t address, unsigned significantBits) const noexcept
    {
        // With words that IPv6 has, too: its last one, which is not here, keeps the two apart.
        const std::uint64_t sum = m_key[0] * address + m_key[1] * significantBits + m_key[2];
        return finalize(static_cast<std::uint32_t>(sum >> 32)) & ~1u;
    }

    /// The tableHash() of any other client.
    std::uint32_t ipv6Hash(const ClientKey &client) const noexcept
    {
        return static_cast<std::uint32_t>((*this)(client) >> 32) | 1u;
    }

private:
    struct Wide
    {
        std::uint64_t high;
        std::uint64_t low;
    };

    static Wide sum(Wide a, std::uint64_t b) noexcept
    {
        const std::uint64_t low = a.low + b;
        return {a.high + (low < b), low};
    }

    static Wide multiply(std::uint64_t a, std::uint64_t b) noexcept
    {
#ifdef __SIZEOF_INT128__
        __extension__ using Native = unsigned __int128;
        const Native product = Native(a) * b;
        return {std::uint64_t(product >> 64), std::uint64_t(product)};
#else
        const std::uint64_t aLow = a & 0xffffffff, aHigh = a >> 32;
        const std::uint64_t bLow = b & 0xffffffff, bHigh = b >> 32;
        const std::uint64_t lowest = aLow * bLow;
        const std::uint64_t middle = aHigh * bLow + (lowest >> 32);
        const std::uint64_t other = aLow * bHigh + (middle & 0xffffffff);
        return {aHigh * bHigh + (middle >> 32) + (other >> 32), a * b};
#endif
    }

    static std::uint64_t finalize(std::uint64_t x) noexcept
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    static std::uint32_t finalize(std::uint32_t x) noexcept
    {
        x = (x ^ (x >> 16)) * 0x7feb352d;
        x = (x ^ (x >> 15)) * 0x846ca68b;
        return x ^ (x >> 16);
    }

    std::uint64_t m_key[7];
};

} // namespace ConnLimit
