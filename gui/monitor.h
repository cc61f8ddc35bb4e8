// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/controlclient.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QTimer>

/// Follows one server: attaches to it, asks for frame after frame, and attaches again when it was
/// away.
///
/// The next frame is asked for when the last has been shown and an interval has passed, so neither
/// side ever has more than one under way.
class Monitor : public QObject
{
    Q_OBJECT

public:
    /// What there is to tell of a server.
    enum class State {
        Idle,         ///< None is followed.
        Attaching,    ///< For the first time.
        Attached,     ///< It answers.
        Lost,         ///< It was attached, and is away. Tried again.
        NotRunning,   ///< It was never there. Tried again, as are the next two.
        NoPermission, ///< This user may not.
        Incompatible, ///< It cannot be understood.
    };
    Q_ENUM(State)

    explicit Monitor(QObject *parent = nullptr);

    /// Follows the server with \a nameOrPath.
    void follow(const QString &nameOrPath);
    /// Tries at once to attach, instead of when it is time to.
    void retry();

    [[nodiscard]] State state() const;
    [[nodiscard]] bool isAttached() const { return state() == State::Attached; }
    /// What to tell the user of the attachment, in a few words.
    [[nodiscard]] QString statusText() const;
    /// The server's own name; before it is known, what it is looked for under.
    [[nodiscard]] QString serverName() const;
    [[nodiscard]] const ConnLimit::ControlClient &client() const { return m_client; }
    /// To ask for more than the frames and the Config.
    [[nodiscard]] ConnLimit::ControlClient &client() { return m_client; }

    /// The Config that was received last; of revision 0 before there was one from this server.
    [[nodiscard]] const ConnLimit::ConfigRevision &config() const { return m_config; }
    /// Takes a \a config that came with the answer to a change, without waiting for a frame.
    void takeConfig(const ConnLimit::ConfigRevision &config);

    /// Sets which window of the clients the frames show. A change is asked for at once.
    void setRequest(const ConnLimit::ClientsRequest &request);
    [[nodiscard]] const ConnLimit::ClientsRequest &request() const { return m_request; }
    /// Asks for a frame now, because the user has done something that it will show.
    void refresh();

Q_SIGNALS:
    /// state() or statusText() has changed.
    void statusChanged();
    /// A \a frame in answer to \a request, which has at least the order and the filter that are
    /// wanted now.
    void frameReceived(const ConnLimit::ClientsFrame &frame,
                       const ConnLimit::ClientsRequest &request);
    /// The server does not answer requests for frames as they are now; asked again all the same.
    void frameRefused(const ConnLimit::ControlError &error);
    /// What the Config means for all clients now; with the frames, of many
    /// clients at most once a second.
    void effectReceived(const ConnLimit::ConfigEffect &effect);
    /// The Config of the server: after attaching, and when it has changed.
    void configReceived(const ConnLimit::ConfigRevision &config);

private:
    void handleState();
    void ask();
    void takeAnswer(const ConnLimit::ControlReply<ConnLimit::ClientsFrame> &reply,
                    const ConnLimit::ClientsRequest &asked);
    void askForConfig();
    void askForEffect();

    ConnLimit::ControlClient m_client;
    ConnLimit::ClientsRequest m_request;
    QTimer m_next; // frame
    QElapsedTimer m_sinceEffect;
    quint64 m_numClients = 0;
    bool m_isAsking = false;
    bool m_isAskingForEffect = false;
    bool m_wasAttached = false;
    ConnLimit::ConfigRevision m_config{{}, 0};
};
