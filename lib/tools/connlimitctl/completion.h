// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QStringList>

/// What the word that is the last of \a words could become: lines of a word, a tab and what it
/// means. The one line ":files" stands for the names of files.
///
/// The completions for shells in resources/completions call the program for these, by
/// "connlimitctl __complete -- WORD...".
[[nodiscard]] QStringList completions(QStringList words);
