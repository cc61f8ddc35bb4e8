// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "statenews_p.h"

#include <algorithm>
#include <utility>

namespace ConnLimit {

StateNews::StateNews(EventLog &log, QObject *owner, Lasts lasts, std::chrono::milliseconds patience)
    : m_log(log)
    , m_lasts(std::move(lasts))
    , m_timer(owner)
    , m_firstPatience(patience)
    , m_patience(patience)
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, owner, [this] { tellEnd(); });
}

void StateNews::setTexts(const QString &begins, const QString &ends)
{
    m_begins = begins;
    m_ends = ends;
}

void StateNews::begin()
{
    m_timer.stop();
    if (std::exchange(m_isTold, true))
        return;
    const bool isSoon = m_toldEnd && Clock::now() - *m_toldEnd < longestPatience;
    m_patience = isSoon ? std::min(2 * m_patience, longestPatience) : m_firstPatience;
    m_log.addServer(m_begins);
}

void StateNews::end()
{
    if (m_isTold && !m_timer.isActive())
        m_timer.start(m_patience);
}

void StateNews::reset()
{
    m_timer.stop();
    m_isTold = false;
}

void StateNews::tellEnd()
{
    if (m_lasts && m_lasts())
        return m_timer.start(m_patience);
    m_isTold = false;
    m_toldEnd = Clock::now();
    m_log.addServer(m_ends);
}

} // namespace ConnLimit
