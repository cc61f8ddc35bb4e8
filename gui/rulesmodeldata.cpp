// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a RulesModel shows, cell by cell.

#include "changewords.h"
#include "rulesmodel.h"
#include "tables.h"
#include "tooltiptext.h"

#include <connlimit/control/messages.h>

using namespace ConnLimit;

int RulesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RulesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

std::optional<ClientKey> RulesModel::subnetAt(int row) const
{
    const Rule *rule = m_rows[std::size_t(row)].valid();
    return rule ? std::optional(rule->subnet) : std::nullopt;
}

QString RulesModel::lineAt(int row) const
{
    const Row &each = m_rows[std::size_t(row)];
    return each.valid() ? ruleText(*each.valid()) : each.draft.subnet;
}

static QString actionWords(RuleAction action)
{
    switch (action) {
    case RuleAction::Exempt: return RulesModel::tr("exempt");
    case RuleAction::Block: return RulesModel::tr("blocked");
    case RuleAction::Limit: break;
    }
    return RulesModel::tr("limit");
}

QString RulesModel::noteOf(const Row &row) const
{
    if (const auto error = errorOf(row))
        return error->reason;
    if (row.isRemoved)
        return tr("to be removed");
    if (!row.inForce)
        return tr("new");
    if (!row.isEdited())
        return {};
    if (row.inForce->subnet != row.valid()->subnet)
        return tr("was %1").arg(ruleText(*row.inForce));
    const FieldChange change{"rules", *row.inForce, *row.valid()};
    return tr("was %1").arg(valueWords(change, change.from));
}

QVariant RulesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        switch (Column(index.column())) {
        case Subnet: return row.draft.subnet;
        case Action: return actionWords(row.draft.action);
        case Limit: {
            if (row.draft.action != RuleAction::Limit)
                return {};
            const Rule *rule = row.valid();
            return rule && rule->limit == 0 ? limitWords(0) : row.draft.limit;
        }
        case Note: return noteOf(row);
        case ColumnCount: break;
        }
        return {};
    case Qt::EditRole:
        if (index.column() == Action)
            return int(row.draft.action);
        return index.column() == Limit ? row.draft.limit : row.draft.subnet;
    case ActionRole: return int(row.draft.action);
    case RemovedRole: return row.isRemoved;
    case EditedRole: return row.isEdited();
    case ErrorRole:
    case Qt::ToolTipRole:
        if (const auto error = errorOf(row)) {
            const int column = error->part == RuleError::Part::Subnet ? Subnet : Limit;
            if (index.column() == column || index.column() == Note)
                return role == ErrorRole ? error->reason : toolTipText(error->reason);
        }
        return {};
    default: return {};
    }
}

QVariant RulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return headerCell({tr("Subnet"), tr("Rule"), tr("Limit"), tr("Change")}, section, orientation,
                      role);
}

Qt::ItemFlags RulesModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return QAbstractTableModel::flags(index);
    Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
    const Row &row = m_rows[std::size_t(index.row())];
    const bool isLimit = row.draft.action == RuleAction::Limit;
    if (!row.isRemoved && index.column() != Note && (index.column() != Limit || isLimit))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool RulesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    Row &row = m_rows[std::size_t(index.row())];
    const std::optional<ClientKey> before = subnetAt(index.row());
    count(row, -1);
    switch (index.column()) {
    case Subnet: row.draft.subnet = value.toString().trimmed(); break;
    case Action: row.draft.action = RuleAction(value.toInt()); break;
    case Limit: row.draft.limit = value.toString().trimmed(); break;
    }
    row.read();
    count(row, 1);
    // Others may have the same subnet, and learn here that they are (not) alone with it.
    const bool isAll = before != subnetAt(index.row());
    Q_EMIT dataChanged(this->index(isAll ? 0 : index.row(), 0),
                       this->index(isAll ? rowCount() - 1 : index.row(), ColumnCount - 1));
    Q_EMIT edited();
    return true;
}
