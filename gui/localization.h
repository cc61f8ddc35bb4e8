// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGui/QIcon>

/// Has the program speak the language of the user, as far as it can, and lays windows out in the
/// direction in which that is read. Before the first widget is made.
void installTranslations();

/// The icon of the program, in all sizes that it is drawn for.
[[nodiscard]] QIcon applicationIcon();
