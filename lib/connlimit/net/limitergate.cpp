// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limitergate_p.h"

#include <QtCore/QLoggingCategory>

namespace ConnLimit {

static Q_LOGGING_CATEGORY(lcNet, "connlimit.net")

    LimiterGate::LimiterGate()
    : m_events(std::make_shared<LimiterEvents>())
    , m_limiter([events = m_events](const ClientKey &client) {
        if (events->wantsReleased.load(std::memory_order_relaxed))
            Q_EMIT events->released(client);
    })
{}

Admission LimiterGate::acquire(const ClientKey &address)
{
    Admission admission = m_limiter.acquire(address);
    if (admission.isAdmitted()) {
        if (m_events->wantsAdmitted.load(std::memory_order_relaxed))
            Q_EMIT m_events->admitted(admission.client);
    } else if (m_events->wantsRefused.load(std::memory_order_relaxed)) {
        Q_EMIT m_events->refused(admission.client, admission.verdict);
    }
    return admission;
}

ConfigChange LimiterGate::setConfig(const Config &config, std::optional<quint64> basedOn)
{
    ConfigChange change
        = basedOn ? m_limiter.setConfig(config, *basedOn) : m_limiter.setConfig(config);
    if (change.outcome == ConfigChange::Outcome::Invalid)
        qCWarning(lcNet, "Config not applied: %s", change.error.toString().c_str());
    if (change.after.revision != change.before.revision
        && !m_events->isConfigChangeUnderWay.exchange(true))
        Q_EMIT m_events->configChanged();
    return change;
}

} // namespace ConnLimit

#include "moc_limitergate_p.cpp"
