// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a viewer reads from a server, which may be any program that listens there.

#include "require.h"

#include <connlimit/control/livemessages.h>
#include <connlimit/control/text.h>

#include <QtCore/QJsonDocument>

using namespace ConnLimit;

/// Reads \a object as a T, and what was read again from its JSON.
template<class T>
static ControlReply<T> checkSurvives(const QJsonObject &object)
{
    const ControlReply<T> reply = fromJson<T>(object);
    if (const T *value = std::get_if<T>(&reply)) {
        const QJsonObject sent = toJson(*value);
        const ControlReply<T> again = fromJson<T>(sent);
        require(std::holds_alternative<T>(again) && toJson(std::get<T>(again)) == sent,
                "a message survives the way");
    } else {
        require(!std::get<ControlError>(reply).message.isEmpty(), "an error has a message");
    }
    return reply;
}

static void checkLiveMessages(const QJsonObject &object)
{
    checkSurvives<ConfigPatch>(object);
    checkSurvives<ConfigPreview>(object);
    checkSurvives<QList<ChangeRecord>>(object);
    checkSurvives<ConnectionsRequest>(object);
    checkSurvives<ConnectionInfo>(object);
    checkSurvives<ConnectionsFrame>(object);
    checkSurvives<DisconnectRequest>(object);
    checkSurvives<Disconnected>(object);
    checkSurvives<History>(object);
    checkSurvives<EventsRequest>(object);
    checkSurvives<EventList>(object);
    const ControlReply<FieldChange> change = checkSurvives<FieldChange>(object);
    if (const auto *read = std::get_if<FieldChange>(&change))
        require(!changeText(*read).isEmpty(), "every change has a text");
    const ControlReply<ChangeRecord> record = checkSurvives<ChangeRecord>(object);
    if (const auto *read = std::get_if<ChangeRecord>(&record))
        require(!changesText(*read).isEmpty(), "every record has a text");
    const ControlReply<Event> event = checkSurvives<Event>(object);
    if (const auto *read = std::get_if<Event>(&event))
        require(eventText(*read) == read->text || read->kind == Event::Kind::Refused,
                "an event has its text");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    checkSurvives<ServerInfo>(object);
    checkSurvives<Config>(object);
    checkSurvives<ConfigRevision>(object);
    checkSurvives<ConfigChange>(object);
    checkSurvives<Totals>(object);
    checkSurvives<ClientsRequest>(object);
    checkSurvives<ClientsFrame>(object);
    const ControlReply<ClientStatus> client = checkSurvives<ClientStatus>(object);
    if (const auto *status = std::get_if<ClientStatus>(&client))
        require(!agoText(status->lastRefused).isEmpty(), "every time has a text");
    checkLiveMessages(object);
    require(!errorFromJson(object).message.isNull(), "whatever comes is an error with a message");
    return 0;
}
