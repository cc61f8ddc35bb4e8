// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limitergate_p.h"

#include <connlimit/net/changetext.h>

#include <QtCore/QLoggingCategory>
#include <QtCore/QStringBuilder>

namespace ConnLimit {

Q_LOGGING_CATEGORY(lcNet, "connlimit.net")
static Q_LOGGING_CATEGORY(lcRefusals, "connlimit.refusals");

LimiterGate::LimiterGate()
    : m_events(std::make_shared<LimiterEvents>())
    , m_connections(std::make_shared<ConnectionRegistry>())
    , m_limiter([events = m_events](const ClientKey &client) { Q_EMIT events->released(client); },
                m_connections)
{
    updateReleaseHandler();
}

void LimiterGate::acquire(const ClientKey &address, Admission &admission)
{
    m_limiter.acquire(address, admission);
    if (!admission.isAdmitted())
        return tell(admission.client, admission.verdict);
    if (m_events->wantsAdmitted.load(std::memory_order_relaxed))
        Q_EMIT m_events->admitted(admission.client);
    if (admission.dryRunVerdict != Verdict::Admitted && !m_refusalLog.leaveOut())
        log({admission.client, admission.dryRunVerdict, true});
}

void LimiterGate::recordRefusal(const ClientKey &address, Verdict verdict)
{
    tell(m_limiter.recordRefusal(address, verdict), verdict);
}

void LimiterGate::recordWithdrawal(const ClientKey &address, Verdict verdict)
{
    tell(m_limiter.recordWithdrawal(address, verdict), verdict);
}

void LimiterGate::tell(const ClientKey &client, Verdict verdict)
{
    if (!m_refusalLog.leaveOut())
        log({client, verdict, false});
    if (m_events->wantsRefused.load(std::memory_order_relaxed))
        Q_EMIT m_events->refused(client, verdict);
}

void LimiterGate::log(const LoggedRefusal &refusal)
{
    if (!lcRefusals().isInfoEnabled())
        return;
    RefusalLog::Line line;
    switch (m_refusalLog.add(refusal, line)) {
    case RefusalLog::Outcome::Written: qCInfo(lcRefusals).noquote() << refusalLine(line); break;
    case RefusalLog::Outcome::FirstLeftOut:
        if (!m_events->isLogFlushUnderWay.exchange(true))
            Q_EMIT m_events->refusalLogHeldBack();
        break;
    case RefusalLog::Outcome::LeftOut: break;
    }
}

bool LimiterGate::flushRefusalLog()
{
    if (const auto line = m_refusalLog.flush())
        qCInfo(lcRefusals).noquote() << refusalLine(*line);
    m_events->isLogFlushUnderWay = false; // before the look: what comes behind it asks anew
    if (m_refusalLog.isFlushed())
        return true;
    m_events->isLogFlushUnderWay = true;
    return false;
}

void LimiterGate::tellRefusals()
{
    using namespace std::chrono;
    if (m_isTellingRefusals.exchange(true, std::memory_order_acquire))
        return; // another channel does it
    const steady_clock::time_point now = steady_clock::now();
    const bool isEarly = m_refusalsTold && now - *m_refusalsTold < 900ms;
    if (!isEarly && m_refusalWatch.isDue(m_limiter.totals())) {
        const std::vector<ClientStatus> clients = m_limiter.refusedClients();
        const QList<Event> events
            = m_refusalWatch.look(clients, m_limiter.totals(), system_clock::now());
        for (const Event &event : events)
            m_eventLog.add(event);
        m_refusalsTold = now;
    }
    m_isTellingRefusals.store(false, std::memory_order_release);
}

void LimiterGate::updateReleaseHandler()
{
    m_limiter.setReleaseHandlerEnabled(m_events->wantsReleased);
}

QList<ChangeRecord> LimiterGate::changes() const
{
    return m_changes.records();
}

ConfigChange LimiterGate::setConfig(const Config &config, std::optional<quint64> basedOn,
                                    const QString &who)
{
    ConfigChange change
        = basedOn ? m_limiter.setConfig(config, *basedOn) : m_limiter.setConfig(config);
    if (change.outcome == ConfigChange::Outcome::Invalid)
        qCWarning(lcNet, "Config not applied: %s", change.error.toString().c_str());
    if (change.after.revision == change.before.revision)
        return change;
    remember(change, who);
    if (!m_events->isConfigChangeUnderWay.exchange(true))
        Q_EMIT m_events->configChanged();
    return change;
}

void LimiterGate::remember(const ConfigChange &change, const QString &who)
{
    ChangeRecord record = recordOf(change, who);
    Event event;
    event.time = record.time;
    event.kind = Event::Kind::Changed;
    event.text = (who.isEmpty() ? QStringLiteral("application") : who) + u": "
                 + changesText(record, ChangeRecord::changesInALine);
    m_changes.add(std::move(record));
    m_eventLog.add(std::move(event));
}

} // namespace ConnLimit

#include "moc_limitergate_p.cpp"
