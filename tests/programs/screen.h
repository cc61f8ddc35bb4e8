// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QStringDecoder>
#include <QtCore/QStringList>

/// What a terminal shows of the bytes that it is sent: as much of ECMA-48 and xterm as the tests
/// need. What it does not know is kept in unknown().
class Screen
{
public:
    void setSize(int columns, int rows)
    {
        m_columns = columns;
        m_rows = rows;
        m_row = std::min(m_row, rows - 1);
        m_column = std::min(m_column, columns - 1);
        for (QStringList *lines : {&m_main, &m_alternate}) {
            lines->resize(rows);
            for (QString &line : *lines)
                line.truncate(columns);
        }
    }

    void write(const QByteArray &bytes)
    {
        m_rest += m_decoder(bytes);
        while (!m_rest.isEmpty()) {
            const qsizetype length = m_rest.startsWith(u'\x1b') ? obey() : put(m_rest.front());
            if (length == 0)
                return; // the end of a sequence is missing
            m_rest.remove(0, length);
        }
    }

    /// The lines that are seen, without the spaces at their ends.
    QStringList lines() const
    {
        QStringList result;
        for (const QString &line : m_isAlternate ? m_alternate : m_main)
            result.append(trimmed(line));
        return result;
    }
    QString line(int row) const { return lines().value(row < 0 ? m_rows + row : row); }
    QString text() const { return lines().join(u'\n'); }
    bool isAlternate() const { return m_isAlternate; }
    bool isCursorShown() const { return m_isCursorShown; }
    bool isWrapping() const { return m_isWrapping; }
    /// Whether anything was coloured so far.
    bool isColoured() const { return m_isColoured; }
    const QStringList &unknown() const { return m_unknown; }

private:
    static QString trimmed(QString line)
    {
        while (line.endsWith(u' '))
            line.chop(1);
        return line;
    }
    QStringList &shown() { return m_isAlternate ? m_alternate : m_main; }

    qsizetype put(QChar character)
    {
        if (character == u'\r') {
            m_column = 0;
        } else if (character == u'\n') {
            feedLine();
        } else if (character == u'\b') {
            m_column = std::max(0, m_column - 1);
        } else if (character.unicode() >= 0x20) {
            if (m_column == m_columns && m_isWrapping) {
                m_column = 0;
                feedLine();
            }
            QString &line = shown()[m_row];
            line = line.leftJustified(m_columns);
            line[std::min(m_column, m_columns - 1)] = character;
            m_column = std::min(m_column + 1, m_columns);
        }
        return 1;
    }
    void feedLine()
    {
        if (++m_row < m_rows)
            return;
        m_row = m_rows - 1;
        shown().removeFirst();
        shown().append(QString());
    }

    /// Obeys the sequence at the start; its length, or 0.
    qsizetype obey()
    {
        if (m_rest.size() < 2)
            return 0;
        if (m_rest[1] != u'[')
            return 2;
        for (qsizetype i = 2; i < m_rest.size(); ++i) {
            if (m_rest[i] >= u'@') {
                obey(m_rest.sliced(2, i - 2), m_rest[i]);
                return i + 1;
            }
        }
        return 0;
    }
    void obey(const QString &parameters, QChar final)
    {
        if (final == u'H' && parameters.isEmpty()) {
            m_row = m_column = 0;
        } else if (final == u'K') {
            shown()[m_row].truncate(m_column);
        } else if (final == u'J') {
            shown()[m_row].truncate(m_column);
            for (int row = m_row + 1; row < m_rows; ++row)
                shown()[row].clear();
        } else if (final == u'm') {
            for (const QString &code : parameters.split(u';'))
                m_isColoured |= code.size() == 2 && (code[0] == u'3' || code[0] == u'4');
        } else if (parameters == u"?1049") {
            m_isAlternate = final == u'h';
            if (m_isAlternate)
                m_alternate.fill(QString());
        } else if (parameters == u"?25") {
            m_isCursorShown = final == u'h';
        } else if (parameters == u"?7") {
            m_isWrapping = final == u'h';
        } else {
            m_unknown.append(parameters + final);
        }
    }

    int m_columns = 0;
    int m_rows = 0;
    int m_row = 0;
    int m_column = 0;
    QStringList m_main;
    QStringList m_alternate;
    bool m_isAlternate = false;
    bool m_isCursorShown = true;
    bool m_isWrapping = true;
    bool m_isColoured = false;
    QStringList m_unknown;
    QStringDecoder m_decoder{QStringDecoder::Utf8};
    QString m_rest;
};
