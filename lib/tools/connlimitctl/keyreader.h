// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>

/// A key that was pressed.
struct Key
{
    enum Code { Character, Up, Down, PageUp, PageDown, Home, End, Enter, Backspace, Escape };

    Code code = Character;
    char character = 0; ///< Printable ASCII, or a control character; of Character only.
};

/// Makes keys of the bytes that a terminal sends. What it does not know is left out.
class KeyReader
{
public:
    [[nodiscard]] QList<Key> read(const QByteArray &bytes);
    /// Whether what was read last may be the beginning of something: or else the key Escape.
    [[nodiscard]] bool isUnfinished() const { return !m_rest.isEmpty(); }
    /// Nothing followed: what is unfinished is the key Escape.
    [[nodiscard]] QList<Key> finish();

private:
    QByteArray m_rest;
};
