// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "limitspinbox.h"
#include "messagelabel.h"

#include <QtWidgets/QDialog>

/// Asks for a limit, and says why what was typed is none.
class LimitDialog : public QDialog
{
    Q_OBJECT

public:
    /// Asks with \a question, and proposes \a limit.
    LimitDialog(const QString &question, quint32 limit, QWidget *parent = nullptr);

    void accept() override;

Q_SIGNALS:
    /// The user has chosen \a limit; 0 is none.
    void limitSelected(quint32 limit);

private:
    void sayProblem();

    LimitSpinBox *const m_limit;
    MessageLabel *const m_problem;
};
