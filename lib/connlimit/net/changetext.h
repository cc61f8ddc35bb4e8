// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/changerecord.h>
#include <connlimit/net/export.h>

#include <QtCore/QString>

// How changes of a Config are written: in logs, by connlimitctl and by the dashboard. In English.

namespace ConnLimit {

/// "203.0.113.0/24 limit 5", "203.0.113.0/24 limit none", "203.0.113.0/24 exempt".
[[nodiscard]] CONNLIMIT_NET_EXPORT QString ruleText(const Rule &rule);

/// "max-per-client 10 -> 8", "rule +203.0.113.0/24 block".
[[nodiscard]] CONNLIMIT_NET_EXPORT QString changeText(const FieldChange &change);

/// The same of all changes of a \a record, with commas between them; "no change" if there is none.
[[nodiscard]] CONNLIMIT_NET_EXPORT QString changesText(const ChangeRecord &record,
                                                       std::size_t most
                                                       = ChangeRecord::maximumChanges);

} // namespace ConnLimit
