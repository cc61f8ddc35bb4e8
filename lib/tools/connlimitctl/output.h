// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

#include <chrono>

// What connlimitctl writes: text for people, or JSON for programs.

/// The status with which the program ends.
enum ExitStatus { Done = 0, Refused = 1, Usage = 2, NoServer = 3 };

/// What a line looks like on a terminal. What matters is said by its text as well.
enum class Style {
    Plain,
    Title, ///< Bold.
    Bar,   ///< Light and dark changed.
    Near,  ///< Yellow: close to a limit.
    Full,  ///< Red: at a limit, over it, or kept out.
};

/// A line of text, without what a terminal would obey.
struct Line
{
    QString text;
    Style style = Style::Plain;
};

using Lines = QList<Line>;

/// Whether stdout is a terminal that can do more than print line after line.
[[nodiscard]] bool isTerminal();

struct TerminalSize
{
    int columns = 80;
    int rows = 24;
};

/// What that terminal says of itself, or the least that one is to have.
[[nodiscard]] TerminalSize terminalSize();
/// Its columns; where there is none, more than any line has.
[[nodiscard]] int terminalWidth();
/// Whether the user's locale has more than ASCII.
[[nodiscard]] bool isUnicode();

/// A \a line with its style, as far as stdout shows it: no colours where NO_COLOR says so.
[[nodiscard]] QString styled(const Line &line);

/// \a text with all that a terminal would obey replaced: control characters, changes of direction.
[[nodiscard]] QString harmless(const QString &text);

/// "2026-03-09 14:05:07", in the time zone of the user.
[[nodiscard]] QString dateText(std::chrono::system_clock::time_point time);

/// Write to stdout, at once and as a whole. End the program if nobody reads it any more, or if it
/// cannot be written.
void print(const Lines &lines);
void print(const QString &line);
void print(const QJsonObject &object);

/// Writes a message to stderr, after the program's name.
void complain(const QString &message);
