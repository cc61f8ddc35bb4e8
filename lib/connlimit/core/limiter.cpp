// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// One mutex guards counts and Config together: a check, the count that it leads to and the Config
// that it obeys are one step without further thought. The refusal statistics have a lock of their
// own, taken after the other is let go, so that a flood of refusals does not stand in the way of
// releases for longer than a look-up takes.

#include "keyedhash_p.h"
#include "mutex_p.h"
#include "refusalstatistics_p.h"

#include <connlimit/core/limiter.h>

#include <algorithm>
#include <unordered_map>

namespace ConnLimit {

class LimiterState : public std::enable_shared_from_this<LimiterState>
{
public:
    explicit LimiterState(Limiter::ReleaseHandler onRelease)
        : m_onRelease(std::move(onRelease))
    {}

    ConfigChange setConfig(const Config &config, std::optional<std::uint64_t> basedOn);
    ConfigRevision configRevision() const;
    ClientKey clientOf(const ClientKey &address) const;

    Admission acquire(const ClientKey &address);
    void giveBack(const ClientKey &client) noexcept;

    std::uint32_t numOpen(const ClientKey &client) const;
    Totals totals() const;
    std::vector<ClientCount> counts() const;
    void copyRefusals(ClientStatus &status) const;
    RefusalStatistics refusals() const;

private:
    Verdict take(const ClientKey &address, ClientKey &client);

    using Counts = std::unordered_map<ClientKey, std::uint32_t, KeyedHash>;

    const Limiter::ReleaseHandler m_onRelease;

    mutable Mutex m_mutex;
    ConfigRevision m_config CONNLIMIT_GUARDED_BY(m_mutex);
    Counts m_open CONNLIMIT_GUARDED_BY(m_mutex);   // only clients with at least one connection
    Totals m_totals CONNLIMIT_GUARDED_BY(m_mutex); // without `clients`, which is m_open's size

