// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "output.h"

#include <connlimit/control/controlclient.h>

#include <QtCore/QStringList>

#include <chrono>
#include <optional>

/// What the program was called with, but for the server.
struct Options
{
    QStringList arguments; ///< Of the command.
    bool isJson = false;
    std::chrono::milliseconds interval{1000};
    ConnLimit::ClientsRequest clients;    ///< Order, direction, filter and includeRefused.
    std::optional<quint32> limit;         ///< Of what is listed, at most so many.
    std::chrono::seconds span{60};        ///< Of the past.
    std::optional<quint64> revision = {}; ///< That a change is based on.
    bool isFollowing = false;             ///< Goes on with what happens from now on.
    bool isPreview = false;               ///< Changes nothing.
};

/// A command that asks the server that it is attached to.
///
/// It does so when its client is attached, and ends the program by QCoreApplication::exit() with an
/// ExitStatus.
class Command : public QObject
{
public:
    /// Hears of \a client from now on. Both must outlive the command.
    Command(ConnLimit::ControlClient &client, const Options &options);

protected:
    /// Called once, when the client is attached.
    virtual void run() = 0;
    /// The state of the client has changed. Calls run(), or ends the program if it has no server.
    virtual void follow(ConnLimit::ControlClient::State state);

    /// Says why the server has refused, in the words that were typed, and ends the program.
    void fail(const ConnLimit::ControlError &error) const;
    /// What was typed for a \a field of the request; the field itself if that was nothing.
    [[nodiscard]] virtual QString typedFor(const QString &field) const;

    /// The value of a \a reply; null after a fail() if it is an error.
    template<class T>
    const T *valueOf(const ConnLimit::ControlReply<T> &reply) const
    {
        if (const auto *error = std::get_if<ConnLimit::ControlError>(&reply))
            fail(*error);
        return std::get_if<T>(&reply);
    }

    /// Prints \a lines or, where JSON is wanted, the \a object.
    void print(const Lines &lines, const QJsonObject &object) const;

    ConnLimit::ControlClient &m_client;
    const Options m_options;
};

/// A command that goes on until it is ended, and waits for a server that has gone.
class LiveCommand : public Command
{
public:
    using Command::Command;

protected:
    void follow(ConnLimit::ControlClient::State state) final;

    /// Called each time that the client is attached.
    void run() override = 0;
    /// The server has gone, for the \a reason. Says so on stderr.
    virtual void lose(const QString &reason);

private:
    bool m_wasAttached = false;
};
