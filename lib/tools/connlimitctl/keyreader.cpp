// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "keyreader.h"

#include <optional>

namespace {

struct Sequence
{
    const char *text; // behind "ESC [" or "ESC O"
    Key::Code code;
};

/// Those of xterm, the Linux console, rxvt, screen and tmux.
constexpr Sequence sequences[] = {
    {"A", Key::Up},    {"B", Key::Down}, {"5~", Key::PageUp}, {"6~", Key::PageDown},
    {"H", Key::Home},  {"F", Key::End},  {"1~", Key::Home},   {"4~", Key::End},
    {"7~", Key::Home}, {"8~", Key::End},
};

/// How long the control sequence at the start is; 0 if its end is missing (ECMA-48, 5.4).
qsizetype sequenceLength(const QByteArray &bytes)
{
    if (bytes.size() < 2)
        return 0;
    if (bytes[1] != '[')
        return bytes[1] == 'O' ? (bytes.size() > 2 ? 3 : 0) : 1;
    for (qsizetype i = 2; i < bytes.size(); ++i) {
        if (bytes[i] < 0x20 || bytes[i] > 0x3f)
            return i + 1;
    }
    return 0;
}

std::optional<Key> keyOf(const QByteArray &sequence)
{
    if (sequence.size() == 1)
        return Key{Key::Escape};
    for (const Sequence &known : sequences) {
        if (sequence.sliced(2) == known.text)
            return Key{known.code};
    }
    return std::nullopt;
}

std::optional<Key> keyOf(char byte)
{
    if (byte == '\r' || byte == '\n')
        return Key{Key::Enter};
    if (byte == '\b' || byte == 0x7f)
        return Key{Key::Backspace};
    if (quint8(byte) < 0x80)
        return Key{Key::Character, byte};
    return std::nullopt;
}

} // namespace

QList<Key> KeyReader::read(const QByteArray &bytes)
{
    m_rest += bytes;
    QList<Key> keys;
    while (!m_rest.isEmpty()) {
        const bool isSequence = m_rest.startsWith('\x1b');
        const qsizetype length = isSequence ? sequenceLength(m_rest) : 1;
        if (length == 0 && m_rest.size() < 32)
            return keys;
        if (const auto key = isSequence ? keyOf(m_rest.first(std::max<qsizetype>(length, 1)))
                                        : keyOf(m_rest.front()))
            keys.append(*key);
        m_rest.remove(0, std::max<qsizetype>(length, 1));
    }
    return keys;
}

QList<Key> KeyReader::finish()
{
    if (m_rest.isEmpty())
        return {};
    m_rest.clear();
    return {Key{Key::Escape}};
}
