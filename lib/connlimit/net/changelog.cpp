// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "changelog_p.h"

#include <algorithm>

namespace ConnLimit {

void ChangeLog::add(ChangeRecord record)
{
    Shared shared = std::make_shared<const ChangeRecord>(std::move(record));
    const MutexLocker locker(m_mutex);
    const auto place = std::upper_bound(
        m_records.begin(), m_records.end(), shared,
        [](const Shared &a, const Shared &b) { return a->revision < b->revision; });
    m_records.insert(place, shared);
    if (m_records.size() <= capacity)
        return;
    shared = std::move(m_records.front()); // freed outside of the lock
    m_records.erase(m_records.begin());
}

QList<ChangeRecord> ChangeLog::records() const
{
    const std::vector<Shared> shared = [this] {
        const MutexLocker locker(m_mutex);
        return m_records;
    }();
    QList<ChangeRecord> records;
    records.reserve(qsizetype(shared.size()));
    for (const Shared &record : shared)
        records.append(*record);
    return records;
}

ChangeRecord recordOf(const ConfigChange &change, const QString &who)
{
    ChangeRecord record;
    record.revision = change.after.revision;
    record.time = std::chrono::system_clock::now();
    record.who = who;
    record.changes = changesBetween(change.before.config, change.after.config);
    if (record.changes.size() > ChangeRecord::maximumChanges) {
        record.leftOut = record.changes.size() - ChangeRecord::maximumChanges;
        record.changes.resize(ChangeRecord::maximumChanges);
        record.changes.shrink_to_fit();
    }
    return record;
}

} // namespace ConnLimit
