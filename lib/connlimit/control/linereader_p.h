// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QIODevice>

#include <optional>

namespace ConnLimit {

/// Cuts what comes from a socket into lines of a bounded length.
///
/// Drains the socket whenever it needs more: a QAbstractSocket whose limited read buffer was full
/// takes in nothing more until that has been read to the last byte, so QIODevice::readLine() would
/// stop for ever behind the last whole line in it.
class LineReader
{
public:
    explicit LineReader(qsizetype maximumLength)
        : m_maximumLength(maximumLength)
    {}

    /// The next line without its line feed, read from \a device if need be; nothing if it has not
    /// all come yet, or is too long.
    [[nodiscard]] std::optional<QByteArray> takeLine(QIODevice &device)
    {
        if (!hasLine())
            m_buffer += device.readAll();
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
