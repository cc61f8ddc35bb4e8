// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "rulesmodel.h"

#include "changewords.h"

#include <connlimit/control/messages.h>

#include <QtCore/QSet>

#include <algorithm>
#include <numeric>

using namespace ConnLimit;

void RulesModel::Row::setRule(const Rule &value)
{
    inForce = value;
    draft = RuleDraft::fromRule(value);
    rule = value;
    isRemoved = false;
}

bool RulesModel::Row::isEdited() const
{
    return isRemoved || !inForce || !valid() || *valid() != *inForce;
}

void RulesModel::count(const Row &row, int by)
{
    if (!row.valid() || row.isRemoved)
        return;
    if ((m_counts[row.valid()->subnet] += by) == 0)
        m_counts.erase(row.valid()->subnet);
}

/// Brings \a row up to what is in force, and takes it from \a rules. False if nothing is left of
/// it.
bool RulesModel::adopt(Row &row, RulesBySubnet &rules, ChangeSet &overwritten)
{
    const auto find = [&rules](const Rule &rule) { return rules.find(rule.subnet); };
    const bool isEdited = row.isEdited();
    if (isEdited && !row.isRemoved && row.valid()) { // perhaps it has been applied by now
        if (const auto same = find(*row.valid());
            same != rules.end() && same->second == *row.valid()) {
            row.setRule(same->second);
            rules.erase(same);
            return true;
        }
    }
    const std::optional<Rule> before = row.inForce;
    const Rule *key = before ? &*before : row.valid();
    const auto found = key ? find(*key) : rules.end();
    const std::optional<Rule> now
        = found == rules.end() ? std::nullopt : std::optional(found->second);
    if (now)
        rules.erase(found);
    if (!isEdited || (row.isRemoved && !now)) {
        if (now)
            row.setRule(*now);
        return now.has_value();
    }
    row.inForce = now;
    if (now != before) {
        const auto value = [](const auto &rule) { return rule ? FieldValue(*rule) : FieldValue(); };
        overwritten.push_back({"rules", value(before), value(now)});
    }
    return true;
}

ChangeSet RulesModel::setRules(const std::vector<Rule> &rules)
{
    RulesBySubnet left;
    for (const Rule &rule : rules)
        left.emplace(rule.subnet, rule);
    ChangeSet overwritten;
    QList<int> gone;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (!adopt(m_rows[i], left, overwritten))
            gone.append(int(i));
    }
    m_counts.clear();
    removeGone(gone);
    append(left);
    for (const Row &row : m_rows)
        count(row, 1);
    putInOrder();
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    return overwritten;
}

void RulesModel::removeGone(const QList<int> &rows)
{
    if (rows.size() > 200) { // one by one would take longer than to begin anew
        beginResetModel();
        const QSet<int> gone(rows.begin(), rows.end());
        std::vector<Row> kept;
        for (std::size_t i = 0; i < m_rows.size(); ++i) {
            if (!gone.contains(int(i)))
                kept.push_back(std::move(m_rows[i]));
        }
        m_rows = std::move(kept);
        endResetModel();
        return;
    }
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        beginRemoveRows({}, *row, *row);
        m_rows.erase(m_rows.begin() + *row);
        endRemoveRows();
    }
}

void RulesModel::append(const RulesBySubnet &rules)
{
    if (rules.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(rules.size()) - 1);
    for (const auto &[subnet, rule] : rules)
        m_rows.emplace_back().setRule(rule);
    endInsertRows();
}

void RulesModel::putInOrder()
{
    const auto isBefore = [this](int a, int b) {
        const std::optional<Rule> &left = m_rows[std::size_t(a)].inForce;
        const std::optional<Rule> &right = m_rows[std::size_t(b)].inForce;
        if (!left || !right)
            return !left && right;
        const ClientKey &x = left->subnet;
        const ClientKey &y = right->subnet;
        if (x.isIPv4() != y.isIPv4())
            return x.isIPv4();
        return x.prefixLength() != y.prefixLength() ? x.prefixLength() > y.prefixLength() : x < y;
    };
    std::vector<int> order(m_rows.size());
    std::iota(order.begin(), order.end(), 0);
    if (std::is_sorted(order.begin(), order.end(), isBefore))
        return;
    Q_EMIT layoutAboutToBeChanged();
    std::stable_sort(order.begin(), order.end(), isBefore);
    std::vector<Row> sorted;
    sorted.reserve(m_rows.size());
    std::vector<int> places(m_rows.size()); // of what was in a row
    for (std::size_t i = 0; i < order.size(); ++i) {
        sorted.push_back(std::move(m_rows[std::size_t(order[i])]));
        places[std::size_t(order[i])] = int(i);
    }
    m_rows = std::move(sorted);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex &old : from)
        to.append(index(places[std::size_t(old.row())], old.column()));
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged();
}

