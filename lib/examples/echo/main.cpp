// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// connlimit-echo: an echo server with a limit for each client and a control channel.

#include "quitonsignal.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QTcpSocket>

#include <cstdio>
#include <optional>

using namespace ConnLimit;

namespace {

enum ExitStatus { Done = 0, Failed = 1, Usage = 2 };

// What is on its way back to one client, at most; a client that does not read is not read from.
constexpr qint64 bufferSize = 64 * 1024;

void echo(QTcpSocket *socket)
{
    if (socket->bytesToWrite() > 0)
        return;
    socket->write(socket->read(bufferSize));
    socket->flush(); // now: a QTcpSocket drops what it has not sent when its peer sends no more
}

void serve(QTcpSocket *socket)
{
    socket->setReadBufferSize(bufferSize);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] { echo(socket); });
    QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [socket] { echo(socket); });
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

int fail(ExitStatus status, const QString &message)
{
    std::fprintf(stderr, "connlimit-echo: %s\n", qPrintable(message));
    return status;
}

struct Endpoint
{
    QHostAddress address;
    quint16 port = 0;
};

std::optional<Endpoint> parseEndpoint(const QString &text)
{
    static const QRegularExpression pattern(
        QRegularExpression::anchoredPattern(u"(?:\\[([^\\]]+)\\]|([^:]+)):(\\d{1,5})"));
    const QRegularExpressionMatch match = pattern.match(text);
    const QHostAddress address(match.captured(1) + match.captured(2));
    const uint port = match.captured(3).toUInt();
    if (!match.hasMatch() || address.isNull() || port > 65535)
        return std::nullopt;
    // QHostAddress("::") takes no IPv4 clients, Any takes both.
    return Endpoint{address == QHostAddress::AnyIPv6 ? QHostAddress::Any : address, quint16(port)};
}

QString toString(const QHostAddress &address, quint16 port)
{
    const QString text = address.toString();
    return (text.contains(u':') ? u'[' + text + u']' : text) + u':' + QString::number(port);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QuitOnSignal quitOnSignal;

    const QCommandLineOption listen(QStringLiteral("listen"),
                                    QStringLiteral("Listen there; port 0 is any."),
                                    QStringLiteral("ADDR:PORT"), QStringLiteral("127.0.0.1:0"));
    const QCommandLineOption perClient(
        QStringLiteral("max-per-client"),
        QStringLiteral("Connections of one client at a time; 0 = no limit."), QStringLiteral("N"),
        QStringLiteral("10"));
    const QCommandLineOption total(
        QStringLiteral("max-total"),
        QStringLiteral("Connections of all clients at a time; 0 = no limit."), QStringLiteral("N"),
        QStringLiteral("0"));
    const QCommandLineOption name(QStringLiteral("name"),
                                  QStringLiteral("Name of the control channel."),
                                  QStringLiteral("NAME"), QStringLiteral("echo"));
    const QCommandLineOption path(QStringLiteral("control"),
                                  QStringLiteral("Control socket, in place of a name."),
                                  QStringLiteral("PATH"));
    const QCommandLineOption noControl(QStringLiteral("no-control"),
                                       QStringLiteral("Open no control channel."));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Sends back what it receives, to a limited number of connections."));
    parser.addOptions({listen, perClient, total, name, path, noControl});
    const QCommandLineOption help = parser.addHelpOption();
    if (!parser.parse(application.arguments()))
        return fail(Usage, parser.errorText());
    if (parser.isSet(help))
        parser.showHelp();
    if (!parser.positionalArguments().isEmpty())
        return fail(Usage, u"unexpected argument: " + parser.positionalArguments().constFirst());

    const std::optional<Endpoint> endpoint = parseEndpoint(parser.value(listen));
    if (!endpoint)
        return fail(Usage, u"--listen: not ADDR:PORT: " + parser.value(listen));
    Config config;
    bool isNumber = false;
    config.maximumConnectionsPerClient = parser.value(perClient).toUInt(&isNumber);
    if (!isNumber)
        return fail(Usage, u"--max-per-client: not a number from 0 to 4294967295: "
                               + parser.value(perClient));
    config.maximumConnections = parser.value(total).toUInt(&isNumber);
    if (!isNumber)
        return fail(Usage,
                    u"--max-total: not a number from 0 to 4294967295: " + parser.value(total));

    ConnectionLimiter limiter;
    limiter.setConfig(config);
    LimitedTcpServer server(&limiter);
    QObject::connect(&server, &QTcpServer::newConnection, &server,
                     [&server] { serve(server.nextPendingConnection()); });

    ControlServer control(&limiter);
    const QString channel = parser.isSet(path) ? QFileInfo(parser.value(path)).absoluteFilePath()
                                               : parser.value(name);
    if (!parser.isSet(noControl) && !control.listen(channel))
        return fail(Failed, u"control channel: " + control.errorString());
    if (!server.listen(endpoint->address, endpoint->port))
        return fail(Failed,
                    u"cannot listen on " + parser.value(listen) + u": " + server.errorString());

    std::printf("listening on %s\n",
                qPrintable(toString(server.serverAddress(), server.serverPort())));
    std::fflush(stdout);
    return application.exec();
}
