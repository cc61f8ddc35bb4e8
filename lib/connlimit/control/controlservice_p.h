// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/messages.h>

#include <QtCore/QByteArray>

#include <memory>

namespace ConnLimit {

class LimiterGate;

/// Answers the requests of the control channel: a line in, a line out.
///
/// Belongs to its thread.
class ControlService
{
public:
    struct Answer
    {
        QByteArray line; ///< With its line feed; empty if the request wants no answer.
        bool closesSession = false;
    };

    ControlService(std::shared_ptr<LimiterGate> gate, QString name);

    /// Carries out the request in \a line. \a peer is who asks, for the log.
    [[nodiscard]] Answer answer(const QByteArray &line, const QString &peer) const;

    /// The answer to a line longer than a request may be.
    [[nodiscard]] static Answer lineTooLong();

private:
    ControlReply<QJsonObject> call(const QString &method, const QJsonObject &params,
                                   const QString &peer) const;
    ControlReply<QJsonObject> hello(const QJsonObject &params) const;
    ControlReply<QJsonObject> setConfig(const QJsonObject &params, const QString &peer) const;
    ControlReply<QJsonObject> previewConfig(const QJsonObject &params) const;
    void log(const ConfigChange &change, const QString &peer) const;
    ControlReply<QJsonObject> listClients(const QJsonObject &params) const;
    ControlReply<QJsonObject> getClient(const QJsonObject &params) const;

    const std::shared_ptr<LimiterGate> m_gate;
    ServerInfo m_info;
};

} // namespace ConnLimit
