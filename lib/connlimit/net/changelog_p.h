// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/config.h>
#include <connlimit/core/mutex_p.h>
#include <connlimit/net/changerecord.h>

#include <QtCore/QList>

#include <memory>
#include <vector>

namespace ConnLimit {

/// The last changes of a limiter's Config. Thread-safe.
class ChangeLog
{
public:
    /// Changes that are remembered.
    static constexpr std::size_t capacity = 64;

    /// Adds \a record where its revision belongs: threads that change the Config one after the
    /// other may come here in another order.
    void add(ChangeRecord record);

    /// All of them, oldest first.
    [[nodiscard]] QList<ChangeRecord> records() const;

private:
    using Shared
        = std::shared_ptr<const ChangeRecord>; // copied under the lock, unlike its contents

    mutable Mutex m_mutex;
    std::vector<Shared> m_records CONNLIMIT_GUARDED_BY(m_mutex);
};

/// What \a change, which was applied, has changed. The time is now.
[[nodiscard]] ChangeRecord recordOf(const ConfigChange &change, const QString &who);

} // namespace ConnLimit
