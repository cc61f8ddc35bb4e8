// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "keyedhash_p.h"
#include "prefixes_p.h"

#include <connlimit/core/limiter.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace ConnLimit {

/// A Config in the form in which it is obeyed. Immutable once it is published.
class CompiledConfig : public std::enable_shared_from_this<CompiledConfig>
{
public:
    /// \a config is valid.
    explicit CompiledConfig(const Config &config, std::uint64_t number = 1);

    [[nodiscard]] const ConfigRevision &revision() const noexcept { return m_revision; }
    void setRevisionNumber(std::uint64_t number) noexcept { m_revision.revision = number; }

    /// Which count of all connections maximumConnections is held against; 0 = none.
    [[nodiscard]] std::uint32_t totalEpoch() const noexcept { return m_totalEpoch; }
    void setTotalEpoch(std::uint32_t epoch) noexcept { m_totalEpoch = epoch; }

    [[nodiscard]] const Config &config() const noexcept { return m_revision.config; }
    [[nodiscard]] Prefixes prefixes() const noexcept { return m_prefixes; }
    [[nodiscard]] std::uint32_t totalLimit() const noexcept { return m_totalLimit; }
    /// Who has fewer connections than that is admitted without any other question; 0 if there are
    /// rules or a limit on all connections, which have to be looked at.
    [[nodiscard]] std::uint32_t unquestioned() const noexcept { return m_unquestioned; }
    [[nodiscard]] bool isDryRun() const noexcept { return m_isDryRun; }

    /// The rule with the longest prefix that holds \a address, or null.
    ///
    /// Costs a look-up for each prefix length that has a rule, however many the rules are.
    [[nodiscard]] const Rule *ruleFor(const ClientKey &address) const noexcept
    {
        return m_hasRules ? findRule(address) : nullptr;
    }

    /// Connections that a client of \a address may have under \a rule, 0 = no limit.
    [[nodiscard]] std::uint32_t limitUnder(const Rule *rule) const noexcept
    {
        return rule ? rule->limit : m_limit;
    }

    /// Writes down that \a rule, or none, applies to a client.
    void setRule(ClientStatus &status, const Rule *rule) const
    {
        status.limit = limitUnder(rule);
        if (rule)
            status.rule = *rule;
    }

private:
    [[nodiscard]] const Rule *findRule(const ClientKey &address) const noexcept;
    [[nodiscard]] std::size_t placeOf(const ClientKey &subnet) const noexcept;
    void addLength(const ClientKey &subnet);

    // What each connection needs, side by side.
    Prefixes m_prefixes;
    std::uint32_t m_totalEpoch = 0;
    std::uint32_t m_limit;
    std::uint32_t m_totalLimit;
    std::uint32_t m_unquestioned = 0;
    bool m_isDryRun;
    bool m_hasRules;

    ConfigRevision m_revision;
    KeyedHash m_hash; // its own: whoever writes the rules may not be whoever connects
    std::vector<std::uint32_t> m_places;    // open addressing: 1 + index of a rule, or 0
    std::vector<std::uint8_t> m_lengths[2]; // in use, longest first; of IPv6, of IPv4
};

} // namespace ConnLimit
