// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

#include <optional>

/// A curve in one line of text, of at most \a width characters, from 0 to the highest value. Where
/// there are more values than characters, each stands for the highest of several; a space is where
/// there is none.
[[nodiscard]] QString sparkline(const QList<std::optional<double>> &values, int width);
