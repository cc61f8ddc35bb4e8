// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/livemessages.h>

#include <QtCore/QString>

/// What a change would mean for those who are connected, in a sentence or two: "3 clients over, 41
/// connections affected; they stay open, new ones are refused."
///
/// Begins in lower case, to stand behind "At 8: ".
[[nodiscard]] QString effectWords(const ConnLimit::ConfigPreview &preview);

/// The same of a change of \a from to \a to, with what it is about before it: "At 8: nobody is
/// affected."
[[nodiscard]] QString previewWords(const ConnLimit::ConfigPreview &preview,
                                   const ConnLimit::Config &from, const ConnLimit::Config &to);
