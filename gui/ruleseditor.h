// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "effectpreview.h"
#include "messagelabel.h"
#include "rulesmodel.h"
#include "rulesview.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>
#include <QtWidgets/QWidget>

class ConfigEditor;
class Monitor;
class NoticeBar;

/// Shows the rules for subnets and lets the user edit them in the table, paste and import them, and
/// apply them as one change. What they would mean is told before.
class RulesEditor : public QWidget
{
    Q_OBJECT

public:
    RulesEditor(Monitor &monitor, ConfigEditor &editor, QWidget *parent = nullptr);

    [[nodiscard]] QString message() const { return m_message->text(); }

    /// Sets or adds the rules in \a lines, which are "10.0.0.0/8 limit 5" or the like.
    void addLines(const QString &lines);

private:
    void makeTable();
    void makeLayout(QWidget *undo);
    QPushButton *addButton(const char *objectName, const QString &text,
                           void (RulesEditor::*slot)());
    void addShortcut(const QKeySequence &keys, void (RulesEditor::*slot)());

    void add();
    void toggleRemoved();
    void copy();
    void paste();
    void importFile();
    void apply();
    void revert();
    void handleConfig(const ConnLimit::ConfigRevision &config);
    void handleStatus();
    void noteEdit();
    void showState();
    void showConflicts();
    QList<int> selectedRows() const;

    Monitor &m_monitor;
    ConfigEditor &m_editor;
    EffectPreview m_preview;
    RulesModel m_model;
    RulesFilter m_filter;
    QLineEdit *const m_filterEdit;
    QTableView *const m_table;
    QLabel *const m_hint;
    MessageLabel *const m_message;
    NoticeBar *const m_conflict;
    QPushButton *const m_takeMine;
    QPushButton *const m_takeTheirs;
    QList<QPushButton *> m_editButtons; // add, remove, paste, import
    QPushButton *m_revert = nullptr;
    QPushButton *m_apply = nullptr;
    ChangeSet m_conflicts;
    quint64 m_revision = 0;
    QString m_target;
    QString m_notice; ///< Of what was pasted, to stand before the preview.
    bool m_isApplying = false;
};
