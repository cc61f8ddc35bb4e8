// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "changeset.h"

#include <QtCore/QString>

// How the dashboard words what is changed, in the user's language.

/// "10", or "no limit" for 0.
[[nodiscard]] QString limitWords(quint32 limit);

/// "limit for each client", of a field as Config names it.
[[nodiscard]] QString fieldWords(const std::string &field);

/// "10", "no limit", "on", "limit 5", "blocked", "no rule", as the field of \a change has it.
[[nodiscard]] QString valueWords(const ConnLimit::FieldChange &change,
                                 const ConnLimit::FieldValue &value);

/// "limit for each client 10 → 8", "rule for 10.0.0.0/8: no rule → blocked".
[[nodiscard]] QString changeWords(const ConnLimit::FieldChange &change);

/// The same of all \a changes in one line, of many only how many.
[[nodiscard]] QString changesWords(const ChangeSet &changes);

/// "1 client" or "5 clients".
[[nodiscard]] QString clientsWords(quint64 count);
/// "1 connection" or "5 connections".
[[nodiscard]] QString connectionsWords(quint64 count);
/// "1 rule" or "5 rules".
[[nodiscard]] QString rulesWords(quint64 count);