    mutable Mutex m_refusalsMutex;
    RefusalStatistics m_refusals CONNLIMIT_GUARDED_BY(m_refusalsMutex){Limiter::refusalCapacity};
};

ConfigChange LimiterState::setConfig(const Config &config, std::optional<std::uint64_t> basedOn)
{
    std::optional<ConfigError> error = config.validate();

    const MutexLocker locker(m_mutex);
    ConfigChange change;
    change.before = change.after = m_config;
    if (error) {
        change.outcome = ConfigChange::Outcome::Invalid;
        change.error = std::move(*error);
    } else if (basedOn && *basedOn != m_config.revision) {
        change.outcome = ConfigChange::Outcome::Conflict;
    } else if (config != m_config.config) {
        m_config = {config, m_config.revision + 1};
        change.after = m_config;
    }
    return change;
}

ConfigRevision LimiterState::configRevision() const
{
    const MutexLocker locker(m_mutex);
    return m_config;
}

ClientKey LimiterState::clientOf(const ClientKey &address) const
{
    const Config config = configRevision().config;
    return address.masked(config.ipv4PrefixLength, config.ipv6PrefixLength);
}

Verdict LimiterState::take(const ClientKey &address, ClientKey &client)
{
    const MutexLocker locker(m_mutex);
    if (address.isNull()) {
        ++m_totals.refusedNoAddress;
        return Verdict::NoAddress;
    }
    const Config &config = m_config.config;
    client = address.masked(config.ipv4PrefixLength, config.ipv6PrefixLength);

    const auto found = m_open.find(client);
    const std::uint32_t open = found == m_open.end() ? 0 : found->second;
    if (config.maximumConnectionsPerClient != 0 && open >= config.maximumConnectionsPerClient) {
        ++m_totals.refusedPerClientLimit;
        return Verdict::PerClientLimit;
    }
    if (config.maximumConnections != 0 && m_totals.open >= config.maximumConnections) {
        ++m_totals.refusedTotalLimit;
        return Verdict::TotalLimit;
    }
    if (found == m_open.end())
        m_open.emplace(client, 1);
    else
        ++found->second;
    ++m_totals.open;
    ++m_totals.admitted;
    return Verdict::Admitted;
}

Admission LimiterState::acquire(const ClientKey &address)
{
    ClientKey client;
    const Verdict verdict = take(address, client);
    if (verdict == Verdict::Admitted)
        return {verdict, client, Lease(shared_from_this(), client)};
    if (verdict != Verdict::NoAddress) {
        const auto now = std::chrono::system_clock::now();
        const MutexLocker locker(m_refusalsMutex);
        m_refusals.record(client, now);
    }
    return {verdict, client, {}};
}

void LimiterState::giveBack(const ClientKey &client) noexcept
{
    {
        const MutexLocker locker(m_mutex);
        const auto found = m_open.find(client);
        if (--found->second == 0)
            m_open.erase(found);
        --m_totals.open;
    }
    if (m_onRelease)
        m_onRelease(client);
}

std::uint32_t LimiterState::numOpen(const ClientKey &client) const
{
    const MutexLocker locker(m_mutex);
    const auto found = m_open.find(client);
    return found == m_open.end() ? 0 : found->second;
}

Totals LimiterState::totals() const
{
    const MutexLocker locker(m_mutex);
    Totals totals = m_totals;
    totals.clients = m_open.size();
    return totals;
}

std::vector<ClientCount> LimiterState::counts() const
{
    std::vector<ClientCount> result;
    const MutexLocker locker(m_mutex);
    result.reserve(m_open.size());
    for (const auto &[client, open] : m_open)
        result.push_back({client, open});
    return result;
}

void LimiterState::copyRefusals(ClientStatus &status) const
{
    const MutexLocker locker(m_refusalsMutex);
    if (const RefusalStatistics::Entry *entry = m_refusals.find(status.client)) {
        status.refused = entry->count();
        status.lastRefused = entry->last;
    }
}

RefusalStatistics LimiterState::refusals() const
{
    const MutexLocker locker(m_refusalsMutex);
    return m_refusals;
}

void Lease::giveBack() noexcept
{
    const std::shared_ptr<LimiterState> state = std::move(m_state); // first: the handler may look
    state->giveBack(m_client);
}

Limiter::Limiter(ReleaseHandler onRelease)
    : m_state(std::make_shared<LimiterState>(std::move(onRelease)))
{}

Limiter::~Limiter() = default;

ConfigChange Limiter::setConfig(const Config &config)
{
    return m_state->setConfig(config, std::nullopt);
}

ConfigChange Limiter::setConfig(const Config &config, std::uint64_t basedOn)
{
    return m_state->setConfig(config, basedOn);
}

Config Limiter::config() const
{
    return m_state->configRevision().config;
}

ConfigRevision Limiter::configRevision() const
{
    return m_state->configRevision();
}

Admission Limiter::acquire(const ClientKey &address)
{
    return m_state->acquire(address);
}

std::uint32_t Limiter::numOpen(const ClientKey &address) const
{
    return m_state->numOpen(m_state->clientOf(address));
}

Totals Limiter::totals() const
{
    return m_state->totals();
}

ClientStatus Limiter::status(const ClientKey &address) const
{
    ClientStatus status;
    status.client = m_state->clientOf(address);
    status.open = m_state->numOpen(status.client);
    status.limit = m_state->configRevision().config.maximumConnectionsPerClient;
    m_state->copyRefusals(status);
    return status;
}

void Limiter::snapshot(const std::function<void(std::span<const ClientCount>)> &visitor) const
{
    visitor(m_state->counts());
}

static std::strong_ordering compare(const ClientStatus &a, const ClientStatus &b, ClientOrder order)
{
    switch (order) {
    case ClientOrder::Client: break;
    case ClientOrder::Open: return a.open <=> b.open;
    case ClientOrder::Limit: return a.limit - 1u <=> b.limit - 1u; // 0 = no limit is the highest
    case ClientOrder::Refused: return a.refused <=> b.refused;
    case ClientOrder::LastRefused:
        return a.lastRefused.value_or(std::chrono::system_clock::time_point::min())
               <=> b.lastRefused.value_or(std::chrono::system_clock::time_point::min());
    }
    return a.client <=> b.client;
}

ClientPage Limiter::top(const ClientQuery &query) const
{
    const auto comesBefore = [&query](const ClientStatus &a, const ClientStatus &b) {
        const auto order = compare(a, b, query.order);
        if (order == 0)
            return a.client < b.client;
        return query.direction == SortDirection::Ascending ? order < 0 : order > 0;
    };
    const RefusalStatistics refusals = m_state->refusals();
    const std::uint32_t limit = config().maximumConnectionsPerClient;
    const std::size_t most = std::numeric_limits<std::size_t>::max();
    const std::size_t wanted
        = query.count > most - query.offset ? most : query.offset + query.count;

    // A heap of the first `wanted` rows, the last of them at its front.
    ClientPage page;
    std::vector<ClientStatus> &heap = page.clients;
    snapshot([&](std::span<const ClientCount> counts) {
        for (const ClientCount &count : counts) {
            if (query.filter && !query.filter(count.client))
                continue;
            ++page.matching;
            if (wanted == 0)
                continue;
            ClientStatus status{count.client, count.open, limit, 0, std::nullopt};
            if (const RefusalStatistics::Entry *entry = refusals.find(count.client)) {
                status.refused = entry->count();
                status.lastRefused = entry->last;
            }
            if (heap.size() == wanted) {
                if (!comesBefore(status, heap.front()))
                    continue;
                std::pop_heap(heap.begin(), heap.end(), comesBefore);
                heap.back() = status;
            } else {
                heap.push_back(status);
            }
            std::push_heap(heap.begin(), heap.end(), comesBefore);
        }
    });
    std::sort_heap(heap.begin(), heap.end(), comesBefore);
    heap.erase(heap.begin(), heap.begin() + std::min(query.offset, heap.size()));
    return page;
}

} // namespace ConnLimit
