// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/messages.h>

#include <QtCore/QLoggingCategory>

#include <functional>

namespace ConnLimit {

class HistorySampler;
class LimiterGate;

Q_DECLARE_LOGGING_CATEGORY(lcControl)

/// A request on its way to the function that carries it out.
struct ControlRequest
{
    LimiterGate &gate;
    HistorySampler &history;
    const ServerInfo &server;
    const QJsonObject &params;
    const std::function<QString()> &who; ///< Says who asks, for logs. May take a while.
};

/// The result for a viewer, or what is wrong with its request.
using ControlResult = ControlReply<QJsonObject>;

// One function for each method of messages.h and livemessages.h; controlservice.cpp has the list.

ControlResult hello(const ControlRequest &request);
ControlResult totals(const ControlRequest &request);
ControlResult history(const ControlRequest &request);
ControlResult listEvents(const ControlRequest &request);

ControlResult getConfig(const ControlRequest &request);
ControlResult setConfig(const ControlRequest &request);
ControlResult previewConfig(const ControlRequest &request);
ControlResult listChanges(const ControlRequest &request);

ControlResult listClients(const ControlRequest &request);
ControlResult getClient(const ControlRequest &request);
ControlResult listConnections(const ControlRequest &request);
ControlResult disconnectClient(const ControlRequest &request);

} // namespace ConnLimit
