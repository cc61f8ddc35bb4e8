// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGui/QPalette>

// Colours that a palette has no role for, made from those that it has: they fit light and dark.

/// For what is at its limit, or wrong: clearly apart from the base and from the highlight.
[[nodiscard]] QColor alertColor(const QPalette &palette);

/// For what may soon be wrong.
[[nodiscard]] QColor warningColor(const QPalette &palette);

/// For what is well.
[[nodiscard]] QColor goodColor(const QPalette &palette);

/// For text of less weight.
[[nodiscard]] QColor quietColor(const QPalette &palette);

/// A line between things.
[[nodiscard]] QColor lineColor(const QPalette &palette);
