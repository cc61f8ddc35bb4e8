// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clienttable_p.h"
#include "compiledconfig_p.h"
#include "keyedhash_p.h"
#include "mutex_p.h"
#include "refusalstatistics_p.h"

#include <connlimit/core/limiter.h>

#include <array>
#include <atomic>
#include <memory>
#include <optional>

namespace ConnLimit {

/// What a Limiter and its leases share. Thread-safe.
///
/// Belongs to itself: it is deleted by whoever comes last of the limiter, its leases and the
/// release handlers that run.
class LimiterState
{
public:
    LimiterState(Limiter::ReleaseHandler onRelease, std::shared_ptr<LeaseContext> context);

    /// Called once, by the limiter that goes.
    void orphan() noexcept;

    void setReleaseHandlerEnabled(bool isEnabled) noexcept;
    ConfigChange setConfig(const Config &config, std::optional<std::uint64_t> basedOn);
    std::shared_ptr<const CompiledConfig> config() const;

    Admission acquire(const ClientKey &address);
    void acquire(const ClientKey &address, Admission &admission);
    void acquire(std::span<const ClientKey> addresses, std::span<Admission> admissions);
    ClientKey recordRefusal(const ClientKey &address, Verdict verdict);
    ClientKey recordWithdrawal(const ClientKey &address, Verdict verdict);
    inline void giveBack(const ClientKey &client, std::uint32_t hash) noexcept;
    void prefetch(std::uint32_t hash) const noexcept { shardOf(hash).table.prefetch(hash); }

    ClientKey clientOf(const ClientKey &address) const noexcept
    {
        return prefixes().clientOf(address);
    }
    std::uint32_t numOpen(const ClientKey &client) const noexcept;
    Totals totals() const;
    void snapshot(const std::function<void(std::span<const ClientCount>)> &visitor) const;
    void copyRefusals(ClientStatus &status) const;
    RefusalStatistics refusals() const;
    LeaseContext *context() const noexcept { return m_context.get(); }

private:
    /// 64 bytes, a cache line: shards do not slow each other down.
    struct alignas(64) Shard
    {
        mutable Mutex mutex;
        bool isOrphaned CONNLIMIT_GUARDED_BY(mutex) = false;
        std::uint32_t handlers CONNLIMIT_GUARDED_BY(mutex) = 0; // release handlers that run
        // Not 0: the connections here are counted in m_total as well.
        std::uint32_t totalEpoch CONNLIMIT_GUARDED_BY(mutex) = 0;
        ClientTable table; // guarded by mutex, but for prefetch()
        std::uint64_t admitted CONNLIMIT_GUARDED_BY(mutex) = 0;
        std::uint64_t released CONNLIMIT_GUARDED_BY(mutex) = 0;
        const CompiledConfig *config CONNLIMIT_GUARDED_BY(mutex) = nullptr;

        [[nodiscard]] bool isDone() const CONNLIMIT_ANNOTATE(requires_capability(mutex))
        {
            return isOrphaned && admitted == released && handlers == 0;
        }
    };

    /// An address on its way into the table: the client that the prefixes make of it.
    struct Target
    {
        ClientKey client;
        std::uint32_t hash;
        Prefixes prefixes;
    };

    struct Decision
    {
        Verdict verdict;
        Verdict dryRunVerdict;

        [[nodiscard]] bool isRefusal() const noexcept
        {
            return verdict != Verdict::Admitted || dryRunVerdict != Verdict::Admitted;
        }
    };

    static constexpr std::size_t shardCount = 256;

    // The last bit of a hash is the family: every other shard is for IPv6.
    Shard &shardOf(std::uint32_t hash) noexcept { return m_shards[hash % shardCount]; }
    const Shard &shardOf(std::uint32_t hash) const noexcept { return m_shards[hash % shardCount]; }
    Prefixes prefixes() const noexcept
    {
        return Prefixes(m_prefixes.load(std::memory_order_acquire));
    }

    Target targetOf(const ClientKey &address, Prefixes prefixes) const noexcept
    {
        const ClientKey client = prefixes.clientOf(address);
        return {client, m_shared.hash.tableHash(client), prefixes};
    }
    std::uint32_t hashOf(const ClientKey &address, Prefixes prefixes) const noexcept
    {
        return address.isIPv4() ? m_shared.hash.ipv4Hash(prefixes.ipv4ClientOf(address))
                                : m_shared.hash.ipv6Hash(prefixes.ipv6ClientOf(address));
    }
    template<class Slot>
    Decision decide(const ClientKey &address, Target &target);
    template<class Slot>
    Decision decideDuringChange(const ClientKey &address, Target &target);
    // The second half of acquire(), when the hash of the client is known.
    template<class Slot>
    Admission acquireHashed(const ClientKey &address, std::uint32_t hash, Prefixes prefixes);
    template<class Slot>
    void acquireHashed(const ClientKey &address, std::uint32_t hash, Prefixes prefixes,
                       Admission &admission);
    inline void acquireHashed(const ClientKey &address, std::uint32_t hash, Prefixes prefixes,
                              Admission &admission);
    template<class Slot>
    Decision take(Shard &shard, const CompiledConfig &config, const ClientKey &address,
                  const Target &target) CONNLIMIT_ANNOTATE(requires_capability(shard.mutex));
    inline Verdict judge(const CompiledConfig &config, const ClientKey &address, std::uint32_t open,
                         bool &isCounted) noexcept;
    bool takeOfTotal(std::uint32_t maximum) noexcept;
    void recordRefusal(const Target &target, const Decision &decision);
    void publish(std::shared_ptr<CompiledConfig> next)
        CONNLIMIT_ANNOTATE(requires_capability(m_configMutex));
    void setTotalEpoch(std::uint32_t epoch) noexcept
        CONNLIMIT_ANNOTATE(requires_capability(m_configMutex));
    bool callHandler(Shard &shard, const ClientKey &client) noexcept;
    void finish(std::uint32_t count) noexcept;

    ClientTable::Shared m_shared;
    const Limiter::ReleaseHandler m_onRelease;
    const std::shared_ptr<LeaseContext> m_context;
    std::atomic<bool> m_isHandlerEnabled;
    std::atomic<std::uint32_t> m_prefixes; // those of the newest Config
    // Open connections, maintained only while some Config limits them.
    std::atomic<std::uint64_t> m_total = 0;
    // Shards that are not done, and one for the limiter.
    std::atomic<std::uint32_t> m_unfinished = shardCount + 1;

    mutable Mutex m_configMutex; // taken before a shard's
    std::shared_ptr<const CompiledConfig> m_config CONNLIMIT_GUARDED_BY(m_configMutex);
    std::uint32_t m_lastTotalEpoch CONNLIMIT_GUARDED_BY(m_configMutex) = 0;

    mutable Mutex m_refusalsMutex;
    RefusalStatistics m_refusals CONNLIMIT_GUARDED_BY(m_refusalsMutex);
    // By verdict; those that were admitted in a dry run stand under Admitted.
    std::array<std::uint64_t, std::size_t(Verdict::NoAddress) + 1>
        m_refusalCounts CONNLIMIT_GUARDED_BY(m_refusalsMutex){};
    // Of those that the shards have counted as admitted, and that were refused after all.
    std::uint64_t m_withdrawn CONNLIMIT_GUARDED_BY(m_refusalsMutex) = 0;

    std::array<Shard, shardCount> m_shards;
};

} // namespace ConnLimit
