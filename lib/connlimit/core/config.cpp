// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/config.h>

#include <algorithm>

namespace ConnLimit {

static std::optional<ConfigError> validatePrefixLength(const char *field, std::uint32_t value,
                                                       std::uint32_t maximum)
{
    if (value >= 1 && value <= maximum)
        return std::nullopt;
    return ConfigError{field, "must be 1 to " + std::to_string(maximum) + ", not "
                                  + std::to_string(value)};
}

static std::string ruleField(std::size_t index, const char *member)
{
    return "rules[" + std::to_string(index) + "]." + member;
}

static std::optional<ConfigError> validateRule(std::size_t index, const Rule &rule)
{
    if (rule.subnet.isNull())
        return ConfigError{ruleField(index, "subnet"), "must be an address or a subnet"};
    switch (rule.action) {
    case RuleAction::Limit: return std::nullopt;
    case RuleAction::Exempt:
    case RuleAction::Block: break;
    default: return ConfigError{ruleField(index, "action"), "must be limit, exempt or block"};
    }
    if (rule.limit == 0)
        return std::nullopt;
    return ConfigError{ruleField(index, "limit"), "must be 0 where the action is not limit, not "
                                                      + std::to_string(rule.limit)};
}

/// The first rule, in their order, whose subnet an earlier one has.
static std::optional<ConfigError> findDuplicate(const std::vector<Rule> &rules)
{
    std::vector<std::size_t> order(rules.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&rules](std::size_t a, std::size_t b) {
        const auto compared = rules[a].subnet <=> rules[b].subnet;
        return compared == 0 ? a < b : compared < 0;
    });
    std::size_t first = rules.size();
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (rules[order[i - 1]].subnet == rules[order[i]].subnet)
            first = std::min(first, order[i]);
    }
    if (first == rules.size())
        return std::nullopt;
    return ConfigError{ruleField(first, "subnet"),
                       "must be in one rule only: " + rules[first].subnet.toString()};
}

static std::optional<ConfigError> validateRules(const std::vector<Rule> &rules)
{
    if (rules.size() > Config::maximumRules)
        return ConfigError{"rules", "must be at most " + std::to_string(Config::maximumRules)
                                        + ", not " + std::to_string(rules.size())};
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (auto error = validateRule(i, rules[i]))
            return error;
    }
    return findDuplicate(rules);
}

std::optional<ConfigError> Config::validate() const
{
    if (auto error = validatePrefixLength("ipv4PrefixLength", ipv4PrefixLength, 32))
        return error;
    if (auto error = validatePrefixLength("ipv6PrefixLength", ipv6PrefixLength, 128))
        return error;
    return validateRules(rules);
}

} // namespace ConnLimit
