// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/configchanges.h>

#include <QtCore/QString>

#include <chrono>
#include <vector>

namespace ConnLimit {

/// A change of the Config that was applied, as the history has it.
struct ChangeRecord
{
    /// Changed values that are remembered of one change of the Config.
    static constexpr std::size_t maximumChanges = 100;
    /// Those of them that a line of a log or an event tells, at most.
    static constexpr std::size_t changesInALine = 10;

    quint64 revision = 0; ///< That the change has made.
    std::chrono::system_clock::time_point time;
    /// At the control channel: user and process, "root (pid 123)", or "user 0 (pid 123)" where the
    /// user has no name. Empty: the application itself.
    QString who;
    std::vector<FieldChange> changes;
    quint64 leftOut = 0; ///< Changed values beyond maximumChanges.

    friend bool operator==(const ChangeRecord &, const ChangeRecord &) = default;
};

} // namespace ConnLimit
