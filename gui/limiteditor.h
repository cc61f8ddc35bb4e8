// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "limitspinbox.h"

#include <connlimit/control/messages.h>

#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QWidget>

/// Shows the limit for each client and lets the user change it: Enter applies, Esc reverts, a wrong
/// value says why.
///
/// What the user is typing is never overwritten. A change is based on the last Config that the user
/// was shown.
class LimitEditor : public QWidget
{
    Q_OBJECT

public:
    explicit LimitEditor(QWidget *parent = nullptr);

    /// The Config that is in force now.
    void setConfig(const ConnLimit::ConfigRevision &config);
    /// There is no server to change anything at.
    void setUnavailable();
    void showApplied(const ConnLimit::ConfigChange &change);
    void showRefused(const ConnLimit::ControlError &error);

    [[nodiscard]] QString message() const { return m_message->text(); }

Q_SIGNALS:
    void applyRequested(quint32 limit, const ConnLimit::ConfigRevision &basedOn);

protected:
    void changeEvent(QEvent *event) override;

private:
    void apply();
    void revert();
    void noteEdit();
    void showConfig();
    void say(const QString &text, bool isAlert);
    void updateColors();

    LimitSpinBox *const m_limit;
    QPushButton *const m_apply;
    QLabel *const m_message;
    ConnLimit::ConfigRevision m_config;
    bool m_isAvailable = false;
    bool m_isEdited = false;
    bool m_isAlert = false;
};
