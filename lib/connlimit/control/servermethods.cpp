// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a viewer asks of a server as a whole.

#include "controlmethods_p.h"
#include "history_p.h"
#include "objectreader_p.h"

#include <connlimit/control/livemessages.h>
#include <connlimit/net/limitergate_p.h>

namespace ConnLimit {

ControlResult hello(const ControlRequest &request)
{
    const QJsonValue protocol = request.params.value(QLatin1StringView("protocol"));
    if (protocol.toInteger() == controlProtocolVersion)
        return toJson(request.server);
    return ControlError{
        ControlError::Incompatible,
        QStringLiteral("this server speaks version %1 of the protocol").arg(controlProtocolVersion),
        QStringLiteral("protocol"),
        {}};
}

ControlResult totals(const ControlRequest &request)
{
    return toJson(request.gate.limiter().totals());
}

ControlResult history(const ControlRequest &request)
{
    constexpr std::chrono::seconds most = History::maximumSpan;
    ObjectReader reader(request.params);
    const QJsonValue span = reader.take("span");
    if (span.toInteger() < 1 || span.toInteger() > most.count())
        reader.fail(QStringLiteral("span"),
                    QStringLiteral("must be a number of seconds from 1 to %1").arg(most.count()));
    reader.rejectUnknown();
    if (reader.error())
        return *reader.error();
    return toJson(request.history.history(std::chrono::seconds(span.toInteger())));
}

ControlResult listEvents(const ControlRequest &request)
{
    const ControlReply<EventsRequest> parsed = fromJson<EventsRequest>(request.params);
    if (const ControlError *error = std::get_if<ControlError>(&parsed))
        return *error;
    const EventsRequest &wanted = std::get<EventsRequest>(parsed);
    return toJson(request.gate.eventLog().list(
        wanted.after, std::min(wanted.count, EventsRequest::maximumCount)));
}

} // namespace ConnLimit
