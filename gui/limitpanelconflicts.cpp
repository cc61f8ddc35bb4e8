// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a LimitPanel does when two operators change the same.

#include "changewords.h"
#include "limitpanel.h"
#include "monitor.h"
#include "noticebar.h"

#include <QtCore/QPointer>

using namespace ConnLimit;

void LimitPanel::addConflicts(const ChangeSet &overwritten)
{
    for (const FieldChange &change : overwritten) {
        const auto known = std::find_if(
            m_conflicts.begin(), m_conflicts.end(),
            [&change](const FieldChange &each) { return each.field == change.field; });
        if (known == m_conflicts.end())
            m_conflicts.push_back(change);
        else
            known->to = change.to;
    }
    if (overwritten.empty())
        return;
    m_who.clear();
    showConflicts();
    askWho();
}

void LimitPanel::dropSettledConflicts()
{
    const auto changes = m_fields.changes();
    const ChangeSet *set = std::get_if<ChangeSet>(&changes);
    if (m_conflicts.empty() || !set)
        return;
    std::erase_if(m_conflicts, [set](const FieldChange &conflict) {
        return std::none_of(set->begin(), set->end(), [&conflict](const FieldChange &change) {
            return change.field == conflict.field;
        });
    });
    showConflicts();
}

void LimitPanel::askWho()
{
    const QPointer<LimitPanel> guard(this);
    m_monitor.client().requestChanges([guard](const ControlReply<QList<ChangeRecord>> &reply) {
        const auto *records = std::get_if<QList<ChangeRecord>>(&reply);
        if (!guard || !records || guard->m_conflicts.empty())
            return;
        for (const ChangeRecord &record : *records) { // the last one to have set it
            for (const FieldChange &change : record.changes) {
                if (change.field == guard->m_conflicts.front().field)
                    guard->m_who = record.who.isEmpty() ? tr("The application") : record.who;
            }
        }
        guard->showConflicts();
    });
}

void LimitPanel::showConflicts()
{
    const auto changes = m_fields.changes();
    const ChangeSet *set = std::get_if<ChangeSet>(&changes);
    QStringList lines;
    QString mine, theirs;
    for (const FieldChange &conflict : m_conflicts) {
        mine = tr("no number");
        for (const FieldChange &change : set ? *set : ChangeSet()) {
            if (change.field == conflict.field)
                mine = valueWords(change, change.to);
        }
        theirs = valueWords(conflict, conflict.to);
        lines.append(tr("%1 has changed the %2 from %3 to %4. Yours: %5, in force now: %4.")
                         .arg(m_who.isEmpty() ? tr("Somebody else") : m_who,
                              fieldWords(conflict.field), valueWords(conflict, conflict.from),
                              theirs, mine));
    }
    const bool isOne = m_conflicts.size() == 1;
    m_takeMine->setText(isOne ? tr("Apply %1 on top").arg(mine) : tr("Apply mine on top"));
    m_takeTheirs->setText(isOne ? tr("Take %1").arg(theirs) : tr("Take theirs"));
    m_takeMine->setEnabled(set);
    m_conflict->setText(lines.join(u'\n'));
    showState();
}
