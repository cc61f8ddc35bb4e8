// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/clientkey.h>
#include <connlimit/core/export.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ConnLimit {

/// Why a Config is not applied: the field's name as it stands in Config, and a reason for people.
struct ConfigError
{
    std::string field;
    std::string reason;

    /// "field: reason", in one line.
    [[nodiscard]] std::string toString() const { return field + ": " + reason; }
};

/// What a Rule does with the clients of its subnet.
enum class RuleAction {
    Limit,  ///< They have a limit of their own in place of maximumConnectionsPerClient.
    Exempt, ///< They are never refused, not even by maximumConnections, but counted.
    Block,  ///< They are always refused.
};

/// A word for logs and protocols: "limit", "exempt", "block".
[[nodiscard]] constexpr const char *ruleActionName(RuleAction action) noexcept
{
    return action == RuleAction::Limit    ? "limit"
           : action == RuleAction::Exempt ? "exempt"
                                          : "block";
}

/// An exception for the clients of one subnet.
///
/// Of all rules whose subnet holds the address of a peer, the one with the longest prefix applies,
/// and no other. IPv4 and IPv6 are apart: 0.0.0.0/0 is every IPv4 client, ::/0 every IPv6 client.
struct Rule
{
    ClientKey subnet;
    RuleAction action = RuleAction::Limit;

    /// Connections that each client in the subnet may have open at a time; 0 = no limit.
    ///
    /// Only for RuleAction::Limit, otherwise 0.
    std::uint32_t limit = 0;

    friend bool operator==(const Rule &, const Rule &) = default;
};

/// What a limiter allows. A plain value that is replaced as a whole.
///
/// A changed Config holds for every connection accepted after it. It closes nothing: where more
/// connections are open than the new limit allows, new ones are refused until the count has fallen.
struct Config
{
    /// Connections that one client may have open at a time; 0 = no limit.
    std::uint32_t maximumConnectionsPerClient = 100;

    /// Connections that all clients together may have open at a time; 0 = no limit.
    std::uint32_t maximumConnections = 0;

    /// Leading bits of an IPv4 address that make one client, 1 to 32; 32 = every address by itself.
    ///
    /// A connection stays counted under the prefix length with which it was accepted.
    std::uint32_t ipv4PrefixLength = 32;

    /// Leading bits of an IPv6 address that make one client, 1 to 128; 128 = every address by
    /// itself.
    ///
    /// The default is 64 because a customer is handed at least that many addresses to choose from
    /// (RFC 6177), which makes a limit for each single address no limit.
    std::uint32_t ipv6PrefixLength = 64;

    /// Exceptions for subnets, in any order, each subnet once.
    std::vector<Rule> rules = {};

    /// Refuses nothing but peers without an address: what would be refused is counted and reported.
    bool dryRun = false;

    /// The rules that a Config may have, at most: as many as the control channel carries.
    static constexpr std::size_t maximumRules = 16384;

    /// The first field that is out of its range, and why; nothing if all are well.
    ///
    /// A field of a rule is named like "rules[2].subnet", counted from 0.
    [[nodiscard]] CONNLIMIT_CORE_EXPORT std::optional<ConfigError> validate() const;

    friend bool operator==(const Config &, const Config &) = default;
};

/// A Config with the number of its revision; every change makes the next number.
struct ConfigRevision
{
    Config config;
    std::uint64_t revision = 1;
};

/// What became of an attempt to change the Config.
struct ConfigChange
{
    enum class Outcome {
        Applied,  ///< \a after is in force.
        Invalid,  ///< \a error says which field is wrong; nothing was changed.
        Conflict, ///< The Config is no longer the one that the change was based on; nothing was
                  ///< changed.
    };

    Outcome outcome = Outcome::Applied;
    ConfigError error;
    ConfigRevision before;
    ConfigRevision after; ///< What is in force now; equal to \a before unless applied.

    [[nodiscard]] bool isApplied() const noexcept { return outcome == Outcome::Applied; }
};

} // namespace ConnLimit
