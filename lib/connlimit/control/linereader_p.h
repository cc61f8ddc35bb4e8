// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QByteArray>

#include <optional>

namespace ConnLimit {

/// Cuts what comes from a socket into lines of a bounded length.
class LineReader
{
public:
    /// A line is at most \a maximumLength bytes long, its line feed included.
    explicit LineReader(qsizetype maximumLength)
        : m_maximumLength(maximumLength)
    {}

    void append(const QByteArray &bytes) { m_buffer += bytes; }

    /// The next line without its line feed; nothing if it has not all come yet, or is too long.
    [[nodiscard]] std::optional<QByteArray> takeLine()
    {
        if (!hasLine() || isTooLong())
            return std::nullopt;
        const QByteArray line = m_buffer.first(m_end);
        m_buffer.remove(0, m_end + 1);
        m_end = 0;
        return line;
    }

    /// Whether the line that takeLine() has not returned is longer than a line may be.
    [[nodiscard]] bool isTooLong() const { return m_end >= m_maximumLength; }

private:
    bool hasLine()
    {
        if (m_end < m_buffer.size() && m_buffer.at(m_end) == '\n')
            return true;
        const qsizetype found = m_buffer.indexOf('\n', m_end);
        m_end = found == -1 ? m_buffer.size() : found; // what was looked at is not looked at again
        return found != -1;
    }

    qsizetype m_maximumLength;
    QByteArray m_buffer;
    qsizetype m_end = 0; // of the first line, or of what was searched for it
};

} // namespace ConnLimit
