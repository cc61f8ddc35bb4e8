// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "changeset.h"
#include "ruletext.h"

#include <QtCore/QAbstractTableModel>

#include <map>

/// The rules that are in force, and what the user is making of them.
///
/// Added rules stand on top. The others are in the order in which they are looked at: IPv4 before
/// IPv6, the longest prefix first; so the first one that holds an address is the one that applies.
/// What the user has changed is not overwritten by what is in force.
class RulesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Subnet, Action, Limit, Note, ColumnCount };
    enum Role {
        ActionRole = Qt::UserRole, ///< The RuleAction as an int.
        ErrorRole,                 ///< Of the cell: why it is wrong.
        RemovedRole,               ///< Whether the row is to be removed.
        EditedRole,                ///< Whether the row is not what is in force.
    };

    /// What keeps the changes from being applied.
    struct Invalid
    {
        QModelIndex index;
        QString reason;
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Shows what is in force now. Returns the changes under the user's hands: those of rules that
    /// are being edited, to something else than the user's.
    ChangeSet setRules(const std::vector<ConnLimit::Rule> &rules);

    /// Adds an empty rule.
    QModelIndex addRule();
    /// Sets the rule that each line has, or adds it. Returns how many lines there was no room for.
    int addLines(const QString &lines);
    /// Removes the \a rows, or keeps those that are to be removed already.
    void toggleRemoved(const QList<int> &rows);
    /// Drops what the user has changed.
    void discard();

    /// From what is in force to what the rows have.
    [[nodiscard]] std::variant<ChangeSet, Invalid> changes() const;
    [[nodiscard]] bool isEdited() const;
    [[nodiscard]] std::optional<ConnLimit::ClientKey> subnetAt(int row) const;
    /// The rule of the \a row in one line, as addLines() reads it.
    [[nodiscard]] QString lineAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void edited();

private:
    struct Row
    {
        std::optional<ConnLimit::Rule> inForce;
        RuleDraft draft;
        bool isRemoved = false;
        std::variant<ConnLimit::Rule, RuleError> rule; ///< What the draft means.

        void setRule(const ConnLimit::Rule &value);
        void read() { rule = ruleFromDraft(draft); }
        [[nodiscard]] const ConnLimit::Rule *valid() const
        {
            return std::get_if<ConnLimit::Rule>(&rule);
        }
        [[nodiscard]] bool isEdited() const;
    };

    using RulesBySubnet = std::map<ConnLimit::ClientKey, ConnLimit::Rule>;

    std::optional<RuleError> errorOf(const Row &row) const;
    QString noteOf(const Row &row) const;
    bool adopt(Row &row, RulesBySubnet &rules, ChangeSet &overwritten);
    void removeGone(const QList<int> &rows);
    void append(const RulesBySubnet &rules);
    void putInOrder();
    void count(const Row &row, int by);
    void tellEdited();

    std::vector<Row> m_rows;
    std::map<ConnLimit::ClientKey, int> m_counts; // of the rows that are to be a rule for it
};
