// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/export.h>
#include <connlimit/control/livemessages.h>
#include <connlimit/control/messages.h>

#include <QtCore/QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace ConnLimit {

/// Attaches to the control channel of a running server: asks for its counts, reads and changes its
/// Config.
///
/// Asynchronous. Every request is answered by one call of its handler: with what was asked for, or
/// with an error. A request made while the client is not attached fails with NotAttached, as do
/// those that are under way when the attachment is lost. Handlers run in the client's thread, from
/// its event loop and never from within the request; none runs once the client is destroyed.
///
/// Belongs to its thread.
class CONNLIMIT_CONTROL_EXPORT ControlClient : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Detached,  ///< Not trying; errorString() has the reason if that was not wanted.
        Attaching, ///< Trying, or waiting to try again; errorString() has why the last try failed.
        Attached,
    };
    Q_ENUM(State)

    /// Why a client is not attached.
    enum class Error {
        None,         ///< It is, or nothing has failed yet.
        NotRunning,   ///< Nobody listens there.
        NoPermission, ///< This user may not use the control channel.
        Incompatible, ///< What listens there speaks another version of the protocol, or another
                      ///< one.
        Lost,         ///< The server has closed the channel, or does not answer.
    };
    Q_ENUM(Error)

    template<class T>
    using Handler = std::function<void(const ControlReply<T> &)>;

    explicit ControlClient(QObject *parent = nullptr);
    ~ControlClient() override;

    /// Sets the time between an attachment lost, or a try that failed, and the next try. 0, the
    /// default, tries once: a failure or a loss leaves the client Detached. A server that does not
    /// answer the first request is not tried again: its answer is waited for, however long.
    void setRetryInterval(std::chrono::milliseconds interval);
    [[nodiscard]] std::chrono::milliseconds retryInterval() const;

    /// Attaches to the server with \a nameOrPath; what contains a '/' is the path of a socket.
    ///
    /// Leaves the present server, if there is one.
    void attach(const QString &nameOrPath);
    void detach();

    [[nodiscard]] State state() const;
    [[nodiscard]] Error error() const;
    /// Why the client is not attached, for people; empty while it is.
    [[nodiscard]] QString errorString() const;
    /// What attach() was given.
    [[nodiscard]] QString target() const;
    /// What the server said of itself; of the last one while not attached.
    [[nodiscard]] ServerInfo server() const;

    void requestTotals(Handler<Totals> handler);
    void requestClients(const ClientsRequest &request, Handler<ClientsFrame> handler);
    /// Asks for one client, by an address or subnet that ClientKey::fromString() reads.
    void requestClient(const QString &client, Handler<ClientStatus> handler);
    void requestConfig(Handler<ConfigRevision> handler);
    /// Changes the Config by a \a patch, all of it or nothing.
    ///
    /// \par Errors
    /// InvalidParams names the field that is wrong, Conflict has the Config that is in force. About
    /// 900 rules are too many for one request (InvalidParams, too): set them in several.
    void setConfig(const ConfigPatch &patch, Handler<ConfigChange> handler);
    /// Asks what \a patch would mean for those who are connected. Changes nothing. The same errors.
    void previewConfig(const ConfigPatch &patch, Handler<ConfigPreview> handler);
    /// Asks for the changes of the Config, oldest first: the last 64 that were applied.
    void requestChanges(Handler<QList<ChangeRecord>> handler);

    void requestConnections(const ConnectionsRequest &request, Handler<ConnectionsFrame> handler);
    /// Ends connections, without what they have not sent yet. The server's application sees its
    /// sockets disconnected.
    void disconnectClient(const DisconnectRequest &request, Handler<Disconnected> handler);

    /// Asks for the past \a span, 1 s to History::maximumSpan, in intervals of a length that the
    /// server chooses.
    void requestHistory(std::chrono::seconds span, Handler<History> handler);
    void requestEvents(const EventsRequest &request, Handler<EventList> handler);

Q_SIGNALS:
    /// The state or, while Attaching, the errorString() has changed.
    void stateChanged(ConnLimit::ControlClient::State state);

private:
    class Private;
    const std::unique_ptr<Private> d;
};

} // namespace ConnLimit
