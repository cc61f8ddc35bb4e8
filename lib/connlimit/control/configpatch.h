// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/export.h>
#include <connlimit/core/config.h>

#include <QtCore/QtGlobal>

#include <optional>
#include <vector>

namespace ConnLimit {

/// A change of a Config: the values that are to differ, applied all or none.
struct ConfigPatch
{
    /// The revision that the change was based on: it is refused (ControlError::Conflict) if another
    /// is in force. Without one, it is applied to whatever is in force.
    std::optional<quint64> revision = {};

    std::optional<quint32> maximumConnectionsPerClient = {};
    std::optional<quint32> maximumConnections = {};
    std::optional<quint32> ipv4PrefixLength = {};
    std::optional<quint32> ipv6PrefixLength = {};
    std::optional<bool> dryRun = {};

    /// All rules anew, in place of those that there are; before the next two.
    std::optional<std::vector<Rule>> rules = {};
    /// Each in place of the rule for its subnet, or added; each subnet once.
    std::vector<Rule> setRules = {};
    std::vector<ClientKey> removeRules = {}; ///< By subnet; each has a rule, none is here twice.

    /// What makes \a to of \a from: only what differs, with the revision of \a from.
    [[nodiscard]] CONNLIMIT_CONTROL_EXPORT static ConfigPatch between(const ConfigRevision &from,
                                                                      const Config &to);

    /// Does to \a config what the patch says.
    ///
    /// \par Errors
    /// "removeRules[N]" if there is no such rule, or it is removed by an earlier one already,
    /// "setRules[N].subnet" if an earlier one has the same; \a config stays as it was. Whether the
    /// result is valid is not looked at.
    [[nodiscard]] CONNLIMIT_CONTROL_EXPORT std::optional<ConfigError> applyTo(Config &config) const;

    friend bool operator==(const ConfigPatch &, const ConfigPatch &) = default;
};

} // namespace ConnLimit
