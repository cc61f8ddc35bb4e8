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

std::vector<FieldChange> changesBetween(const Config &from, const Config &to)
{
    std::vector<FieldChange> changes;
    const auto add = [&changes](const char *field, auto before, auto after) {
        if (before != after)
            changes.push_back({field, before, after});
    };
    add("maximumConnectionsPerClient", from.maximumConnectionsPerClient,
        to.maximumConnectionsPerClient);
    add("maximumConnections", from.maximumConnections, to.maximumConnections);
    add("ipv4PrefixLength", from.ipv4PrefixLength, to.ipv4PrefixLength);
    add("ipv6PrefixLength", from.ipv6PrefixLength, to.ipv6PrefixLength);
    if (from.rules != to.rules)
        addRules(changes, from.rules, to.rules);
    add("dryRun", from.dryRun, to.dryRun);
    return changes;
}

} // namespace ConnLimit
