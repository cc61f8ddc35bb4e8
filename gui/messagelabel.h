// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtWidgets/QLabel>

/// A plain text that tells the user what is going on, in the colour of its weight. It follows the
/// palette of the widget that it is in.
class MessageLabel : public QLabel
{
    Q_OBJECT

public:
    enum Weight {
        Quiet,
        Normal, ///< To be read before the next step.
        Alert,  ///< Something went wrong.
    };

    explicit MessageLabel(const QString &objectName, QWidget *parent = nullptr);

    void say(const QString &text, Weight weight = Quiet);
    [[nodiscard]] Weight weight() const { return m_weight; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    Weight m_weight = Quiet;
};
