// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/limiter.h>

#include <map>
#include <random>

/// What a limiter has to answer, said as plainly as can be: maps, and every rule looked at.
class LimiterModel
{
public:
    struct Answer
    {
        ConnLimit::Verdict verdict;
        ConnLimit::ClientKey client;
        ConnLimit::Verdict dryRunVerdict;
    };

    void setConfig(const ConnLimit::Config &config) { m_config = config; }
    [[nodiscard]] const ConnLimit::Config &config() const { return m_config; }

    Answer acquire(const ConnLimit::ClientKey &address)
    {
        using ConnLimit::Verdict;
        if (address.isNull()) {
            ++totals.refusedNoAddress;
            return {Verdict::NoAddress, {}, Verdict::Admitted};
        }
        const ConnLimit::ClientKey client = clientOf(address);
        const Verdict verdict = judge(address, client);
        if (verdict != Verdict::Admitted)
            ++refused[client];
        if (verdict != Verdict::Admitted && !m_config.dryRun) {
            ++counterOf(verdict);
            return {verdict, client, Verdict::Admitted};
        }
        totals.dryRunRefused += verdict != Verdict::Admitted;
        ++totals.admitted;
        ++totals.open;
        ++open[client];
        return {Verdict::Admitted, client, verdict};
    }

    void release(const ConnLimit::ClientKey &client)
    {
        --totals.open;
        if (--open[client] == 0)
            open.erase(client);
    }

    [[nodiscard]] ConnLimit::ClientKey clientOf(const ConnLimit::ClientKey &address) const
    {
        return address.masked(m_config.ipv4PrefixLength, m_config.ipv6PrefixLength);
    }

    [[nodiscard]] const ConnLimit::Rule *ruleFor(const ConnLimit::ClientKey &address) const
    {
        const ConnLimit::Rule *longest = nullptr;
        for (const ConnLimit::Rule &rule : m_config.rules) {
            if (rule.subnet.isIPv4() == address.isIPv4() && rule.subnet.contains(address)
                && (!longest || rule.subnet.prefixLength() > longest->subnet.prefixLength()))
                longest = &rule;
        }
        return longest;
    }

    std::map<ConnLimit::ClientKey, std::uint32_t> open;
    std::map<ConnLimit::ClientKey, std::uint64_t> refused;
    ConnLimit::Totals totals; // without `clients`

private:
    ConnLimit::Verdict judge(const ConnLimit::ClientKey &address,
                             const ConnLimit::ClientKey &client) const
    {
        using ConnLimit::Verdict;
        const ConnLimit::Rule *rule = ruleFor(address);
        if (rule && rule->action == ConnLimit::RuleAction::Block)
            return Verdict::Blocked;
        if (rule && rule->action == ConnLimit::RuleAction::Exempt)
            return Verdict::Admitted;
        const std::uint32_t limit = rule ? rule->limit : m_config.maximumConnectionsPerClient;
        const auto found = open.find(client);
        if (limit != 0 && found != open.end() && found->second >= limit)
            return Verdict::PerClientLimit;
        if (m_config.maximumConnections != 0 && totals.open >= m_config.maximumConnections)
            return Verdict::TotalLimit;
        return Verdict::Admitted;
    }

    std::uint64_t &counterOf(ConnLimit::Verdict verdict)
    {
        switch (verdict) {
        case ConnLimit::Verdict::PerClientLimit: return totals.refusedPerClientLimit;
        case ConnLimit::Verdict::TotalLimit: return totals.refusedTotalLimit;
        case ConnLimit::Verdict::Blocked: return totals.refusedBlocked;
        default: return totals.refusedOverload;
        }
    }

    ConnLimit::Config m_config;
};

/// Random addresses of few clients, and Configs that treat them in all the ways there are.
class Scenery
{
public:
    explicit Scenery(unsigned seed)
        : m_random(seed)
    {}

    unsigned below(unsigned bound) { return unsigned(m_random() % bound); }

    ConnLimit::ClientKey address()
    {
        if (below(50) == 0)
            return {};
        if (below(3) != 0)
            return ConnLimit::ClientKey::fromIPv4(0x0a000000u + below(3) * 256 + below(6));
        ConnLimit::ClientKey::Bytes bytes{0x20, 0x01, 0x0d, 0xb8};
        bytes[7] = std::uint8_t(below(4));
        bytes[15] = std::uint8_t(below(4));
        return ConnLimit::ClientKey::fromIPv6(bytes);
    }

    ConnLimit::Config config()
    {
        static constexpr std::uint32_t ipv4Lengths[] = {32, 32, 24, 31, 8, 1};
        static constexpr std::uint32_t ipv6Lengths[] = {64, 128, 62, 48, 1};
        ConnLimit::Config config{.maximumConnectionsPerClient = below(5),
                                 .maximumConnections = below(2) ? below(60) : 0,
                                 .ipv4PrefixLength = ipv4Lengths[below(6)],
                                 .ipv6PrefixLength = ipv6Lengths[below(5)],
                                 .dryRun = below(6) == 0};
        for (unsigned wanted = below(8); wanted > 0; --wanted)
            addRule(config);
        return config;
    }

private:
    void addRule(ConnLimit::Config &config)
    {
        ConnLimit::ClientKey subnet = address();
        subnet = subnet.masked(below(33), below(129));
        const auto action = ConnLimit::RuleAction(below(3));
        for (const ConnLimit::Rule &rule : config.rules) {
            if (rule.subnet == subnet)
                return;
        }
        const bool isLimit = action == ConnLimit::RuleAction::Limit;
        if (!subnet.isNull())
            config.rules.push_back({subnet, action, isLimit ? below(4) : 0});
    }

    std::mt19937 m_random;
};
