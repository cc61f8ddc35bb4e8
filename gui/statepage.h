// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QWidget>

class QHBoxLayout;

/// Stands where something is not there (yet): says what, why, and what to do about it.
class StatePage : public QWidget
{
    Q_OBJECT

public:
    explicit StatePage(QWidget *parent = nullptr);

    void show(const QString &title, const QString &text);
    /// Says that something has gone wrong, below the text; empty: nothing has.
    void setProblem(const QString &problem);
    QPushButton *addButton(const QString &text, const QString &objectName);

    [[nodiscard]] QString title() const { return m_title->text(); }
    [[nodiscard]] QString text() const { return m_text->text(); }

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    QLabel *const m_title;
    QLabel *const m_text;
    QLabel *const m_problem;
    QHBoxLayout *const m_buttons;
};
