// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/export.h>

#include <memory>
#include <utility>

namespace ConnLimit {

class LimiterState;

/// One counted connection. Gives its slot back exactly once: in release(), or at the latest when
/// it is destroyed or assigned to.
///
/// Move-only. An empty lease (default-constructed, moved from, released) does nothing. It may
/// outlive its Limiter.
/// \par Threads
/// One thread at a time; that may be another thread than the one that acquired it.
class [[nodiscard]] Lease
{
public:
    Lease() noexcept = default;
    ~Lease() { release(); }

    Lease(Lease &&other) noexcept = default; // a moved-from shared_ptr is empty
    Lease &operator=(Lease &&other) noexcept
    {
        Lease taken(std::move(other));
        std::swap(m_state, taken.m_state);
        std::swap(m_client, taken.m_client);
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

    /// Whether a slot is held.
    [[nodiscard]] explicit operator bool() const noexcept { return m_state != nullptr; }

    /// The client that the slot is counted for; null if no slot was ever held.
    [[nodiscard]] const ClientKey &client() const noexcept { return m_client; }

private:
    friend class LimiterState;
    Lease(std::shared_ptr<LimiterState> state, const ClientKey &client) noexcept
        : m_state(std::move(state))
        , m_client(client)
    {}
    CONNLIMIT_CORE_EXPORT void giveBack() noexcept;

    std::shared_ptr<LimiterState> m_state;
    ClientKey m_client;
};

} // namespace ConnLimit
