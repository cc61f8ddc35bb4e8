// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "refusallog_p.h"

#include <algorithm>
#include <utility>

namespace ConnLimit {

/// One from a bucket of \a linesPerSecond tokens, which fills up in a second.
bool RefusalLog::takeToken(TimePoint now)
{
    const std::chrono::duration<double> passed = now - m_refilled.value_or(now);
    m_refilled = now;
    m_tokens = std::min(m_tokens + std::max(passed.count(), 0.0) * linesPerSecond,
                        double(linesPerSecond));
    if (m_tokens < 1)
        return false;
    m_tokens -= 1;
    return true;
}

RefusalLog::Outcome RefusalLog::add(const LoggedRefusal &refusal, TimePoint now, Line &line)
{
    const QMutexLocker locker(&m_mutex);
    if (takeToken(now)) {
        line = {refusal, std::exchange(m_leftOut, 0)};
        return Outcome::Written;
    }
    m_last = refusal;
    return m_leftOut++ == 0 ? Outcome::FirstLeftOut : Outcome::LeftOut;
}

std::optional<RefusalLog::Line> RefusalLog::flush(TimePoint now)
{
    const QMutexLocker locker(&m_mutex);
    if (m_leftOut == 0 || !takeToken(now))
        return std::nullopt;
    return Line{m_last, std::exchange(m_leftOut, 0) - 1};
}

bool RefusalLog::isFlushed() const
{
    const QMutexLocker locker(&m_mutex);
    return m_leftOut == 0;
}

QString refusalLine(const RefusalLog::Line &line)
{
    const LoggedRefusal &refusal = line.refusal;
    const std::string_view verdict = verdictName(refusal.verdict);
    QString text
        = refusal.isDryRun ? QStringLiteral("would be refused ") : QStringLiteral("refused ");
    text += refusal.client.isNull() ? QStringLiteral("a peer without an address")
                                    : QString::fromStdString(refusal.client.toString());
    text += u": " + QLatin1StringView(verdict.data(), qsizetype(verdict.size()));
    if (line.others == 1)
        text += QStringLiteral(" (and 1 other since)");
    else if (line.others > 1)
        text += QStringLiteral(" (and %1 others since)").arg(line.others);
    return text;
}

} // namespace ConnLimit
