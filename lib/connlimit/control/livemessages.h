// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/configpatch.h>
#include <connlimit/control/export.h>
#include <connlimit/control/history.h>
#include <connlimit/control/messages.h>
#include <connlimit/net/changerecord.h>
#include <connlimit/net/connectioninfo.h>
#include <connlimit/net/event.h>

// More of what travels over the control channel: connections, changes, the past. See messages.h.
//
//   method                  parameters                               result
//   config.set              ConfigPatch                              {"before", "after"}
//   config.preview          ConfigPatch                              ConfigPreview
//   config.history          {}                                       {"changes": [ChangeRecord]}
//   connections.list        ConnectionsRequest                       ConnectionsFrame
//   connections.disconnect  DisconnectRequest                        Disconnected
//   history                 {"span": 60}                             History
//   events.list             EventsRequest                            EventList
//
// A ConfigPatch is {"revision": 7, "config": {"maximumConnectionsPerClient": 8, ...},
// "setRules": [RULE, ...], "removeRules": ["203.0.113.0/24", ...]}, each of it optional; "rules" in
// "config" replaces all rules.
//
// A History is {"interval": 1, "end": TIME, "open": [12, null, ...], "admitted": [...],
// "refused": [...]}, with null for an interval in which nobody looked.
//
// connections.list and connections.disconnect take any subnet, also one that is no client because
// clients are counted by longer prefixes: all clients in it are meant, and "open" is the sum of
// their connections. IPv4 and IPv6 are apart, as for a Rule: 0.0.0.0/0 is all of IPv4.

namespace ConnLimit {

/// What a ConfigPatch would mean, compared with what is in force.
struct ConfigPreview
{
    quint64 revision = 0; ///< Of the Config that it was compared with.
    ConfigEffect before;  ///< Of the Config in force.
    ConfigEffect after;   ///< With the patch.
};

/// Whose connections a viewer wants to see.
struct ConnectionsRequest
{
    /// Connections in one frame, at most; what is asked for beyond it is left out.
    static constexpr quint32 maximumCount = 1000;

    QString client; ///< An address, a client as the frames name it, or any other subnet.
    quint32 count = 100;

    friend bool operator==(const ConnectionsRequest &, const ConnectionsRequest &) = default;
};

/// One client, or all clients in a subnet, with their connections.
struct ConnectionsFrame
{
    /// Of a subnet: `open` and the refusals are sums over the clients in it, the last refusal is
    /// the last of theirs, and the limit is what each has that no longer prefix has a rule for.
    ClientStatus client;
    ConnectionList list;
    /// Only of a subnet that is wider than clients are: those in it with connections open.
    std::optional<quint64> clients = {};
};

/// Which connections are to be ended.
struct DisconnectRequest
{
    QString client;            ///< As in ConnectionsRequest.
    std::optional<quint64> id; ///< Of one connection of that client; nothing: all of them.

    friend bool operator==(const DisconnectRequest &, const DisconnectRequest &) = default;
};

/// What became of a DisconnectRequest.
struct Disconnected
{
    quint64 count = 0; ///< Connections that were told to end, each in its own thread.
    /// That the client, or all in the subnet, had at that moment, those without a known socket,
    /// too.
    quint64 open = 0;
};

/// Which events a viewer wants to see.
struct EventsRequest
{
    /// Events in one frame, at most; what is asked for beyond it is left out.
    static constexpr quint32 maximumCount = 1000;

    quint64 after = 0;   ///< The sequence number of the last event that is known already.
    quint32 count = 200; ///< Of more, the oldest come first: ask again from the last one on.

    friend bool operator==(const EventsRequest &, const EventsRequest &) = default;
};

[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ConfigPatch &patch);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ConfigPreview &preview);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const FieldChange &change);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ChangeRecord &record);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const QList<ChangeRecord> &records);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ConnectionsRequest &request);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ConnectionInfo &connection);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ConnectionsFrame &frame);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const DisconnectRequest &request);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const Disconnected &disconnected);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const History &history);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const EventsRequest &request);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const Event &event);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const EventList &events);

// More of fromJson() of messages.h. Of the three requests and of a ConfigPatch, unknown fields are
// an error, and only "client" must be there. Of the others, fields that are left out are an error,
// but for "clients" of a ConnectionsFrame and "client" and "verdict" of an Event; which of "text"
// and "count" an Event has depends on its kind.
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ConfigPatch>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ConfigPreview>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<FieldChange>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ChangeRecord>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<QList<ChangeRecord>>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ConnectionsRequest>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ConnectionInfo>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ConnectionsFrame>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<DisconnectRequest>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<Disconnected>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<History> fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<EventsRequest>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<Event> fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<EventList> fromJson(const QJsonObject &object);

/// One line for people: "refused 203.0.113.7 12 times: per-client-limit", or the event's text.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QString eventText(const Event &event);

} // namespace ConnLimit
