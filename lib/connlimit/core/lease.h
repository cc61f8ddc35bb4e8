// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/export.h>

#include <cstdint>
#include <span>
#include <utility>

namespace ConnLimit {

class LimiterState;

/// Base of what the owner of a Limiter wants to find again from its leases: see Lease::context().
class CONNLIMIT_CORE_EXPORT LeaseContext
{
public:
    virtual ~LeaseContext();

protected:
    LeaseContext() = default;
    LeaseContext(const LeaseContext &) = delete;
    LeaseContext &operator=(const LeaseContext &) = delete;
};

/// One counted connection. Gives its slot back exactly once: in release(), or at the latest when
/// it is destroyed or assigned to.
///
/// Move-only, 32 bytes, no allocation. An empty lease (default-constructed, moved from, released)
/// does nothing. It may outlive its Limiter.
/// \par Threads
/// One thread at a time; that may be another thread than the one that acquired it.
class [[nodiscard]] Lease
{
public:
    Lease() noexcept = default;
    ~Lease() { release(); }

    Lease(Lease &&other) noexcept
        : m_state(std::exchange(other.m_state, nullptr))
        , m_client(other.m_client)
        , m_hash(other.m_hash)
    {}
    Lease &operator=(Lease &&other) noexcept
    {
        if (this == &other)
            return *this;
        if (m_state) [[unlikely]] {
            const Lease replaced(std::move(*this)); // given back last: who hears it may look here
            return *this = std::move(other);
        }
        m_state = std::exchange(other.m_state, nullptr);
        m_client = other.m_client;
        m_hash = other.m_hash;
        return *this;
    }
    Lease(const Lease &) = delete;
    Lease &operator=(const Lease &) = delete;

    /// Gives the slot back; does nothing if that has happened already.
    void release() noexcept
    {
        if (m_state)
            giveBack();
    }

    /// Does the same for all \a leases, of one limiter or several, in their order.
    /// \par Cost
    /// Less than one by one where clients are many: memory is fetched ahead.
    CONNLIMIT_CORE_EXPORT static void release(std::span<Lease> leases) noexcept;

    /// Whether a slot is held.
    [[nodiscard]] explicit operator bool() const noexcept { return m_state != nullptr; }

    /// The client that the slot is counted for; null if no slot was ever held.
    [[nodiscard]] const ClientKey &client() const noexcept { return m_client; }

    /// What the Limiter was given at its construction; null if that was nothing, or no slot is
    /// held. Lives at least as long as the slot is held.
    [[nodiscard]] CONNLIMIT_CORE_EXPORT LeaseContext *context() const noexcept;

private:
    friend class LimiterState;
    Lease(LimiterState *state, const ClientKey &client, std::uint32_t hash) noexcept
    {
        take(state, client, hash);
    }
    void take(LimiterState *state, const ClientKey &client, std::uint32_t hash) noexcept
    {
        m_state = state;
        m_client = client;
        m_hash = hash;
    }
    CONNLIMIT_CORE_EXPORT void giveBack() noexcept;

    LimiterState *m_state = nullptr; // lives until its limiter and all of its leases have gone
    ClientKey m_client;
    std::uint32_t m_hash = 0; // of m_client: the way back without another look at the key
};

} // namespace ConnLimit
