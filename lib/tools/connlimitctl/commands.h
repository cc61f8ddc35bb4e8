// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "output.h"

#include <connlimit/control/controlclient.h>

#include <QtCore/QStringList>

#include <chrono>
#include <memory>

/// What the program was called with.
struct Options
{
    QString server;        ///< Name, or path of a socket.
    QStringList arguments; ///< Of the command.
    bool isJson = false;
    std::chrono::milliseconds interval{1000};
};

/// A command that asks the server that it is attached to.
///
/// run() is called once, when \a client is attached; the command ends the program by
/// QCoreApplication::exit() with an ExitStatus.
class Command
{
public:
    Command(ConnLimit::ControlClient &client, const Options &options)
        : m_client(client)
        , m_options(options)
    {}
    virtual ~Command() = default;
    Command(const Command &) = delete;
    Command &operator=(const Command &) = delete;

    virtual void run() = 0;

protected:
    /// Says why the server has refused, and ends the program.
    static void fail(const ConnLimit::ControlError &error);

    ConnLimit::ControlClient &m_client;
    const Options m_options;
};

/// The command with that \a name, after a look at the arguments in \a options. Null after a
/// complaint if there is no such command, or its arguments are wrong.
[[nodiscard]] std::unique_ptr<Command>
makeCommand(const QString &name, ConnLimit::ControlClient &client, const Options &options);
