// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// connlimitctl: watches a limited server and changes its limits, from a shell.

#include "commands.h"
#include "serverlist.h"
#include "watch.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

#include <cmath>
#include <optional>

using namespace ConnLimit;

namespace {

const char description[]
    = "Watches a limited server and changes its limits.\n\n"
      "Commands:\n"
      "  servers            the servers of this user that run now\n"
      "  list               all clients with open connections, and the totals\n"
      "  show CLIENT        one client, by its address\n"
      "  get [KEY...]       the limits in force, as KEY=VALUE\n"
      "  set KEY=VALUE...   change limits, all of them or none\n"
      "  watch              the clients with most connections, again and again\n\n"
      "Keys: max-per-client, max-total (0 = no limit), ipv4-prefix, ipv6-prefix, dry-run (on or\n"
      "off: refuse nothing, but count and report it), rules (get only).\n\n"
      "Exit status: 0 done, 1 refused or not found, 2 wrong usage, 3 no such server.";

int usageError(const QString &message)
{
    complain(message + u" (--help says more)");
    return Usage;
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
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("connlimitctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CONNLIMIT_VERSION));

    const QCommandLineOption path(QStringLiteral("s"),
                                  QStringLiteral("The control socket of the server."),
                                  QStringLiteral("PATH"));
    const QCommandLineOption name(QStringLiteral("n"), QStringLiteral("The name of the server."),
                                  QStringLiteral("NAME"));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Write JSON."));
    const QCommandLineOption interval(QStringLiteral("interval"),
                                      QStringLiteral("Seconds between two looks of watch."),
                                      QStringLiteral("S"), QStringLiteral("1"));
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromLatin1(description));
    parser.addOptions({path, name, json, interval});
    parser.addPositionalArgument(QStringLiteral("command"), QStringLiteral("What to do."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    if (!parser.parse(application.arguments()))
        return usageError(parser.errorText());
    if (parser.isSet(help))
        parser.showHelp();
    if (parser.isSet(version))
        parser.showVersion();

    Options options;
    options.arguments = parser.positionalArguments();
    if (options.arguments.isEmpty())
        return usageError(QStringLiteral("a command is missing"));
    const QString command = options.arguments.takeFirst();
    options.isJson = parser.isSet(json);
    const double seconds = parser.value(interval).toDouble();
    if (!(seconds >= 0.01 && seconds <= 86400))
        return usageError(u"--interval: not a number of seconds from 0.01 to 86400: "
                          + parser.value(interval));
    options.interval = std::chrono::milliseconds(std::llround(seconds * 1000));
    if (parser.isSet(path) && parser.isSet(name))
        return usageError(QStringLiteral("give -s or -n, not both"));
    if ((command == u"servers" || command == u"watch") && !options.arguments.isEmpty())
        return usageError(u"unexpected argument: " + options.arguments.constFirst());

    if (command == u"servers") {
        ServerList servers(options.isJson);
        QMetaObject::invokeMethod(&servers, &ServerList::run, Qt::QueuedConnection);
        return application.exec();
    }

    ControlClient client;
    std::unique_ptr<Watch> watch;
    std::unique_ptr<Command> once;
    if (command == u"watch")
        watch = std::make_unique<Watch>(client, options);
    else if (!(once = makeCommand(command, client, options)))
        return Usage;

    int status = Done;
    std::optional<QString> server;
    if (parser.isSet(path))
        server = QFileInfo(parser.value(path)).absoluteFilePath();
    else if (parser.isSet(name) && !parser.value(name).contains(u'/'))
        server = parser.value(name);
    else if (parser.isSet(name))
        return usageError(u"-n: not a name: " + parser.value(name));
    else
        server = onlyServer(status);
    if (!server)
        return status;

    if (once) {
        QObject::connect(&client, &ControlClient::stateChanged, &client,
                         [&](ControlClient::State state) {
                             if (state == ControlClient::State::Attached)
                                 return once->run();
                             if (state == ControlClient::State::Detached) {
                                 complain(client.errorString());
                                 QCoreApplication::exit(NoServer);
                             }
                         });
    }
    client.attach(*server);
    return application.exec();
}