QModelIndex RulesModel::addRule()
{
    beginInsertRows({}, 0, 0);
    m_rows.insert(m_rows.begin(), Row());
    m_rows.front().read();
    endInsertRows();
    Q_EMIT edited();
    return index(0, Subnet);
}

int RulesModel::addLines(const QString &lines)
{
    std::map<ClientKey, std::size_t> places;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (const Rule *rule = m_rows[i].valid())
            places.emplace(rule->subnet, i);
    }
    std::vector<Row> added;
    int leftOut = 0;
    for (const QString &line : lines.split(u'\n')) {
        Row row;
        row.draft = RuleDraft::fromLine(line);
        if (row.draft.subnet.isEmpty())
            continue;
        row.read();
        const auto known = row.valid() ? places.find(row.valid()->subnet) : places.end();
        if (known != places.end()) {
            Row &present = known->second < m_rows.size() ? m_rows[known->second]
                                                         : added[known->second - m_rows.size()];
            present.isRemoved = false;
            present.draft = row.draft;
            present.read();
        } else if (m_rows.size() + added.size() >= Config::maximumRules) {
            ++leftOut;
        } else {
            if (row.valid())
                places.emplace(row.valid()->subnet, m_rows.size() + added.size());
            added.push_back(std::move(row));
        }
    }
    if (!added.empty()) {
        beginInsertRows({}, 0, int(added.size()) - 1);
        m_rows.insert(m_rows.begin(), std::make_move_iterator(added.begin()),
                      std::make_move_iterator(added.end()));
        endInsertRows();
    }
    m_counts.clear();
    for (const Row &row : m_rows)
        count(row, 1);
    tellEdited();
    return leftOut;
}

void RulesModel::toggleRemoved(const QList<int> &rows)
{
    QList<int> gone;
    for (const int number : rows) {
        Row &row = m_rows[std::size_t(number)];
        count(row, -1);
        row.isRemoved = !row.isRemoved;
        count(row, 1);
        if (!row.inForce)
            gone.append(number);
    }
    std::sort(gone.begin(), gone.end());
    removeGone(gone);
    tellEdited();
}

void RulesModel::discard()
{
    QList<int> gone;
    m_counts.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].inForce)
            m_rows[i].setRule(Rule(*m_rows[i].inForce));
        else
            gone.append(int(i));
    }
    removeGone(gone);
    for (const Row &row : m_rows)
        count(row, 1);
    tellEdited();
}

void RulesModel::tellEdited()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT edited();
}

bool RulesModel::isEdited() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.isEdited(); });
}

std::variant<ChangeSet, RulesModel::Invalid> RulesModel::changes() const
{
    ChangeSet changes;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        if (!row.isEdited())
            continue;
        if (row.isRemoved) {
            changes.push_back({"rules", *row.inForce, {}});
        } else if (const auto error = errorOf(row)) {
            const int column = error->part == RuleError::Part::Subnet ? Subnet : Limit;
            return Invalid{index(int(i), column), error->reason};
        } else if (row.inForce && row.inForce->subnet == row.valid()->subnet) {
            changes.push_back({"rules", *row.inForce, *row.valid()});
        } else {
            if (row.inForce)
                changes.push_back({"rules", *row.inForce, {}});
            changes.push_back({"rules", {}, *row.valid()});
        }
    }
    return changes;
}

std::optional<RuleError> RulesModel::errorOf(const Row &row) const
{
    if (row.isRemoved)
        return std::nullopt;
    if (const RuleError *error = std::get_if<RuleError>(&row.rule))
        return *error;
    const auto found = m_counts.find(row.valid()->subnet);
    if (found != m_counts.end() && found->second > 1)
        return RuleError{RuleError::Part::Subnet, tr("There is another rule for this subnet.")};
    return std::nullopt;
}

#include "moc_rulesmodel.cpp"
