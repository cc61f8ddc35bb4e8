// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtWidgets/QDoubleSpinBox>

#include <variant>

/// The limit that \a text means, or why it means none; "no limit" and 0 are no limit.
[[nodiscard]] std::variant<quint32, QString> limitFromText(const QString &text);

/// A spin box for a limit: 0 to 4,294,967,295, where 0 is "no limit"; or for a prefix length.
///
/// A QSpinBox ends at half of that; a QDoubleSpinBox without decimals holds all of it exactly.
///
/// Takes any text while it is typed, so that what is wrong can be said instead of swallowed.
class LimitSpinBox : public QDoubleSpinBox
{
    Q_OBJECT

public:
    explicit LimitSpinBox(QWidget *parent = nullptr);

    /// Makes it a box for a prefix length of 1 to \a maximum.
    void setPrefixLength(quint32 maximum);

    /// The limit that stands in the box, or why what stands there is none.
    [[nodiscard]] std::variant<quint32, QString> limit() const;
    void setLimit(quint32 limit);

Q_SIGNALS:
    /// The user has typed or stepped.
    void edited();
    /// Enter was pressed.
    void accepted();
    /// Esc was pressed.
    void rejected();

protected:
    QValidator::State validate(QString &text, int &position) const override;
    double valueFromText(const QString &text) const override;
    void stepBy(int steps) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] std::variant<quint32, QString> parse(const QString &text) const;
    [[nodiscard]] bool isPrefixLength() const { return minimum() > 0; }
};
