// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/configchanges.h>

#include <map>

namespace ConnLimit {

namespace {

using RulesBySubnet = std::map<ClientKey, const Rule *>;

RulesBySubnet bySubnet(const std::vector<Rule> &rules)
{
    RulesBySubnet result;
    for (const Rule &rule : rules)
        result.emplace(rule.subnet, &rule);
    return result;
}

void addRules(std::vector<FieldChange> &changes, const std::vector<Rule> &from,
              const std::vector<Rule> &to)
{
    RulesBySubnet added = bySubnet(to);
    for (const Rule &rule : from) {
        const auto found = added.find(rule.subnet);
        if (found == added.end()) {
            changes.push_back({"rules", rule, {}});
            continue;
        }
        if (*found->second != rule)
            changes.push_back({"rules", rule, *found->second});
        added.erase(found);
    }
    for (const Rule &rule : to) {
        if (added.contains(rule.subnet))
            changes.push_back({"rules", {}, rule});
    }
}

} // namespace

const std::array<ConfigField, 4> &configFields() noexcept
{
    static constexpr std::array<ConfigField, 4> fields{{
        {"maximumConnectionsPerClient", "max-per-client", &Config::maximumConnectionsPerClient},
        {"maximumConnections", "max-total", &Config::maximumConnections},
        {"ipv4PrefixLength", "ipv4-prefix", &Config::ipv4PrefixLength},
        {"ipv6PrefixLength", "ipv6-prefix", &Config::ipv6PrefixLength},
    }};
    return fields;
}

std::vector<FieldChange> changesBetween(const Config &from, const Config &to)
{
    std::vector<FieldChange> changes;
    for (const ConfigField &field : configFields()) {
        if (from.*field.member != to.*field.member)
            changes.push_back({field.name, from.*field.member, to.*field.member});
    }
    if (from.rules != to.rules)
        addRules(changes, from.rules, to.rules);
    if (from.dryRun != to.dryRun)
        changes.push_back({"dryRun", from.dryRun, to.dryRun});
    return changes;
}

} // namespace ConnLimit
