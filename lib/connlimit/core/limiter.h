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
#include <variant>
#include <vector>

namespace ConnLimit {

/// The answer to an attempt to connect: the verdict, and the slot if it was admitted.
struct [[nodiscard]] Admission
{
    Verdict verdict = Verdict::NoAddress;
    ClientKey client; ///< Whom it was counted for, or refused to; null for NoAddress.
    Lease lease;      ///< Empty unless admitted. The connection is counted for as long as it lives.
    Verdict dryRunVerdict = Verdict::Admitted; ///< In a dry run: what the verdict would have been.

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
    std::uint32_t limit = 0;   ///< Connections that it may have; 0 = no limit, unless blocked.
    std::uint64_t refused = 0; ///< Connections refused, at least; see Limiter::refusalCapacity.
                               ///< Those that a dry run would have refused are among them.
    std::optional<std::chrono::system_clock::time_point> lastRefused = {};
    std::optional<Rule> rule = {};           ///< The rule that applies to it, if any.
    std::uint64_t refusedLastMinute = 0;     ///< Of `refused`: those of the last 60 s, +- 4 s.
    std::optional<Verdict> lastVerdict = {}; ///< Of the last refusal.
};

/// Sums over all clients. The refusals and admissions count from the limiter's construction.
///
/// While connections come and go, open and clients may lag behind by those of a few microseconds;
/// they are never more than there were.
struct Totals
{
    std::uint64_t open = 0;
    std::uint64_t clients = 0;  ///< Clients with at least one open connection.
    std::uint64_t admitted = 0; ///< Without those that were withdrawn: see recordWithdrawal().
    std::uint64_t refusedPerClientLimit = 0;
    std::uint64_t refusedTotalLimit = 0;
    std::uint64_t refusedNoAddress = 0;
    std::uint64_t refusedBlocked = 0;
    std::uint64_t refusedOverload = 0;
    std::uint64_t refusedBadProxyHeader = 0;
    std::uint64_t dryRunRefused = 0; ///< Admitted in a dry run, although the Config would refuse.

    [[nodiscard]] std::uint64_t refused() const noexcept
    {
        return refusedPerClientLimit + refusedTotalLimit + refusedNoAddress + refusedBlocked
               + refusedOverload + refusedBadProxyHeader;
    }
    friend bool operator==(const Totals &, const Totals &) = default;
};

enum class ClientOrder {
    Client,
    Open,
    Limit, ///< No limit is the highest, to be blocked the lowest.
    Refused,
    LastRefused,
    Share, ///< Of its limit that a client has taken; 0 without a limit. The connections of one that
           ///< is blocked are beyond any share.
    RefusedLastMinute,
};
enum class SortDirection { Ascending, Descending };

/// Which clients Limiter::top() returns.
struct ClientQuery
{
    ClientOrder order = ClientOrder::Open; ///< Equal clients are in ascending order of address.
    SortDirection direction = SortDirection::Descending;
    std::size_t offset = 0;  ///< Clients to pass over, counted in the order asked for.
    std::size_t count = 100; ///< Clients to return at most.
    std::function<bool(const ClientKey &)> filter; ///< Which clients to consider; empty = all.
    bool includeRefused = false; ///< Also those without a connection whose refusals are remembered.
};

/// The answer to a ClientQuery.
struct ClientPage
{
    std::vector<ClientStatus> clients;
    std::size_t matching = 0; ///< Clients that pass the filter, those outside of the page included.
};

/// What a Config means for the clients that have connections open.
struct ConfigEffect
{
    std::uint64_t clients = 0;         ///< That have connections open.
    std::uint64_t open = 0;            ///< Connections of all of them.
    std::uint64_t clientsOver = 0;     ///< With more open than they may have; of blocked ones, all.
    std::uint64_t connectionsOver = 0; ///< All connections of those clients. They stay open.
    std::uint64_t excess = 0;          ///< Of connectionsOver, those beyond the limits.
    std::uint64_t clientsAtLimit = 0;  ///< That would be refused one more; those over among them.
    bool isTotalReached = false;       ///< Whether maximumConnections has everybody refused.

    friend bool operator==(const ConfigEffect &, const ConfigEffect &) = default;
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

    /// Connections that can be counted for one client, whatever its limit. One more is refused with
    /// PerClientLimit, in a dry run and for an exempt client, too.
    static constexpr std::uint32_t maximumOpenPerClient = 0xffffff;

    /// Called with the client after each slot that was given back, in the thread that gave it
    /// back, with no lock held; while it is enabled. Must not throw. May run after the limiter is
    /// gone, because leases may live on.
    using ReleaseHandler = std::function<void(const ClientKey &)>;

