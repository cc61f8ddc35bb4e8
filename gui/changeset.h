// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/configpatch.h>
#include <connlimit/core/configchanges.h>

#include <QtCore/QList>

#include <optional>
#include <vector>

/// Values of a Config that go from one to another, each by itself.
using ChangeSet = std::vector<ConnLimit::FieldChange>;

/// The way back.
[[nodiscard]] ChangeSet reversed(const ChangeSet &changes);

/// What sets each value to what it is to become.
[[nodiscard]] ConnLimit::ConfigPatch patchFor(const ChangeSet &changes);

/// The changes whose `from` is what \a config has, so that they can be made without overwriting
/// what somebody else has set.
[[nodiscard]] ChangeSet applicable(const ChangeSet &changes, const ConnLimit::Config &config);

/// The first change whose `from` is not what \a config has: from the value that was expected to the
/// one that is there.
[[nodiscard]] std::optional<ConnLimit::FieldChange>
findOverwritten(const ChangeSet &changes, const ConnLimit::Config &config);

/// The same \a patch in parts, none of which is too long for a request. Only rules are divided; the
/// revision stays with the first part.
[[nodiscard]] QList<ConnLimit::ConfigPatch> partsOf(const ConnLimit::ConfigPatch &patch);
