// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "output.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>
#include <QtCore/QStringBuilder>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <langinfo.h>
#include <limits>
#include <sys/ioctl.h>
#include <unistd.h>

bool isTerminal()
{
    static const bool result = [] {
        const QByteArray type = qgetenv("TERM");
        return ::isatty(STDOUT_FILENO) && !type.isEmpty() && type != "dumb";
    }();
    return result;
}

TerminalSize terminalSize()
{
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return {};
    return {size.ws_col, size.ws_row};
}

int terminalWidth()
{
    return isTerminal() ? terminalSize().columns : std::numeric_limits<int>::max();
}

bool isUnicode()
{
    // By the environment: Qt puts a locale of its own in the place of one without UTF-8.
    for (const char *name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const QByteArray locale = qgetenv(name).toLower();
        if (!locale.isEmpty())
            return locale.contains("utf-8") || locale.contains("utf8");
    }
    return false;
}

QString styled(const Line &line)
{
    static const bool isColoured = qEnvironmentVariableIsEmpty("NO_COLOR"); // no-color.org
    if (!isTerminal() || line.style == Style::Plain)
        return line.text;
    const char *code = "";
    switch (line.style) {
    case Style::Plain: break;
    case Style::Title: code = "1"; break;
    case Style::Bar: code = "7"; break;
    case Style::Near: code = isColoured ? "33" : "0"; break;
    case Style::Full: code = isColoured ? "1;31" : "0"; break;
    }
    return u"\x1b[" % QLatin1StringView(code) % u'm' % line.text % u"\x1b[0m";
}

static bool isObeyed(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    default: return false;
    }
}

QString harmless(const QString &text)
{
    QString result;
    for (const char32_t character : text.toUcs4()) {
        if (isObeyed(character))
            result += u'?';
        else
            result += QChar::fromUcs4(character);
    }
    return result;
}

/// JSON with the same escaped: such characters can only stand in its strings.
static QByteArray harmlessJson(const QByteArray &json)
{
    const auto isAscii = [](char byte) { return quint8(byte) < 0x7f; };
    if (std::all_of(json.begin(), json.end(), isAscii)) // of which QJsonDocument escapes the rest
        return json;
    QString result;
    for (const QChar unit : QString::fromUtf8(json)) {
        if (unit.unicode() >= 0x7f && (unit.isSurrogate() || isObeyed(unit.unicode())))
            result += u"\\u" + QString::number(unit.unicode(), 16).rightJustified(4, u'0');
        else
            result += unit;
    }
    return result.toUtf8();
}

QString dateText(std::chrono::system_clock::time_point time)
{
    const auto sinceEpoch
        = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count())
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

static void write(const QByteArray &text)
{
    std::fwrite(text.constData(), 1, std::size_t(text.size()), stdout);
    if (std::fflush(stdout) == 0)
        return;
    if (errno == EPIPE) // `connlimitctl watch | head`
        std::_Exit(Done);
    complain(u"cannot write: " + QString::fromLocal8Bit(std::strerror(errno)));
    std::_Exit(Refused);
}

void print(const Lines &lines)
{
    QString text;
    for (const Line &line : lines)
        text += styled(line) + u'\n';
    write(text.toLocal8Bit());
}

void print(const QString &line)
{
    write(line.toLocal8Bit() + '\n');
}

void print(const QJsonObject &object)
{
    write(harmlessJson(QJsonDocument(object).toJson(QJsonDocument::Compact)) + '\n');
}

void complain(const QString &message)
{
    std::fprintf(stderr, "connlimitctl: %s\n", harmless(message).toLocal8Bit().constData());
}
