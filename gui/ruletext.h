// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/config.h>

#include <QtCore/QString>

#include <variant>

/// A rule as it is written, perhaps wrong.
struct RuleDraft
{
    QString subnet;
    ConnLimit::RuleAction action = ConnLimit::RuleAction::Limit;
    QString limit; ///< Only for RuleAction::Limit.

    [[nodiscard]] static RuleDraft fromRule(const ConnLimit::Rule &rule);

    /// Reads a line: "10.0.0.0/8 limit 5", "10.0.0.0/8 5", "10.0.0.0/8 exempt", "10.0.0.0/8 block",
    /// with blanks, tabs, commas or semicolons between. What cannot be understood stays to be
    /// corrected. Of nothing, or of a comment (#), the subnet is empty.
    [[nodiscard]] static RuleDraft fromLine(const QString &line);
};

/// Which part of a RuleDraft is wrong, and why.
struct RuleError
{
    enum class Part { Subnet, Limit };

    Part part = Part::Subnet;
    QString reason;
};

/// Why \a text is neither an address nor a subnet; nothing if it is.
[[nodiscard]] QString subnetProblem(const QString &text);

/// The rule that \a draft means.
[[nodiscard]] std::variant<ConnLimit::Rule, RuleError> ruleFromDraft(const RuleDraft &draft);
