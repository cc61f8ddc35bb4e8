// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A server with a limit of one connects to itself twice, and asks its own control channel what
// became of that.

#include <connlimit/control/controlclient.h>
#include <connlimit/control/controlserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>

#include <variant>

using namespace ConnLimit;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QTemporaryDir directory;

    ConnectionLimiter limiter;
    LimitedTcpServer server(&limiter);
    server.setRefusal(ConnLimit::Refusal::reply("421 Too many connections, try again later.\r\n"));
    server.setAcceptMode(ConnLimit::AcceptMode::Automatic);
    limiter.setConfig({.maximumConnectionsPerClient = 1,
                       .rules = {{.subnet = *ConnLimit::ClientKey::fromString("198.51.100.0/24"),
                                  .action = ConnLimit::RuleAction::Block}},
                       .dryRun = false});
    server.setProxyProtocol({.trusted = {*ConnLimit::ClientKey::fromString("10.0.0.0/24")}});
    ControlServer control(&limiter);
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("listen: %s", qPrintable(server.errorString()));
    // From a plain literal: the definitions that make our own code strict are not handed on.
    if (!control.listen(directory.path() + "/consumer.sock"))
        qFatal("control: %s", qPrintable(control.errorString()));

    QTcpSocket first;
    QTcpSocket second;
    ControlClient viewer;
    QObject::connect(&limiter, &ConnectionLimiter::connectionAdmitted, &second,
                     [&] { second.connectToHost(server.serverAddress(), server.serverPort()); });
    QObject::connect(&limiter, &ConnectionLimiter::connectionRefused, &viewer,
                     [&] { viewer.attach(control.path()); });
    QObject::connect(&viewer, &ControlClient::stateChanged, &viewer, [&] {
        if (viewer.state() == ControlClient::State::Detached)
            qFatal("attach: %s", qPrintable(viewer.errorString()));
        if (viewer.state() != ControlClient::State::Attached)
            return;
        viewer.requestTotals([&](const ControlReply<Totals> &reply) {
            const Totals *totals = std::get_if<Totals>(&reply);
            const bool right = totals && totals->open == 1 && totals->refusedPerClientLimit == 1
                               && limiter.numOpen(server.serverAddress()) == 1
                               && std::get<Totals>(fromJson<Totals>(toJson(*totals))) == *totals;
            QCoreApplication::exit(right ? 0 : 1);
        });
    });

    QTimer::singleShot(std::chrono::seconds(30), &application, [] { qFatal("nothing came"); });
    first.connectToHost(server.serverAddress(), server.serverPort());
    return application.exec();
}
