// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// Clients are spread over shards by a keyed hash, and each shard has a lock that guards its counts
// and its pointer to the Config: a check, the count that it leads to and the Config that it obeys
// are one step. To publish a Config is to visit all shards, and when that is done nobody reads the
// one before it. Two changes need care:
//
// - The prefix lengths decide which shard is asked, before its Config can be seen. They are read
//   from one word; if the shard then has another Config, its own prefix lengths are tried. While a
//   change is under way that may lead back to a shard with the first Config, so the second is kept
//   alive and obeyed there: an acquire never waits for whoever changes the Config.
// - A limit on all connections needs their exact number, which nobody else should pay for. Before
//   such a Config is published, each shard begins to count in m_total, by adding what it has.
//
// Leases do not count references to the state: the counts of open connections are there anyway.

#include "limiterstate_p.h"

#include <algorithm>
#include <new>
#include <utility>

namespace ConnLimit {

LimiterState::LimiterState(Limiter::ReleaseHandler onRelease, std::shared_ptr<LeaseContext> context)
    : m_onRelease(std::move(onRelease))
    , m_context(std::move(context))
    , m_isHandlerEnabled(m_onRelease != nullptr)
    , m_refusals(Limiter::refusalCapacity, m_shared.hash)
{
    for (std::size_t i = 1; i < shardCount; i += 2)
        m_shards[i].table.setIPv6();
    const MutexLocker locker(m_configMutex);
    publish(std::make_shared<CompiledConfig>(Config()));
}

void LimiterState::orphan() noexcept
{
    std::uint32_t done = 1; // the limiter
    for (Shard &shard : m_shards) {
        const MutexLocker locker(shard.mutex);
        shard.isOrphaned = true;
        done += shard.isDone();
    }
    finish(done);
}

void LimiterState::finish(std::uint32_t count) noexcept
{
    if (m_unfinished.fetch_sub(count, std::memory_order_acq_rel) == count)
        delete this;
}

void LimiterState::setReleaseHandlerEnabled(bool isEnabled) noexcept
{
    m_isHandlerEnabled.store(isEnabled && m_onRelease, std::memory_order_relaxed);
}

ConfigChange LimiterState::setConfig(const Config &config, std::optional<std::uint64_t> basedOn)
{
    std::optional<ConfigError> error = config.validate();
    const auto next = error ? nullptr : std::make_shared<CompiledConfig>(config);

    std::shared_ptr<const CompiledConfig> before;
    std::shared_ptr<const CompiledConfig> after;
    ConfigChange change;
    {
        const MutexLocker locker(m_configMutex);
        before = m_config;
        const std::uint64_t revision = before->revision().revision;
        if (error) {
            change.outcome = ConfigChange::Outcome::Invalid;
        } else if (basedOn && *basedOn != revision) {
            change.outcome = ConfigChange::Outcome::Conflict;
        } else if (config != before->config()) {
            next->setRevisionNumber(revision + 1);
            publish(next);
        }
        after = m_config;
    }
    if (error)
        change.error = std::move(*error);
    change.before = before->revision();
    change.after = after->revision();
    return change;
}

void LimiterState::publish(std::shared_ptr<CompiledConfig> next)
{
    // Kept until the end of this function, when no shard has it any more.
    const std::shared_ptr<const CompiledConfig> previous = std::move(m_config);
    const std::uint32_t epoch = previous ? previous->totalEpoch() : 0;
    const bool needsTotal = next->config().maximumConnections != 0;
    if (needsTotal) {
        if (epoch == 0)
            setTotalEpoch(++m_lastTotalEpoch);
        next->setTotalEpoch(m_lastTotalEpoch);
    }
    m_config = next;
    m_prefixes.store(next->prefixes().word, std::memory_order_release);
    for (Shard &shard : m_shards) {
        const MutexLocker locker(shard.mutex);
        shard.config = next.get();
    }
    if (!needsTotal && epoch != 0)
        setTotalEpoch(0);
}

/// Makes all shards count in m_total from now on, or, with 0, none of them.
void LimiterState::setTotalEpoch(std::uint32_t epoch) noexcept
{
    for (Shard &shard : m_shards) {
        const MutexLocker locker(shard.mutex);
        shard.totalEpoch = epoch;
        if (epoch != 0)
            m_total.fetch_add(shard.admitted - shard.released, std::memory_order_relaxed);
    }
    if (epoch == 0)
        m_total.store(0, std::memory_order_relaxed);
}

std::shared_ptr<const CompiledConfig> LimiterState::config() const
{
    const MutexLocker locker(m_configMutex);
    return m_config;
}

bool LimiterState::takeOfTotal(std::uint32_t maximum) noexcept
{
    // Not add, look, and subtract again: another thread might see the surplus and refuse for it.
    std::uint64_t total = m_total.load(std::memory_order_relaxed);
    do {
        if (total >= maximum)
            return false;
    } while (!m_total.compare_exchange_weak(total, total + 1, std::memory_order_relaxed));
    return true;
}

/// What \a config says about one more connection where there are \a open. If the number of all
/// connections was raised for it, \a isCounted is set.
inline Verdict LimiterState::judge(const CompiledConfig &config, const ClientKey &address,
                                   std::uint32_t open, bool &isCounted) noexcept
{
    const Rule *const rule = config.ruleFor(address);
    if (rule && rule->action != RuleAction::Limit)
        return rule->action == RuleAction::Block ? Verdict::Blocked : Verdict::Admitted;
    const std::uint32_t limit = config.limitUnder(rule);
    if (limit != 0 && open >= limit)
        return Verdict::PerClientLimit;
    if (const std::uint32_t maximum = config.totalLimit()) {
        isCounted = takeOfTotal(maximum);
        return isCounted ? Verdict::Admitted : Verdict::TotalLimit;
    }
    return Verdict::Admitted;
}

template<class Slot>
inline LimiterState::Decision LimiterState::take(Shard &shard, const CompiledConfig &config,
                                                 const ClientKey &address, const Target &target)
{
    const ClientTable::Place place = shard.table.find<Slot>(target.client, target.hash);
    Verdict verdict = Verdict::Admitted;
    bool isCounted = false;
    if (place.open >= config.unquestioned()) {
        verdict = judge(config, address, place.open, isCounted);
        if (verdict != Verdict::Admitted && !config.isDryRun())
            return {verdict, Verdict::Admitted};
        if (place.open == ClientTable::maximumOpen) { // what cannot be counted cannot stay
            if (isCounted)
                m_total.fetch_sub(1, std::memory_order_relaxed);
            return {Verdict::PerClientLimit, Verdict::Admitted};
        }
    }
    try {
        shard.table.add<Slot>(place, target.client, target.hash, m_shared);
    } catch (...) {
        if (isCounted)
            m_total.fetch_sub(1, std::memory_order_relaxed);
        throw;
    }
    if (shard.totalEpoch != 0 && !isCounted)
        m_total.fetch_add(1, std::memory_order_relaxed);
    ++shard.admitted;
    return {Verdict::Admitted, verdict};
}

/// \a target is changed where the Config that decides has other prefixes.
template<class Slot>
inline LimiterState::Decision LimiterState::decide(const ClientKey &address, Target &target)
{
    if (address.isNull()) [[unlikely]]
        return {Verdict::NoAddress, Verdict::Admitted};
    {
        Shard &shard = shardOf(target.hash);
        const MutexLocker locker(shard.mutex);
        if (shard.config->prefixes() == target.prefixes) [[likely]]
            return take<Slot>(shard, *shard.config, address, target);
    }
    return decideDuringChange<Slot>(address, target);
}

/// The prefixes that led to the shard of \a target were not those of the Config that it has.
template<class Slot>
LimiterState::Decision LimiterState::decideDuringChange(const ClientKey &address, Target &target)
{
    std::shared_ptr<const CompiledConfig> pinned;
    for (;;) {
        std::optional<Decision> decision;
        {
            Shard &shard = shardOf(target.hash);
            const MutexLocker locker(shard.mutex);
            const bool isPinnedUsable
                = pinned && (pinned->totalEpoch() == 0 || pinned->totalEpoch() == shard.totalEpoch);
            if (shard.config->prefixes() == target.prefixes)
                decision = take<Slot>(shard, *shard.config, address, target);
            else if (isPinnedUsable)
                decision = take<Slot>(shard, *pinned, address, target);
            else
                pinned = shard.config->shared_from_this();
        }
        if (decision)
            return *decision;
        target = targetOf(address, pinned->prefixes());
    }
}

Admission LimiterState::acquire(const ClientKey &address)
{
    const Prefixes current = prefixes();
    const std::uint32_t hash = hashOf(address, current);
    prefetch(hash); // while the lock is on its way
    return ClientTable::isIPv6(hash) ? acquireHashed<IPv6Slot>(address, hash, current)
                                     : acquireHashed<IPv4Slot>(address, hash, current);
}

template<class Slot>
inline Admission LimiterState::acquireHashed(const ClientKey &address, std::uint32_t hash,
                                             Prefixes prefixes)
{
    Target target{Slot::clientOf(address, prefixes), hash, prefixes};
    const Decision decision = decide<Slot>(address, target);
    Admission admission{
        decision.verdict, target.client,
        decision.verdict == Verdict::Admitted ? Lease(this, target.client, target.hash) : Lease(),
        decision.dryRunVerdict};
    if (decision.isRefusal())
        recordRefusal(target, decision);
    return admission;
}

void LimiterState::acquire(const ClientKey &address, Admission &admission)
{
    admission.lease.release(); // first: the handler that hears of it may change the address
    const Prefixes current = prefixes();
    const std::uint32_t hash = hashOf(address, current);
    prefetch(hash);
    acquireHashed(address, hash, current, admission);
}

inline void LimiterState::acquireHashed(const ClientKey &address, std::uint32_t hash,
                                        Prefixes prefixes, Admission &admission)
{
    if (ClientTable::isIPv6(hash))
        acquireHashed<IPv6Slot>(address, hash, prefixes, admission);
    else
        acquireHashed<IPv4Slot>(address, hash, prefixes, admission);
}

/// \a admission has an empty lease; the rest of it is written.
template<class Slot>
inline void LimiterState::acquireHashed(const ClientKey &address, std::uint32_t hash,
                                        Prefixes prefixes, Admission &admission)
{
    Target target{Slot::clientOf(address, prefixes), hash, prefixes};
    const Decision decision = decide<Slot>(address, target);
    admission.verdict = decision.verdict;
    admission.dryRunVerdict = decision.dryRunVerdict;
    admission.client = target.client;
    if (decision.verdict == Verdict::Admitted) [[likely]]
        admission.lease.take(this, target.client, target.hash);
    if (decision.isRefusal())
        recordRefusal(target, decision);
}

void LimiterState::acquire(std::span<const ClientKey> addresses, std::span<Admission> admissions)
{
    // Twice as many as a processor has memory accesses under way: while the first ones are dealt
    // with, the others arrive.
    constexpr std::size_t chunk = 32;
    std::array<std::uint32_t, chunk> hashes;
    for (std::size_t begin = 0; begin < addresses.size(); begin += chunk) {
        const std::size_t count = std::min(chunk, addresses.size() - begin);
        for (std::size_t i = 0; i < count; ++i)
            admissions[begin + i].lease.release();
        const Prefixes current = prefixes();
        for (std::size_t i = 0; i < count; ++i) {
            hashes[i] = hashOf(addresses[begin + i], current);
            prefetch(hashes[i]);
        }
        for (std::size_t i = 0; i < count; ++i)
            acquireHashed(addresses[begin + i], hashes[i], current, admissions[begin + i]);
    }
}

ClientKey LimiterState::recordRefusal(const ClientKey &address, Verdict verdict)
{
    const Target target = targetOf(address, prefixes());
    recordRefusal(target, {verdict, Verdict::Admitted});
    return target.client;
}

ClientKey LimiterState::recordWithdrawal(const ClientKey &address, Verdict verdict)
{
    {
        const MutexLocker locker(m_refusalsMutex); // by itself: other refusals do not pay for it
        ++m_withdrawn;
    }
    return recordRefusal(address, verdict);
}

void LimiterState::recordRefusal(const Target &target, const Decision &decision)
{
    // Its own lock, after the shard's: a flood of refusals does not hold up who leaves.
    const auto now = std::chrono::system_clock::now();
    const bool isAdmitted = decision.verdict == Verdict::Admitted; // in a dry run
    const Verdict verdict = isAdmitted ? decision.dryRunVerdict : decision.verdict;
    const MutexLocker locker(m_refusalsMutex);
    ++m_refusalCounts[std::size_t(decision.verdict)];
    if (target.client.isNull())
        return;
    try {
        m_refusals.record(target.client, target.hash, verdict, now);
    } catch (const std::bad_alloc &) { // counted, but not remembered for the client
    }
}

inline void LimiterState::giveBack(const ClientKey &client, std::uint32_t hash) noexcept
{
    Shard &shard = shardOf(hash);
    bool callsHandler;
    bool isDone;
    {
        const MutexLocker locker(shard.mutex);
        shard.table.subtract(client, hash, m_shared);
        ++shard.released;
        if (shard.totalEpoch != 0)
            m_total.fetch_sub(1, std::memory_order_relaxed);
        callsHandler = m_isHandlerEnabled.load(std::memory_order_relaxed);
        if (callsHandler)
            ++shard.handlers;
        isDone = shard.isDone();
    }
    // From here on, only a handler that is counted or a shard that is not finished keeps *this.
    if (callsHandler)
        isDone = callHandler(shard, client);
    if (isDone) [[unlikely]]
        finish(1);
}

/// Returns whether that was the last thing that had to happen in \a shard.
bool LimiterState::callHandler(Shard &shard, const ClientKey &client) noexcept
{
    m_onRelease(client);
    const MutexLocker locker(shard.mutex);
    --shard.handlers;
    return shard.isDone();
}

std::uint32_t LimiterState::numOpen(const ClientKey &client) const noexcept
{
    const std::uint32_t hash = m_shared.hash.tableHash(client);
    const Shard &shard = shardOf(hash);
    const MutexLocker locker(shard.mutex);
    return shard.table.find(client, hash).open;
}

Totals LimiterState::totals() const
{
    // Admissions first, releases after them: what comes or goes in between makes the number of
    // open connections smaller than it was, never larger.
    Totals totals;
    for (const Shard &shard : m_shards) {
        const MutexLocker locker(shard.mutex);
        totals.admitted += shard.admitted;
        totals.clients += shard.table.size();
    }
    std::uint64_t released = 0;
    for (const Shard &shard : m_shards) {
        const MutexLocker locker(shard.mutex);
        released += shard.released;
    }
    totals.open = totals.admitted - std::min(totals.admitted, released);
    totals.clients = std::min(totals.clients, totals.open);

    const MutexLocker locker(m_refusalsMutex);
    totals.admitted -= std::min(totals.admitted, m_withdrawn);
    const auto refused = [this](Verdict verdict) CONNLIMIT_ANNOTATE(no_thread_safety_analysis) {
        return m_refusalCounts[std::size_t(verdict)];
    };
    totals.refusedPerClientLimit = refused(Verdict::PerClientLimit);
    totals.refusedTotalLimit = refused(Verdict::TotalLimit);
    totals.refusedNoAddress = refused(Verdict::NoAddress);
    totals.refusedBlocked = refused(Verdict::Blocked);
    totals.refusedOverload = refused(Verdict::Overload);
    totals.refusedBadProxyHeader = refused(Verdict::BadProxyHeader);
    totals.dryRunRefused = refused(Verdict::Admitted);
    return totals;
}

void LimiterState::snapshot(const std::function<void(std::span<const ClientCount>)> &visitor) const
{
    ClientTable::Copy copy;
    for (const Shard &shard : m_shards) {
        for (bool isCopied = false; !isCopied;) {
            copy.reserve(shard.table); // outside of the lock
            const MutexLocker locker(shard.mutex);
            isCopied = copy.take(shard.table);
        }
        if (const auto clients = copy.clients(); !clients.empty())
            visitor(clients);
    }
}

void LimiterState::copyRefusals(ClientStatus &status) const
{
    const auto now = std::chrono::system_clock::now();
    const MutexLocker locker(m_refusalsMutex);
    if (const RefusalStatistics::Entry *entry = m_refusals.find(status.client))
        entry->copyTo(status, now);
}

RefusalStatistics LimiterState::refusals() const
{
    const MutexLocker locker(m_refusalsMutex);
    return m_refusals;
}

LeaseContext *Lease::context() const noexcept
{
    return m_state ? m_state->context() : nullptr;
}

void Lease::giveBack() noexcept
{
    std::exchange(m_state, nullptr)->giveBack(m_client, m_hash); // first: the handler may look
}

void Lease::release(std::span<Lease> leases) noexcept
{
    constexpr std::size_t chunk = 32;
    for (std::size_t begin = 0; begin < leases.size(); begin += chunk) {
        const std::span<Lease> some = leases.subspan(begin, std::min(chunk, leases.size() - begin));
        for (const Lease &lease : some) {
            if (lease.m_state)
                lease.m_state->prefetch(lease.m_hash);
        }
        for (Lease &lease : some)
            lease.release();
    }
}

} // namespace ConnLimit
