// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/control/configpatch.h>
#include <connlimit/core/configchanges.h>

#include <algorithm>
#include <map>

namespace ConnLimit {

ConfigPatch ConfigPatch::between(const ConfigRevision &from, const Config &to)
{
    const Config &base = from.config;
    const auto changed = [](auto before, auto after) {
        return before == after ? std::nullopt : std::optional(after);
    };
    ConfigPatch patch{.revision = from.revision};
    patch.maximumConnectionsPerClient
        = changed(base.maximumConnectionsPerClient, to.maximumConnectionsPerClient);
    patch.maximumConnections = changed(base.maximumConnections, to.maximumConnections);
    patch.ipv4PrefixLength = changed(base.ipv4PrefixLength, to.ipv4PrefixLength);
    patch.ipv6PrefixLength = changed(base.ipv6PrefixLength, to.ipv6PrefixLength);
    patch.dryRun = changed(base.dryRun, to.dryRun);
    for (const FieldChange &change : changesBetween(base, to)) {
        if (const Rule *rule = std::get_if<Rule>(&change.to))
            patch.setRules.push_back(*rule);
        else if (const Rule *removed = std::get_if<Rule>(&change.from))
            patch.removeRules.push_back(removed->subnet);
    }
    return patch;
}

static std::optional<ConfigError> removeRules(std::vector<Rule> &rules,
                                              const std::vector<ClientKey> &subnets)
{
    std::map<ClientKey, std::size_t> places; // of the subnets to remove
    for (std::size_t i = 0; i < subnets.size(); ++i) {
        if (!places.emplace(subnets[i], i).second)
            return ConfigError{"removeRules[" + std::to_string(i) + "]",
                               "must be there once only: " + subnets[i].toString()};
    }
    std::erase_if(rules, [&places](const Rule &rule) { return places.erase(rule.subnet) != 0; });
    if (places.empty())
        return std::nullopt;
    return ConfigError{"removeRules[" + std::to_string(places.begin()->second) + "]",
                       "there is no rule for " + places.begin()->first.toString()};
}

static std::optional<ConfigError> setRules(std::vector<Rule> &rules,
                                           const std::vector<Rule> &changed)
{
    std::map<ClientKey, Rule> bySubnet;
    for (std::size_t i = 0; i < changed.size(); ++i) {
        if (!bySubnet.emplace(changed[i].subnet, changed[i]).second)
            return ConfigError{"setRules[" + std::to_string(i) + "].subnet",
                               "must be in one rule only: " + changed[i].subnet.toString()};
    }
    for (Rule &rule : rules) {
        if (const auto node = bySubnet.extract(rule.subnet))
            rule = node.mapped();
    }
    for (const Rule &rule : changed) {
        if (const auto node = bySubnet.extract(rule.subnet))
            rules.push_back(node.mapped());
    }
    return std::nullopt;
}

std::optional<ConfigError> ConfigPatch::applyTo(Config &config) const
{
    Config result = config;
    const auto set = [](auto &field, const auto &value) {
        if (value)
            field = *value;
    };
    set(result.maximumConnectionsPerClient, maximumConnectionsPerClient);
    set(result.maximumConnections, maximumConnections);
    set(result.ipv4PrefixLength, ipv4PrefixLength);
    set(result.ipv6PrefixLength, ipv6PrefixLength);
    set(result.rules, rules);
    set(result.dryRun, dryRun);
    if (!removeRules.empty()) {
        if (auto error = ConnLimit::removeRules(result.rules, removeRules))
            return error;
    }
    if (!setRules.empty()) {
        if (auto error = ConnLimit::setRules(result.rules, setRules))
            return error;
    }
    config = std::move(result);
    return std::nullopt;
}

} // namespace ConnLimit
