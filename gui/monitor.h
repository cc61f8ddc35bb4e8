// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/controlclient.h>

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
    explicit Monitor(QObject *parent = nullptr);

    /// Follows the server with \a nameOrPath. Empty: the one that runs, or the first one to be
    /// started.
    void follow(const QString &nameOrPath);

    [[nodiscard]] bool isAttached() const;
    /// What to tell the user of the attachment.
    [[nodiscard]] QString statusText() const;
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

    /// Changes the limit for each client, if the Config is still that of \a basedOn.
    void setLimit(quint32 limit, const ConnLimit::ConfigRevision &basedOn);

Q_SIGNALS:
    /// isAttached() or statusText() has changed.
    void statusChanged();
    void frameReceived(const ConnLimit::ClientsFrame &frame);
    /// The Config of the server: after attaching, and when it has changed.
    void configReceived(const ConnLimit::ConfigRevision &config);
    void limitApplied(const ConnLimit::ConfigChange &change);
    void limitRefused(const ConnLimit::ControlError &error);

private:
    void look();
    void handleState();
    void ask();
    void takeFrame(const ConnLimit::ClientsFrame &frame);
    void askForConfig();

    ConnLimit::ControlClient m_client;
    ConnLimit::ClientsRequest m_request;
    QTimer m_lookout; // for a server to follow
    QTimer m_next;    // frame
    bool m_isAsking = false;
    bool m_wasAttached = false;
    ConnLimit::ConfigRevision m_config{{}, 0};
};
