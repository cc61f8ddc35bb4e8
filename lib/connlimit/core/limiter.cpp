// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientselection_p.h"
#include "limiterstate_p.h"

#include <connlimit/core/limiter.h>

namespace ConnLimit {

static_assert(Limiter::maximumOpenPerClient == ClientTable::maximumOpen);

Limiter::Limiter(ReleaseHandler onRelease, std::shared_ptr<LeaseContext> context)
    : m_state(new LimiterState(std::move(onRelease), std::move(context)))
{}

LeaseContext::~LeaseContext() = default;

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

void Limiter::acquire(const ClientKey &address, Admission &admission)
{
    m_state->acquire(address, admission);
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

ClientStatus Limiter::status(const ClientKey &address) const
{
    const std::shared_ptr<const CompiledConfig> config = m_state->config();
    ClientStatus status;
    status.client = config->prefixes().clientOf(address);
    status.open = m_state->numOpen(status.client);
    config->setRule(status, config->ruleFor(address));
    m_state->copyRefusals(status);
    return status;
}

void Limiter::snapshot(const std::function<void(std::span<const ClientCount>)> &visitor) const
{
    m_state->snapshot(visitor);
}

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

std::vector<ClientStatus> Limiter::refusedClients() const
{
    const std::shared_ptr<const CompiledConfig> config = m_state->config();
    const RefusalStatistics refusals = m_state->refusals();
    const auto now = std::chrono::system_clock::now();
    std::vector<ClientStatus> clients;
    clients.reserve(refusals.entries().size());
    for (const RefusalStatistics::Entry &entry : refusals.entries()) {
        ClientStatus &status = clients.emplace_back();
        status.client = entry.client;
        status.open = m_state->numOpen(entry.client);
        config->setRule(status, config->ruleFor(entry.client));
        entry.copyTo(status, now);
    }
    return clients;
}

ClientPage Limiter::top(const ClientQuery &query) const
{
    const std::shared_ptr<const CompiledConfig> config = m_state->config();
    const RefusalStatistics refusals = m_state->refusals();
    ClientSelection selection(query, *config, refusals);
    selection.expect(m_state->totals().clients);
    snapshot([&selection](std::span<const ClientCount> counts) {
        for (const ClientCount &count : counts)
            selection.add(count);
    });
    return selection.takePage();
}

} // namespace ConnLimit
