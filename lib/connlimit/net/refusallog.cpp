// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "refusallog_p.h"

#include <algorithm>
#include <utility>

namespace ConnLimit {

/// One from a bucket of \a linesPerSecond tokens, which fills up in a second.
bool RefusalLog::takeToken()
{
    const TimePoint now = m_clock();
    const std::chrono::duration<double> passed = now - m_refilled.value_or(now);
    m_refilled = now;
    m_tokens = std::min(m_tokens + std::max(passed.count(), 0.0) * linesPerSecond,
                        double(linesPerSecond));
    const bool isTaken = m_tokens >= 1;
    m_tokens -= isTaken ? 1 : 0;
    m_isHoldingBack.store(!isTaken, std::memory_order_relaxed);
    return isTaken;
}

void RefusalLog::countUnseen()
{
    m_leftOut += m_unseen.exchange(0, std::memory_order_relaxed);
}

RefusalLog::Outcome RefusalLog::add(const LoggedRefusal &refusal, Line &line)
{
    const QMutexLocker locker(&m_mutex);
    countUnseen();
    if (takeToken()) {
        line = {refusal, std::exchange(m_leftOut, 0)};
        return Outcome::Written;
    }
    m_last = refusal;
    return m_leftOut++ == 0 ? Outcome::FirstLeftOut : Outcome::LeftOut;
}

std::optional<RefusalLog::Line> RefusalLog::flush()
{
    const QMutexLocker locker(&m_mutex);
    countUnseen();
    if (m_leftOut == 0 || !takeToken())
        return std::nullopt;
    return Line{m_last, std::exchange(m_leftOut, 0) - 1};
}

bool RefusalLog::isFlushed() const
{
    const QMutexLocker locker(&m_mutex);
    return m_leftOut + m_unseen == 0;
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
