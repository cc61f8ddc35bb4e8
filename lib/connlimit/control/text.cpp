// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/control/text.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace ConnLimit {

static QString tr(const char *text)
{
    return QCoreApplication::translate("ConnLimit", text);
}

QString countText(quint64 count)
{
    return QLocale().toString(count);
}

QString limitText(quint32 limit)
{
    return limit == 0 ? tr("none") : countText(limit);
}

QString agoText(std::optional<std::chrono::system_clock::time_point> time,
                std::chrono::system_clock::time_point now)
{
    if (!time)
        return QStringLiteral("-");
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - *time).count();
    if (seconds < 1) // or in the future, after the clock was set back
        return tr("now");
    if (seconds < 60)
        return tr("%1 s ago").arg(countText(quint64(seconds)));
    if (seconds < 60 * 60)
        return tr("%1 min ago").arg(countText(quint64(seconds / 60)));
    if (seconds < 24 * 60 * 60)
        return tr("%1 h ago").arg(countText(quint64(seconds / (60 * 60))));
    return tr("%1 d ago").arg(countText(quint64(seconds / (24 * 60 * 60))));
}

} // namespace ConnLimit
