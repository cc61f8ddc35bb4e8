// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "history_p.h"

#include <connlimit/control/messages.h>

#include <QtCore/QByteArray>

#include <functional>
#include <memory>

namespace ConnLimit {

class LimiterGate;

/// Answers the requests of the control channel, a line in, a line out, and looks at the limiter
/// once a second: see HistorySampler and LimiterGate::tellRefusals().
///
/// Belongs to its thread.
class ControlService
{
public:
    /// Says who asks, for logs. Called only for what is logged: it may take a while.
    using Who = std::function<QString()>;

    struct Answer
    {
        QByteArray line; ///< With its line feed; empty if the request wants no answer.
        bool closesSession = false;
    };

    ControlService(std::shared_ptr<LimiterGate> gate, QString name);

    /// Makes an event of it that the channel is open.
    void tellOpened();

    /// Looks at the limiter if that is due. Whoever owns this calls it about once a second.
    void look();

    /// Carries out the request in \a line.
    ///
    /// Looks first: however many requests there are, none of the seconds is left out.
    [[nodiscard]] Answer answer(const QByteArray &line, const Who &who);

    /// The answer to a line longer than a request may be.
    [[nodiscard]] static Answer lineTooLong();

    /// The names of all methods.
    [[nodiscard]] static QStringList methods();

private:
    ControlReply<QJsonObject> call(const QString &method, const QJsonObject &params,
                                   const Who &who);

    const std::shared_ptr<LimiterGate> m_gate;
    HistorySampler m_history;
    ServerInfo m_info;
};

} // namespace ConnLimit
