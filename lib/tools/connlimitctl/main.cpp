// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// connlimitctl: watches a limited server and changes its limits, from a shell.

#include "commandline.h"
#include "completion.h"
#include "serverlist.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QCoreApplication>

#include <csignal>

using namespace ConnLimit;

namespace {

int complete(const QStringList &words)
{
    for (const QString &line : completions(words))
        print(line);
    return Done;
}

int listServers(const Options &options)
{
    ServerList servers(options.isJson);
    QMetaObject::invokeMethod(&servers, &ServerList::run, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

/// The only server that runs, where none is named. Complains and sets \a status if there is no only
/// one.
std::optional<QString> onlyServer(int &status)
{
    const QList<ControlSocket> sockets = findControlSockets();
    if (sockets.size() == 1)
        return sockets.constFirst().path;
    if (sockets.isEmpty()) {
        complain(QStringLiteral("no server is running"));
        status = NoServer;
        return std::nullopt;
    }
    QStringList names;
    for (const ControlSocket &socket : sockets)
        names.append(socket.name);
    status = usageError(u"several servers are running, give -n with one of " + names.join(u", "));
    return std::nullopt;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN); // print() sees that nobody reads, whatever Qt does
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == u"__complete" && arguments.value(2) == u"--")
        return complete(arguments.sliced(3));

    int status = Done;
    const std::optional<Invocation> invocation = parseCommandLine(arguments, status);
    if (!invocation)
        return status;
    if (!invocation->command->make)
        return listServers(invocation->options);

    ControlClient client;
    const std::unique_ptr<Command> command = invocation->command->make(client, invocation->options);
    if (!command)
        return Usage;
    std::optional<QString> server = invocation->socket;
    if (server->isEmpty())
        server = invocation->name;
    if (server->isEmpty())
        server = onlyServer(status);
    if (!server)
        return status;
    client.attach(*server);
    return application.exec();
}
