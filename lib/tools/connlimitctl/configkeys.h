// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/configpatch.h>
#include <connlimit/control/messages.h>

#include <QtCore/QList>
#include <QtCore/QStringList>

#include <optional>

// How a shell writes a Config: KEY=VALUE, and rules as words.

/// What the tool calls a part of the Config: a number, dry-run or the rules.
struct ConfigKey
{
    QString name;
    const ConnLimit::ConfigField *field = nullptr; ///< Only of a number.

    [[nodiscard]] bool isRules() const { return name == u"rules"; }
};

[[nodiscard]] const QList<ConfigKey> &configKeys();
/// The key with that \a name, or nothing after a complaint.
[[nodiscard]] std::optional<ConfigKey> findConfigKey(const QString &name);

/// The value of a \a key that is not rules: "20", "off".
[[nodiscard]] QString valueText(const ConfigKey &key, const ConnLimit::Config &config);
/// The words that rule add takes: "203.0.113.0/24 limit 5".
[[nodiscard]] QString ruleWords(const ConnLimit::Rule &rule);
/// "max-per-client=20", one line for each of the \a keys, and for each rule.
[[nodiscard]] QStringList configLines(const ConnLimit::Config &config,
                                      const QList<ConfigKey> &keys = configKeys());

/// Reads KEY=VALUE into \a patch: the key, or nothing after a complaint.
[[nodiscard]] std::optional<ConfigKey> readAssignment(const QString &argument,
                                                      ConnLimit::ConfigPatch &patch);
/// Reads "SUBNET limit N", "SUBNET exempt" or "SUBNET block", again and again. Nothing after a
/// complaint.
[[nodiscard]] std::optional<std::vector<ConnLimit::Rule>> readRules(QStringList words);
