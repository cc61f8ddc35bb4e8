// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "changelog_p.h"
#include "connectionregistry_p.h"
#include "eventlog_p.h"
#include "refusallog_p.h"
#include "refusalwatch_p.h"

#include <connlimit/core/limiter.h>
#include <connlimit/net/export.h>

#include <QtCore/QObject>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace ConnLimit {

/// The limiter's news, on their way to the ConnectionLimiter that passes them on as its signals.
///
/// An object of its own, because leases and servers in other threads may outlive the
/// ConnectionLimiter: they emit here, and Qt drops what would go to a receiver that is gone.
/// Thread-safe.
class LimiterEvents : public QObject
{
    Q_OBJECT

public:
    // Whether somebody listens. Read before each signal, so that one that nobody wants costs
    // nothing.
    std::atomic<bool> wantsAdmitted = false;
    std::atomic<bool> wantsReleased = false;
    std::atomic<bool> wantsRefused = false;
    // Whether configChanged() is on its way: changes in quick succession do not fill the event
    // queue.
    std::atomic<bool> isConfigChangeUnderWay = false;
    // Whether refusalLogHeldBack() is on its way: a flood does not wake that thread up for each
    // line.
    std::atomic<bool> isLogFlushUnderWay = false;

Q_SIGNALS:
    void admitted(const ConnLimit::ClientKey &client);
    void released(const ConnLimit::ClientKey &client);
    void refused(const ConnLimit::ClientKey &client, ConnLimit::Verdict verdict);
    void configChanged();
    /// Refusals are left out of the log: LimiterGate::flushRefusalLog() in about two seconds.
    void refusalLogHeldBack();
};

/// A Limiter that tells of what it does. Shared by a ConnectionLimiter and all servers that use it.
///
/// Thread-safe.
class CONNLIMIT_NET_EXPORT LimiterGate
{
public:
    LimiterGate();

    /// See Limiter::acquire().
    void acquire(const ClientKey &address, Admission &admission);
    Admission acquire(const ClientKey &address)
    {
        Admission admission;
        acquire(address, admission);
        return admission;
    }

    /// Counts, tells and logs a refusal that was decided elsewhere: see Limiter::recordRefusal().
    void recordRefusal(const ClientKey &address, Verdict verdict);

    /// Does the same for one that acquire() had admitted: see Limiter::recordWithdrawal().
    void recordWithdrawal(const ClientKey &address, Verdict verdict);

    /// Changes the Config: see Limiter::setConfig(). A change is remembered, and told in the event
    /// log, with \a who has made it: nobody is the application itself.
    ConfigChange setConfig(const Config &config, std::optional<quint64> basedOn = {},
                           const QString &who = {});

    /// The last changes of the Config, oldest first: 64 of them.
    [[nodiscard]] QList<ChangeRecord> changes() const;

    /// Makes releases heed LimiterEvents::wantsReleased, which was changed.
    void updateReleaseHandler();

    /// Writes the line of the log that tells of those left out. False if that is too early.
    bool flushRefusalLog();

    /// Makes events of the refusals since the last time, at most every 0.9 s: see RefusalWatch.
    /// Control channels call it, each about once a second.
    void tellRefusals();

    [[nodiscard]] const Limiter &limiter() const noexcept { return m_limiter; }
    [[nodiscard]] LimiterEvents &events() const noexcept { return *m_events; }
    [[nodiscard]] ConnectionRegistry &connections() const noexcept { return *m_connections; }
    [[nodiscard]] EventLog &eventLog() noexcept { return m_eventLog; }

private:
    void tell(const ClientKey &client, Verdict verdict);
    void remember(const ConfigChange &change, const QString &who);
    void log(const LoggedRefusal &refusal);

    const std::shared_ptr<LimiterEvents> m_events;           // shared with the leases
    const std::shared_ptr<ConnectionRegistry> m_connections; // the same
    Limiter m_limiter;
    RefusalLog m_refusalLog;
    EventLog m_eventLog;
    ChangeLog m_changes;
    std::atomic<bool> m_isTellingRefusals = false;
    RefusalWatch m_refusalWatch; // of who has set m_isTellingRefusals, like the next
    std::optional<std::chrono::steady_clock::time_point> m_refusalsTold;
};

} // namespace ConnLimit
