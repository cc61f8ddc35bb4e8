// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/config.h>
#include <connlimit/core/export.h>
#include <connlimit/core/lease.h>
#include <connlimit/core/verdict.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ConnLimit {

/// The answer to an attempt to connect: the verdict, and the slot if it was admitted.
struct [[nodiscard]] Admission
{
    Verdict verdict = Verdict::NoAddress;
    ClientKey client; ///< Whom it was counted for, or refused to; null for NoAddress.
    Lease lease;      ///< Empty unless admitted. The connection is counted for as long as it lives.

    [[nodiscard]] bool isAdmitted() const noexcept { return verdict == Verdict::Admitted; }
};

/// One client and its number of open connections, as a snapshot hands them out.
struct ClientCount
{
    ClientKey client;
    std::uint32_t open = 0;
};

/// All that is known of one client.
struct ClientStatus
{
    ClientKey client;
    std::uint32_t open = 0;    ///< Connections open now.
    std::uint32_t limit = 0;   ///< Connections that it may have; 0 = no limit.
    std::uint64_t refused = 0; ///< Connections refused, at least; see Limiter::refusalCapacity.
    std::optional<std::chrono::system_clock::time_point> lastRefused;
};

/// Sums over all clients. The refusals and admissions count from the limiter's construction.
struct Totals
{
    std::uint64_t open = 0;
    std::uint64_t clients = 0; ///< Clients with at least one open connection.
    std::uint64_t admitted = 0;
    std::uint64_t refusedPerClientLimit = 0;
    std::uint64_t refusedTotalLimit = 0;
    std::uint64_t refusedNoAddress = 0;

    [[nodiscard]] std::uint64_t refused() const noexcept
    {
        return refusedPerClientLimit + refusedTotalLimit + refusedNoAddress;
    }
    friend bool operator==(const Totals &, const Totals &) = default;
};

enum class ClientOrder { Client, Open, Limit, Refused, LastRefused };
enum class SortDirection { Ascending, Descending };

/// Which clients Limiter::top() returns.
struct ClientQuery
{
    ClientOrder order = ClientOrder::Open; ///< Equal clients are in ascending order of address.
    SortDirection direction = SortDirection::Descending;
    std::size_t offset = 0;  ///< Clients to pass over, counted in the order asked for.
    std::size_t count = 100; ///< Clients to return at most.
    std::function<bool(const ClientKey &)> filter; ///< Which clients to consider; empty = all.
};

/// The answer to a ClientQuery.
struct ClientPage
{
    std::vector<ClientStatus> clients;
    std::size_t matching = 0; ///< Clients that pass the filter, those outside of the page included.
};

/// Counts the open connections of every client and says who may have one more.
///
/// Thread-safe: all members may be called from any thread at any time. A client with no
/// open connection leaves no entry, and a refusal makes none, so the table cannot be filled by
/// addresses that come and go.
class CONNLIMIT_CORE_EXPORT Limiter
{
public:
    /// Clients whose refusals are remembered, at most. Those refused most often stay; a client
    /// that comes back after it was dropped counts from there on.
    static constexpr std::size_t refusalCapacity = 1024;

    /// Called with the client after each slot that was given back, in the thread that gave it
    /// back, with no lock held. Must not throw. May run after the limiter is gone, because
    /// leases may live on.
    using ReleaseHandler = std::function<void(const ClientKey &)>;

    explicit Limiter(ReleaseHandler onRelease = {});
    ~Limiter();
    Limiter(const Limiter &) = delete;
    Limiter &operator=(const Limiter &) = delete;

    /// Replaces the Config as a whole; every acquire() that begins afterwards obeys it.
    ///
    /// A Config equal to the present one is no change and keeps its revision.
    /// \par Errors
    /// Invalid: the present Config stays in force, in all of its parts.
    ConfigChange setConfig(const Config &config);

    /// Does the same if the revision of the Config is still \a basedOn, otherwise nothing
    /// (Conflict): so two operators do not overwrite each other's change.
    ConfigChange setConfig(const Config &config, std::uint64_t basedOn);

    [[nodiscard]] Config config() const;
    [[nodiscard]] ConfigRevision configRevision() const;

    /// Tries to take one connection slot for \a address.
    ///
    /// The client that is counted is \a address widened to the prefix length of the Config. Check
    /// and count are one atomic step: with a limit of N, at most N leases of the same client
    /// are taken at any moment, whatever the number of threads.
    /// \par Errors
    /// Every other verdict than Admitted leaves all counts of open connections unchanged.
    /// \par Cost
    /// One hash look-up; allocates only for the first connection of a client and the first
    /// refusals. Calls no user code.
    Admission acquire(const ClientKey &address);

    /// The number of open connections of the client that \a address belongs to.
    [[nodiscard]] std::uint32_t numOpen(const ClientKey &address) const;

    [[nodiscard]] Totals totals() const;

    /// All that is known of the client that \a address belongs to; zeros for an unknown one.
    [[nodiscard]] ClientStatus status(const ClientKey &address) const;

    /// Hands all clients with open connections to \a visitor, in batches and in no order.
    ///
    /// Every client is seen as it was at one moment, different clients at different moments. No
    /// lock is held while \a visitor runs; it may call the limiter.
    void snapshot(const std::function<void(std::span<const ClientCount>)> &visitor) const;

    /// The clients with open connections in the order asked for, a page of them.
    /// \par Cost
    /// One pass over all clients; memory for offset + count of them.
    [[nodiscard]] ClientPage top(const ClientQuery &query) const;

private:
    const std::shared_ptr<LimiterState> m_state;
};

} // namespace ConnLimit
