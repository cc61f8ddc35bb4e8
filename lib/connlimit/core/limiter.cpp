// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limiterstate_p.h"

#include <connlimit/core/limiter.h>

#include <algorithm>
#include <limits>

namespace ConnLimit {

static_assert(Limiter::maximumOpenPerClient == ClientTable::maximumOpen);

Limiter::Limiter(ReleaseHandler onRelease)
    : m_state(new LimiterState(std::move(onRelease)))
{}

Limiter::~Limiter()
{
    m_state->orphan();
}

void Limiter::setReleaseHandlerEnabled(bool isEnabled) noexcept
{
    m_state->setReleaseHandlerEnabled(isEnabled);
}

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
    return m_state->config()->config();
}

ConfigRevision Limiter::configRevision() const
{
    return m_state->config()->revision();
}

std::uint64_t Limiter::revision() const
{
    return m_state->config()->revision().revision;
}

Admission Limiter::acquire(const ClientKey &address)
{
    return m_state->acquire(address);
}

void Limiter::acquire(std::span<const ClientKey> addresses, std::span<Admission> admissions)
{
    m_state->acquire(addresses, admissions);
}

ClientKey Limiter::recordRefusal(const ClientKey &address, Verdict verdict)
{
    return verdict == Verdict::Admitted ? m_state->clientOf(address)
                                        : m_state->recordRefusal(address, verdict);
}

ClientKey Limiter::recordWithdrawal(const ClientKey &address, Verdict verdict)
{
    return verdict == Verdict::Admitted ? m_state->clientOf(address)
                                        : m_state->recordWithdrawal(address, verdict);
}

std::uint32_t Limiter::numOpen(const ClientKey &address) const
{
    return m_state->numOpen(m_state->clientOf(address));
}

Totals Limiter::totals() const
{
    return m_state->totals();
}

static void setRule(ClientStatus &status, const CompiledConfig &config, const Rule *rule)
{
    status.limit = config.limitUnder(rule);
    if (rule)
        status.rule = *rule;
}

ClientStatus Limiter::status(const ClientKey &address) const
{
    const std::shared_ptr<const CompiledConfig> config = m_state->config();
    ClientStatus status;
    status.client = config->prefixes().clientOf(address);
    status.open = m_state->numOpen(status.client);
    setRule(status, *config, config->ruleFor(address));
    m_state->copyRefusals(status);
    return status;
}

void Limiter::snapshot(const std::function<void(std::span<const ClientCount>)> &visitor) const
{
    m_state->snapshot(visitor);
}

namespace {

struct Row
{
    ClientCount count;
    std::uint64_t value; // what the rows are ordered by, before the address
};

struct ComesBefore
{
    ClientOrder order;
    SortDirection direction;

    bool operator()(const Row &a, const Row &b) const
    {
        const bool isUp = direction == SortDirection::Ascending;
        if (order == ClientOrder::Client)
            return isUp ? a.count.client < b.count.client : b.count.client < a.count.client;
        if (a.value != b.value)
            return (a.value < b.value) == isUp;
        return a.count.client < b.count.client;
    }
};

/// Picks the first rows of an order without keeping the others.
class TopClients
{
public:
    TopClients(const ClientQuery &query, const CompiledConfig &config,
               const RefusalStatistics &refusals)
        : m_query(query)
        , m_config(config)
        , m_refusals(refusals)
        , m_wanted(query.count > most - query.offset ? most : query.offset + query.count)
    {}

    void add(const ClientCount &count)
    {
        if (m_query.filter && !m_query.filter(count.client))
            return;
        ++m_matching;
        if (m_wanted == 0)
            return;
        const Row row{count, valueOf(count)};
        if (m_rows.size() < m_wanted) {
            m_rows.push_back(row);
        } else {
            if (!m_comesBefore(row, m_rows.front()))
                return;
            std::pop_heap(m_rows.begin(), m_rows.end(), m_comesBefore);
            m_rows.back() = row;
        }
        std::push_heap(m_rows.begin(), m_rows.end(), m_comesBefore);
    }

    ClientPage takePage()
    {
        std::sort_heap(m_rows.begin(), m_rows.end(), m_comesBefore);
        ClientPage page;
        page.matching = m_matching;
        for (std::size_t i = m_query.offset; i < m_rows.size(); ++i)
            page.clients.push_back(statusOf(m_rows[i].count));
        return page;
    }

private:
    static constexpr std::size_t most = std::numeric_limits<std::size_t>::max();

    std::uint64_t valueOf(const ClientCount &count) const
    {
        switch (m_query.order) {
        case ClientOrder::Client: return 0;
        case ClientOrder::Open: return count.open;
        case ClientOrder::Limit: // 0 = no limit is the highest
            return m_config.limitUnder(m_config.ruleFor(count.client)) - 1u;
        case ClientOrder::Share:
        case ClientOrder::RefusedLastMinute:
        case ClientOrder::Refused:
        case ClientOrder::LastRefused: break;
        }
        const RefusalStatistics::Entry *entry = m_refusals.find(count.client);
        if (!entry)
            return 0;
        return m_query.order == ClientOrder::Refused
                   ? entry->count()
                   : static_cast<std::uint64_t>(entry->last.time_since_epoch().count());
    }

    ClientStatus statusOf(const ClientCount &count) const
    {
        ClientStatus status{count.client, count.open};
        setRule(status, m_config, m_config.ruleFor(count.client));
        if (const RefusalStatistics::Entry *entry = m_refusals.find(count.client)) {
            status.refused = entry->count();
            status.lastRefused = entry->last;
        }
        return status;
    }

    const ClientQuery &m_query;
    const CompiledConfig &m_config;
    const RefusalStatistics &m_refusals;
    const ComesBefore m_comesBefore{m_query.order, m_query.direction};
    const std::size_t m_wanted;
    std::size_t m_matching = 0;
    std::vector<Row> m_rows; // a heap of the first `m_wanted`, the last of them at its front
};

} // namespace

static void addEffect(ConfigEffect &effect, const CompiledConfig &config, const ClientCount &count)
{
    ++effect.clients;
    effect.open += count.open;
    const Rule *rule = config.ruleFor(count.client);
    if (rule && rule->action == RuleAction::Exempt)
        return;
    const std::uint32_t limit = config.limitUnder(rule);
    if (limit == 0 && !(rule && rule->action == RuleAction::Block))
        return;
    if (count.open >= limit)
        ++effect.clientsAtLimit;
    if (count.open > limit) {
        ++effect.clientsOver;
        effect.connectionsOver += count.open;
        effect.excess += count.open - limit;
    }
}

std::variant<ConfigEffect, ConfigError> Limiter::preview(const Config &config) const
{
    if (std::optional<ConfigError> error = config.validate())
        return *std::move(error);
    const CompiledConfig compiled(config);
    ConfigEffect effect;
    snapshot([&effect, &compiled](std::span<const ClientCount> counts) {
        for (const ClientCount &count : counts)
            addEffect(effect, compiled, count);
    });
    const std::uint32_t maximum = config.maximumConnections;
    effect.isTotalReached = maximum != 0 && effect.open >= maximum;
    return effect;
}

ClientPage Limiter::top(const ClientQuery &query) const
{
    const std::shared_ptr<const CompiledConfig> config = m_state->config();
    const RefusalStatistics refusals = m_state->refusals();
    TopClients clients(query, *config, refusals);
    snapshot([&clients](std::span<const ClientCount> counts) {
        for (const ClientCount &count : counts)
            clients.add(count);
    });
    return clients.takePage();
}

} // namespace ConnLimit
