// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "changesmodel.h"

#include "changewords.h"
#include "tables.h"

#include <connlimit/control/text.h>

#include <algorithm>

using namespace ConnLimit;

QList<ChangesModel::Row> ChangesModel::rowsOf(const QList<ChangeRecord> &records)
{
    QList<Row> rows;
    for (qsizetype i = 0; i < records.size(); ++i) {
        const qsizetype count
            = qsizetype(records[i].changes.size()) + (records[i].leftOut > 0 ? 1 : 0);
        for (qsizetype change = 0; change < std::max(count, qsizetype(1)); ++change)
            rows.append({i, change});
    }
    return rows;
}

void ChangesModel::setRecords(const QList<ChangeRecord> &records)
{
    QList<ChangeRecord> newest(records.rbegin(), records.rend());
    if (newest == m_records)
        return;
    // The server forgets old ones and adds new ones; all that is between stays.
    const qsizetype added
        = m_records.isEmpty() ? newest.size() : newest.indexOf(m_records.constFirst());
    const qsizetype kept = newest.size() - added;
    if (added < 0 || kept > m_records.size()
        || !std::equal(newest.begin() + added, newest.end(), m_records.begin())) {
        beginResetModel();
        m_records = newest;
        m_rows = rowsOf(m_records);
        endResetModel();
        return;
    }
    const QList<Row> keptRows = rowsOf(m_records.first(kept));
    if (keptRows.size() < m_rows.size()) {
        beginRemoveRows({}, int(keptRows.size()), int(m_rows.size()) - 1);
        m_records.resize(kept);
        m_rows = keptRows;
        endRemoveRows();
    }
    const QList<Row> all = rowsOf(newest);
    if (all.size() > m_rows.size()) {
        beginInsertRows({}, 0, int(all.size() - m_rows.size()) - 1);
        m_records = newest;
        m_rows = all;
        endInsertRows();
    }
}

const ChangeRecord *ChangesModel::recordAt(const QModelIndex &index) const
{
    return index.isValid() ? &m_records[m_rows[index.row()].record] : nullptr;
}

int ChangesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ChangesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString whatWords(const FieldChange &change)
{
    const Rule *rule = std::get_if<Rule>(&change.from);
    rule = rule ? rule : std::get_if<Rule>(&change.to);
    return rule ? ChangesModel::tr("rule for %1")
                      .arg(QString::fromStdString(rule->subnet.toString()))
                : fieldWords(change.field);
}

QVariant ChangesModel::data(const QModelIndex &index, int role) const
{
    const ChangeRecord *record = recordAt(index);
    if (!record)
        return {};
    if (role == RevisionRole)
        return record->revision;
    if (role != Qt::DisplayRole)
        return {};
    const qsizetype number = m_rows[index.row()].change;
    const bool isLeftOut = number >= qsizetype(record->changes.size());
    const FieldChange change = isLeftOut ? FieldChange() : record->changes[std::size_t(number)];
    switch (Column(index.column())) {
    case Time: return number == 0 ? timeWords(record->time) : QString();
    case Who:
        return number > 0 ? QString() : record->who.isEmpty() ? tr("the application") : record->who;
    case What:
        return !isLeftOut             ? whatWords(change)
               : record->leftOut == 0 ? tr("nothing")
                                      : tr("and %1 more").arg(countText(record->leftOut));
    case From: return isLeftOut ? QString() : valueWords(change, change.from);
    case To: return isLeftOut ? QString() : valueWords(change, change.to);
    case ColumnCount: break;
    }
    return {};
}

QVariant ChangesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return headerCell({tr("When"), tr("Who"), tr("What"), tr("From"), tr("To")}, section,
                      orientation, role);
}

#include "moc_changesmodel.cpp"