    /// \a context is what Lease::context() returns. It goes with the limiter or the last of its
    /// leases, whichever comes last, in the thread where that happens.
    explicit Limiter(ReleaseHandler onRelease = {}, std::shared_ptr<LeaseContext> context = {});
    ~Limiter();
    Limiter(const Limiter &) = delete;
    Limiter &operator=(const Limiter &) = delete;

    /// Switches the release handler off and on; it is on at first. Off, releases cost less.
    ///
    /// Slots that are given back at the same time, in other threads, may or may not heed it.
    void setReleaseHandlerEnabled(bool isEnabled) noexcept;

    /// Replaces the Config as a whole; every acquire() that begins afterwards obeys it.
    ///
    /// One that is under way obeys the old or the new Config, and does not wait for this.
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

    /// What \a config would mean for those who are connected now, if it were in force.
    ///
    /// In a dry run, what it would mean without. With other prefix lengths than those in force,
    /// connections stay counted as they are: so they are here.
    /// \par Errors
    /// The field of \a config that is wrong, and why.
    /// \par Cost
    /// One pass over all clients.
    [[nodiscard]] std::variant<ConfigEffect, ConfigError> preview(const Config &config) const;

    /// The number in configRevision(), without a copy of the Config.
    [[nodiscard]] std::uint64_t revision() const;

    /// Tries to take one connection slot for \a address.
    ///
    /// The client that is counted is \a address widened to the prefix length of the Config. Check
    /// and count are one atomic step: with a limit of N, at most N leases of the same client
    /// are taken at any moment, whatever the number of threads.
    /// \par Errors
    /// Every other verdict than Admitted leaves all counts of open connections unchanged.
    /// \par Cost
    /// One hash look-up, under the lock of one of 256 shards, and one more for each prefix length
    /// that has a rule. Allocates only when a shard grows (throws std::bad_alloc, without effect,
    /// if it cannot), and once for the first refusal (which is counted, but not remembered for its
    /// client, if it cannot). Calls no user code.
    Admission acquire(const ClientKey &address);

    /// Does the same, and writes the answer to \a admission. What lease that had is released first,
    /// and if this throws, that is all that becomes of \a admission.
    ///
    /// Less than to move it there, where every step counts: in a loop that accepts.
    void acquire(const ClientKey &address, Admission &admission);

    /// Does the same for all \a addresses, in their order: admissions[i] is the answer to
    /// addresses[i]. There are at least as many \a admissions; what leases they had are released.
    ///
    /// Not one step: other threads may come in between.
    /// \par Cost
    /// Less than one by one where clients are many: memory is fetched ahead.
    void acquire(std::span<const ClientKey> addresses, std::span<Admission> admissions);

    /// Counts a refusal of \a address that was decided elsewhere, such as Verdict::Overload.
    ///
    /// Returns the client to whom it is counted. A \a verdict of Admitted is no refusal and counts
    /// nothing.
    ClientKey recordRefusal(const ClientKey &address, Verdict verdict);

    /// Does the same for a connection that acquire() had admitted, and counts it as admitted no
    /// more. Its lease stays the caller's to release, before or afterwards.
    ClientKey recordWithdrawal(const ClientKey &address, Verdict verdict);

    /// The number of open connections of the client that \a address belongs to.
    [[nodiscard]] std::uint32_t numOpen(const ClientKey &address) const;

    [[nodiscard]] Totals totals() const;

    /// All that is known of the client that \a address belongs to; zeros for an unknown one. The
    /// rule is the one for \a address; in top(), the one for all of the client.
    [[nodiscard]] ClientStatus status(const ClientKey &address) const;

    /// Hands all clients with open connections to \a visitor, in batches and in no order.
    ///
    /// Every client is seen as it was at one moment, different clients at different moments. No
    /// lock is held while \a visitor runs; it may call the limiter.
    void snapshot(const std::function<void(std::span<const ClientCount>)> &visitor) const;

    /// All clients whose refusals are remembered, in no order. Those without a connection are among
    /// them.
    /// \par Cost
    /// A copy of up to refusalCapacity clients, and a look at the count of each. No lock is held
    /// for longer than the first takes.
    [[nodiscard]] std::vector<ClientStatus> refusedClients() const;

    /// The clients with open connections in the order asked for, a page of them.
    ///
    /// With ClientQuery::includeRefused, those without whose refusals are remembered as well. A
    /// client is never in it twice.
    /// \par Cost
    /// One pass over all clients. Up to an offset + count of 4,096, memory for so many of them.
    /// Beyond that, 32 bytes for each that passes the filter, twice that while they are gathered,
    /// and two passes more over those: a page costs about the same wherever it is.
    [[nodiscard]] ClientPage top(const ClientQuery &query) const;

private:
    LimiterState *const m_state; // deletes itself
};

} // namespace ConnLimit
