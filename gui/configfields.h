// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "changeset.h"
#include "limitspinbox.h"

#include <QtCore/QObject>
#include <QtWidgets/QCheckBox>

/// The values of a Config that the user edits, in boxes that belong to somebody's layout: what is
/// in force, and what has been made of it.
///
/// What the user has typed is not overwritten.
class ConfigFields : public QObject
{
    Q_OBJECT

public:
    /// A text that is no value.
    struct Invalid
    {
        QString reason;
        LimitSpinBox *box = nullptr;
    };

    explicit ConfigFields(QObject *parent = nullptr);

    [[nodiscard]] LimitSpinBox *box(const char *field) const;
    [[nodiscard]] QCheckBox *dryRun() const { return m_dryRun; }

    /// Shows what is in force now in all boxes that are not edited.
    ///
    /// Returns the changes under the user's hands: those of values that are being edited, to
    /// others than the user's.
    ChangeSet setConfig(const ConnLimit::Config &config);
    [[nodiscard]] const ConnLimit::Config &config() const { return m_config; }

    void revert();
    [[nodiscard]] bool isEdited() const;
    /// From what is in force to what stands in the boxes.
    [[nodiscard]] std::variant<ChangeSet, Invalid> changes() const;
    void setEnabled(bool isEnabled);

Q_SIGNALS:
    void edited();
    /// Enter was pressed.
    void accepted();
    /// Esc was pressed.
    void rejected();

private:
    struct Field
    {
        const char *name;
        std::uint32_t ConnLimit::Config::*member;
        LimitSpinBox *box;
        bool isEdited = false;
    };

    void noteEdit(std::size_t index);

    std::vector<Field> m_fields;
    QCheckBox *const m_dryRun;
    bool m_isDryRunEdited = false;
    ConnLimit::Config m_config;
};
