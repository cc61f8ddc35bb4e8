// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// connlimit-echo: a server of any protocol with a limit for each client and a control channel.

#include "certificate.h"
#include "options.h"
#include "protocols.h"
#include "quitonsignal.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedsslserver.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QCoreApplication>

#include <cstdio>
#include <sys/resource.h>

using namespace ConnLimit;

namespace {

/// As many descriptors as this process may have.
void raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

QString toString(const QHostAddress &address, quint16 port)
{
    const QString text = address.toString();
    return (text.contains(u':') ? u'[' + text + u']' : text) + u':' + QString::number(port);
}

/// Null, with an \a error, if it does not listen.
template<class Server>
std::unique_ptr<QTcpServer> listen(std::unique_ptr<Server> server, const Options &options,
                                   QString &error)
{
    server->setRefusal(options.refusal);
    server->setAcceptMode(options.acceptMode);
    server->setProxyProtocol(options.proxies);
    const Endpoint &endpoint = options.endpoint;
    if (server->listen(endpoint.address, endpoint.port))
        return server;
    error = u"cannot listen on " + toString(endpoint.address, endpoint.port) + u": "
            + server->errorString();
    return nullptr;
}

std::unique_ptr<QTcpServer> makeServer(ConnectionLimiter *limiter, const Options &options,
                                       QString &error)
{
    if (!options.isEncrypted())
        return listen(std::make_unique<LimitedTcpServer>(limiter), options, error);
    const auto configuration = loadCertificate(options.certificate, options.key, error);
    if (!configuration)
        return nullptr;
    auto server = std::make_unique<LimitedSslServer>(limiter);
    server->setSslConfiguration(*configuration);
    if (options.maximumHandshakesPerClient)
        server->setMaximumHandshakesPerClient(*options.maximumHandshakesPerClient);
    if (options.handshakeTimeout)
        server->setHandshakeTimeout(*options.handshakeTimeout);
    return listen(std::move(server), options, error);
}

/// Null, with an \a error, if the part of Qt that it takes was not there when this was built.
std::unique_ptr<QObject> serve(std::unique_ptr<QTcpServer> server, const Options &options,
                               [[maybe_unused]] QString &error)
{
    switch (options.protocol) {
    case Protocol::Tcp:
    case Protocol::Tls: return echoBytes(std::move(server));
    case Protocol::Http:
    case Protocol::Https:
#ifdef HAS_HTTP
        return answerHttp(std::move(server), options);
#else
        error = QStringLiteral("this connlimit-echo was built without Qt HTTP Server");
        return nullptr;
#endif
    case Protocol::WebSocket:
    case Protocol::SecureWebSocket:
#ifdef HAS_WEBSOCKETS
        return echoMessages(std::move(server), options);
#else
        error = QStringLiteral("this connlimit-echo was built without Qt WebSockets");
        return nullptr;
#endif
    }
    Q_UNREACHABLE();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QuitOnSignal quitOnSignal;
    raiseDescriptorLimit();

    int status = Done;
    const std::optional<Options> options = parseOptions(application.arguments(), status);
    if (!options)
        return status;

    ConnectionLimiter limiter;
    limiter.setConfig(options->config);
    ControlServer control(&limiter);
    if (!options->controlChannel.isEmpty() && !control.listen(options->controlChannel))
        return fail(Failed, u"control channel: " + control.errorString());

    QString error;
    std::unique_ptr<QTcpServer> server = makeServer(&limiter, *options, error);
    if (!server)
        return fail(Failed, error);
    const QString endpoint = toString(server->serverAddress(), server->serverPort());
    const std::unique_ptr<QObject> service = serve(std::move(server), *options, error);
    if (!service)
        return fail(Failed, error);

    std::printf("listening on %s\n", qPrintable(endpoint));
    std::fflush(stdout);
    return application.exec();
}
