// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "configfields.h"
#include "effectpreview.h"
#include "messagelabel.h"

#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QWidget>

class ConfigEditor;
class LimitSlider;
class Monitor;
class NoticeBar;
class UndoButton;

/// Shows the limits and lets the user change them: what a change would mean is told before it is
/// applied (Enter), and it can be dropped (Esc) before and undone afterwards.
///
/// What the user is typing is never overwritten. If somebody else changes the same values
/// meanwhile, the user sees both and chooses.
class LimitPanel : public QWidget
{
    Q_OBJECT

public:
    LimitPanel(Monitor &monitor, ConfigEditor &editor, QWidget *parent = nullptr);

    [[nodiscard]] QString message() const { return m_message->text(); }

private:
    void makeBoxes();
    void makeLayout();
    QWidget *makeMore();
    void connectFields();
    void connectServer();

    void apply();
    void send();
    void revert();
    void noteEdit();
    void handleConfig(const ConnLimit::ConfigRevision &config);
    void handleStatus();
    void handleApplied(const ConnLimit::ConfigChange &change);
    void addConflicts(const ChangeSet &overwritten);
    void dropSettledConflicts();
    void askWho();
    void showConflicts();
    void showState();

    Monitor &m_monitor;
    ConfigEditor &m_editor;
    ConfigFields m_fields;
    EffectPreview m_preview;
    LimitSpinBox *const m_limit; // of m_fields
    LimitSlider *const m_slider;
    QPushButton *const m_apply;
    QPushButton *const m_revert;
    UndoButton *const m_undo;
    QToolButton *const m_more;
    MessageLabel *const m_message;
    NoticeBar *const m_dryRun;
    NoticeBar *const m_conflict;
    QPushButton *const m_takeMine;
    QPushButton *const m_takeTheirs;
    ChangeSet m_conflicts; ///< What others have made of the values that are being edited.
    QString m_who;         ///< Who did. Empty: not known.
    quint64 m_revision = 0;
    QString m_target; ///< The server that the Config is of.
};
