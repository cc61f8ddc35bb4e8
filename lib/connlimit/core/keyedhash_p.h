// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <random>

namespace ConnLimit {

/// Hashes a ClientKey with SipHash-1-3 (Aumasson and Bernstein, 2012) under a random key.
///
/// Peers choose their addresses: with a hash that they can compute, they would choose
/// those that collide. Every instance has a key of its own; copies share it.
class KeyedHash
{
public:
    KeyedHash()
    {
        std::random_device random;
        const auto word = [&random] { return (std::uint64_t(random()) << 32) | random(); };
        m_key0 = word();
        m_key1 = word();
    }

    std::size_t operator()(const ClientKey &client) const noexcept
    {
        std::uint64_t words[2];
        static_assert(sizeof words == sizeof(ClientKey::Bytes));
        std::memcpy(words, client.bytes().data(), sizeof words);

        State s{m_key0 ^ 0x736f6d6570736575, m_key1 ^ 0x646f72616e646f6d,
                m_key0 ^ 0x6c7967656e657261, m_key1 ^ 0x7465646279746573};
        s.absorb(words[0]);
        s.absorb(words[1]);
        s.absorb((std::uint64_t(17) << 56) | client.prefixLength());
        s.v2 ^= 0xff;
        s.round();
        s.round();
        s.round();
        return static_cast<std::size_t>(s.v0 ^ s.v1 ^ s.v2 ^ s.v3);
    }

private:
    struct State
    {
        std::uint64_t v0, v1, v2, v3;

        void round() noexcept
        {
            v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
            v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
            v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
            v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
        }
        void absorb(std::uint64_t word) noexcept
        {
            v3 ^= word;
            round();
            v0 ^= word;
        }
    };

    std::uint64_t m_key0;
    std::uint64_t m_key1;
};

} // namespace ConnLimit
