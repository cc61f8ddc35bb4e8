// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/export.h>
#include <connlimit/core/configchanges.h>
#include <connlimit/core/limiter.h>
#include <connlimit/net/changetext.h>

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>
#include <QtCore/QList>
#include <QtCore/QString>

#include <variant>

// What travels over the control channel, as values and as JSON. The channel is JSON-RPC 2.0, one
// message a line, UTF-8. Methods, with their parameters and results:
//
//   method        parameters                    result
//   hello         {"protocol": 1}               ServerInfo
//   totals        {}                            Totals
//   clients.list  ClientsRequest                ClientsFrame
//   clients.get   {"client": "127.0.0.1"}       ClientStatus
//   config.get    {}                            ConfigRevision
//
// and those of livemessages.h. A client is named by an address that is counted for it, or as the
// frames name it; clients.get has zeros for other subnets, connections.list the sum over them.
//
// A rule is {"subnet": "203.0.113.0/24", "action": "limit", "limit": 5}, where the action is
// "limit", "exempt" or "block", and only the first has a limit (0 or left out = none). Fields of a
// result that are not known to the reader are to be ignored.

namespace ConnLimit {

/// The version of the control protocol that this library speaks.
inline constexpr int controlProtocolVersion = 1;

/// What a server says of itself.
struct ServerInfo
{
    int protocol = controlProtocolVersion;
    QString name;
    QString version; ///< Of the library that serves.
    qint64 processId = 0;
    QDateTime started; ///< When the control channel was opened, UTC.
};

/// Which window of the clients a viewer wants to see.
struct ClientsRequest
{
    /// Clients in one frame, at most; what is asked for beyond it is left out.
    static constexpr quint32 maximumCount = 1000;

    ClientOrder order = ClientOrder::Open;
    SortDirection direction = SortDirection::Descending;
    /// Empty, a subnet ("10.0.0.0/8") or a part of the client's text. With a '/' it must be a
    /// subnet.
    QString filter;
    quint32 offset = 0;
    quint32 count = 100;
    /// Also clients without a connection whose refusals are remembered.
    bool includeRefused = false;

    friend bool operator==(const ClientsRequest &, const ClientsRequest &) = default;
};

/// One view of a server: a window of its clients and the sums over all of them.
struct ClientsFrame
{
    QList<ClientStatus> clients;
    quint64 matching = 0; ///< Clients that pass the filter, those outside of the window included.
    Totals totals;
    quint64 configRevision = 0; ///< Tells a viewer when to ask for the Config again.
};

/// Why a request was not carried out.
struct ControlError
{
    enum Code {
        ParseError = -32700,     ///< No JSON. The server closes the session.
        InvalidRequest = -32600, ///< JSON, but no request.
        MethodNotFound = -32601,
        InvalidParams = -32602, ///< `field` names the parameter; nothing was changed.
        Conflict = 1,           ///< The Config was changed by somebody else; `current` is in force.
        NotAttached = 2, ///< There is no server, or the attachment was lost before the answer.
        Incompatible
        = 3, ///< The other side speaks another version of the protocol, or another protocol.
    };

    int code = 0;
    QString message; ///< For people, in English.
    QString field;
    std::optional<ConfigRevision> current;
};

/// The answer to a request: what was asked for, or why not.
template<class T>
using ControlReply = std::variant<T, ControlError>;

/// These write what the channel carries; connlimitctl prints the same with --json.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ServerInfo &info);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const Rule &rule);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const Config &config);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ConfigRevision &revision);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ConfigChange &change);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ClientStatus &status);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const Totals &totals);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ClientsRequest &request);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ClientsFrame &frame);
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT QJsonObject toJson(const ControlError &error);

/// Reads a T that the other side of the channel sent, or says which field is wrong (InvalidParams).
///
/// Exists for the types below, and for those of livemessages.h. Of a Rule, a Config and a
/// ClientsRequest, fields that are left out have their default (but a Rule has a subnet and an
/// action), and unknown ones are an error; of the others, fields that are left out are an error,
/// but for lastVerdict and rule of a ClientStatus.
template<class T>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<T> fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ServerInfo> fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<Rule> fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<Config> fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ConfigRevision>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ConfigChange>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ClientStatus>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<Totals> fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ClientsRequest>
fromJson(const QJsonObject &object);
template<>
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlReply<ClientsFrame>
fromJson(const QJsonObject &object);

/// Reads an error object. Never fails: what makes no sense is an Incompatible.
[[nodiscard]] CONNLIMIT_CONTROL_EXPORT ControlError errorFromJson(const QJsonObject &object);

} // namespace ConnLimit
