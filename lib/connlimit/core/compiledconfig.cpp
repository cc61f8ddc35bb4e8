// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "compiledconfig_p.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace ConnLimit {

CompiledConfig::CompiledConfig(const Config &config, std::uint64_t number)
    : m_prefixes(config)
    , m_limit(config.maximumConnectionsPerClient)
    , m_totalLimit(config.maximumConnections)
    , m_isDryRun(config.dryRun)
    , m_hasRules(!config.rules.empty())
    , m_revision{config, number}
{
    const std::vector<Rule> &rules = this->config().rules;
    if (rules.empty()) {
        constexpr std::uint32_t most = Limiter::maximumOpenPerClient;
        if (m_totalLimit == 0)
            m_unquestioned = m_limit == 0 ? most : std::min(m_limit, most);
        return;
    }
    m_places.resize(std::bit_ceil(rules.size() * 2));
    for (std::size_t i = 0; i < rules.size(); ++i) {
        m_places[placeOf(rules[i].subnet)] = static_cast<std::uint32_t>(i + 1);
        addLength(rules[i].subnet);
    }
}

void CompiledConfig::addLength(const ClientKey &subnet)
{
    std::vector<std::uint8_t> &lengths = m_lengths[subnet.isIPv4()];
    const auto length = static_cast<std::uint8_t>(subnet.significantBits());
    const auto place = std::lower_bound(lengths.begin(), lengths.end(), length, std::greater<>());
    if (place == lengths.end() || *place != length)
        lengths.insert(place, length);
}

/// Where \a subnet is among the places, or the empty one where it would go.
std::size_t CompiledConfig::placeOf(const ClientKey &subnet) const noexcept
{
    const std::size_t mask = m_places.size() - 1;
    std::size_t place = m_hash(subnet) & mask;
    while (m_places[place] != 0 && config().rules[m_places[place] - 1].subnet != subnet)
        place = (place + 1) & mask;
    return place;
}

const Rule *CompiledConfig::findRule(const ClientKey &address) const noexcept
{
    const bool isIPv4 = address.isIPv4();
    for (const std::uint8_t length : m_lengths[isIPv4]) {
        if (length > address.significantBits())
            continue;
        const ClientKey subnet
            = isIPv4 ? address.masked(length - 96u, 128) : address.masked(32, length);
        if (const std::uint32_t found = m_places[placeOf(subnet)])
            return &config().rules[found - 1];
    }
    return nullptr;
}

} // namespace ConnLimit
