// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "options.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

#include <cstdio>
#include <limits>

using namespace ConnLimit;

int fail(ExitStatus status, const QString &message)
{
    std::fprintf(stderr, "connlimit-echo: %s\n", qPrintable(message));
    return status;
}

namespace {

/// A command line that is being read. The first thing that is wrong with it is kept.
class CommandLine
{
public:
    void add(const char *name, const char *description, const char *value,
             const char *defaultValue = "")
    {
        m_parser.addOption({QString::fromLatin1(name), QString::fromLatin1(description),
                            QString::fromLatin1(value), QString::fromLatin1(defaultValue)});
    }
    void addSwitch(const char *name, const char *description)
    {
        m_parser.addOption({QString::fromLatin1(name), QString::fromLatin1(description)});
    }
    QCommandLineParser &parser() { return m_parser; }
    const QString &error() const { return m_error; }

    void complain(const QString &error)
    {
        if (m_error.isEmpty())
            m_error = error;
    }
    bool isSet(const char *name) const { return m_parser.isSet(QString::fromLatin1(name)); }
    QString value(const char *name) const { return m_parser.value(QString::fromLatin1(name)); }

    quint32 number(const char *name, quint32 maximum = std::numeric_limits<quint32>::max())
    {
        bool isNumber = false;
        const uint result = value(name).toUInt(&isNumber);
        if (!isNumber || result > maximum)
            complain(u"--" + QString::fromLatin1(name) + u": not a number from 0 to "
                     + QString::number(maximum) + u": " + value(name));
        return result;
    }

    /// The value that belongs to the word that was given.
    template<class Value>
    Value choice(const char *name, std::initializer_list<std::pair<const char *, Value>> choices)
    {
        QStringList words;
        for (const auto &[word, result] : choices) {
            if (value(name) == QLatin1StringView(word))
                return result;
            words.append(QString::fromLatin1(word));
        }
        complain(u"--" + QString::fromLatin1(name) + u": not one of " + words.join(u", ") + u": "
                 + value(name));
        return choices.begin()->second;
    }

private:
    QCommandLineParser m_parser;
    QString m_error;
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

void declareOptions(CommandLine &line)
{
    line.parser().setApplicationDescription(
        QStringLiteral("Sends back what it receives, to a limited number of connections."));
    line.add("listen", "Listen there; port 0 is any.", "ADDR:PORT", "127.0.0.1:0");
    line.add("max-per-client", "Connections of one client at a time; 0 = no limit.", "N", "10");
    line.add("max-total", "Connections of all clients at a time; 0 = no limit.", "N", "0");
    line.add("name", "Name of the control channel.", "NAME", "echo");
    line.add("control", "Control socket, in place of a name.", "PATH");
    line.addSwitch("no-control", "Open no control channel.");

    line.add("protocol", "tcp, tls, http, https, ws or wss.", "NAME", "tcp");
    line.add("cert", "Certificate for TLS, in PEM. Without, one is made for this run.", "FILE");
    line.add("key", "Its private key, in PEM.", "FILE");
    line.add("max-handshakes-per-client",
             "TLS handshakes of one client at a time; 0 = no limit; otherwise 16.", "N");
    line.add("handshake-timeout",
             "Time for a TLS handshake, or for the request of a WebSocket; otherwise 5000.", "MS");
    line.add("refusal", "What refused clients get: close, reset or http429.", "NAME", "close");
    line.add("accept-mode", "Where connections are accepted: automatic, event-loop or door.",
             "NAME", "automatic");
    line.add(
        "proxy-from",
        "Proxies there say whose connections they relay, by the PROXY protocol. Can be given more "
        "than once.",
        "CIDR");
    line.add("proxy-timeout", "Time for a proxy to do so.", "MS", "3000");
    line.add("delay", "Time before a request of HTTP is answered.", "MS", "0");
}

void readLimits(CommandLine &line, Options &options)
{
    if (const auto endpoint = parseEndpoint(line.value("listen")))
        options.endpoint = *endpoint;
    else
        line.complain(u"--listen: not ADDR:PORT: " + line.value("listen"));
    options.config.maximumConnectionsPerClient = line.number("max-per-client");
    options.config.maximumConnections = line.number("max-total");
    if (!line.isSet("no-control"))
        options.controlChannel = line.isSet("control")
                                     ? QFileInfo(line.value("control")).absoluteFilePath()
                                     : line.value("name");
}

void readProtocol(CommandLine &line, Options &options)
{
    constexpr quint32 maximumTime = std::numeric_limits<int>::max();
    options.protocol = line.choice<Protocol>("protocol", {{"tcp", Protocol::Tcp},
                                                          {"tls", Protocol::Tls},
                                                          {"http", Protocol::Http},
                                                          {"https", Protocol::Https},
                                                          {"ws", Protocol::WebSocket},
                                                          {"wss", Protocol::SecureWebSocket}});
    options.certificate = line.value("cert");
    options.key = line.value("key");
    if (options.certificate.isEmpty() != options.key.isEmpty())
        line.complain(QStringLiteral("--cert and --key belong together"));
    if (line.isSet("max-handshakes-per-client"))
        options.maximumHandshakesPerClient = line.number("max-handshakes-per-client");
    if (line.isSet("handshake-timeout"))
        options.handshakeTimeout = int(line.number("handshake-timeout", maximumTime));
    options.refusal = line.choice<Refusal>("refusal", {{"close", Refusal::close()},
                                                       {"reset", Refusal::reset()},
                                                       {"http429", Refusal::http429()}});
    options.acceptMode
        = line.choice<AcceptMode>("accept-mode", {{"automatic", AcceptMode::Automatic},
                                                  {"event-loop", AcceptMode::EventLoop},
                                                  {"door", AcceptMode::Door}});
    options.delay = std::chrono::milliseconds(line.number("delay", maximumTime));
}

void readProxies(CommandLine &line, Options &options)
{
    for (const QString &proxy : line.parser().values(QStringLiteral("proxy-from"))) {
        if (const auto subnet = ClientKey::fromString(proxy.toStdString()))
            options.proxies.trusted.push_back(*subnet);
        else
            line.complain(u"--proxy-from: not an address or a subnet: " + proxy);
    }
    options.proxies.headerTimeout
        = std::chrono::milliseconds(line.number("proxy-timeout", std::numeric_limits<int>::max()));
}

} // namespace

std::optional<Options> parseOptions(const QStringList &arguments, int &status)
{
    CommandLine line;
    declareOptions(line);
    const QCommandLineOption help = line.parser().addHelpOption();
    Options options;
    if (!line.parser().parse(arguments)) {
        line.complain(line.parser().errorText());
    } else if (line.parser().isSet(help)) {
        line.parser().showHelp();
    } else if (!line.parser().positionalArguments().isEmpty()) {
        line.complain(u"unexpected argument: " + line.parser().positionalArguments().constFirst());
    } else {
        readLimits(line, options);
        readProtocol(line, options);
        readProxies(line, options);
    }
    if (line.error().isEmpty())
        return options;
    status = fail(Usage, line.error());
    return std::nullopt;
}
