// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "contestants.h"

#include "descriptors.h"

#include <QtCore/QFile>
#include <QtCore/QStandardPaths>

#include <algorithm>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

static QString installed(const QString &program)
{
    return QStandardPaths::findExecutable(
        program, QString::fromLocal8Bit(qgetenv("PATH")).split(u':')
                     << QStringLiteral("/usr/sbin") << QStringLiteral("/usr/local/sbin"));
}

static const QString nginxStream = QStringLiteral("/usr/lib/nginx/modules/ngx_stream_module.so");

static std::vector<Kind> ownKinds()
{
    return {{QStringLiteral("loop"), QStringLiteral("ConnLimit, event loop")},
            {QStringLiteral("door"), QStringLiteral("ConnLimit, door")},
            {QStringLiteral("automatic"), QStringLiteral("ConnLimit, automatic")}};
}

std::vector<Kind> refusingKinds()
{
    std::vector<Kind> kinds{
        {QStringLiteral("bare"), QStringLiteral("epoll + accept4 + close in C")},
        {QStringLiteral("blocked"), QStringLiteral("the same, blocked in accept4")}};
    for (const Kind &kind : ownKinds())
        kinds.push_back(kind);
    kinds.push_back({QStringLiteral("naive"), QStringLiteral("QTcpServer that counts")});
    if (!installed(QStringLiteral("nginx")).isEmpty() && QFile::exists(nginxStream))
        kinds.push_back({QStringLiteral("nginx"), QStringLiteral("nginx, limit_conn")});
    else
        std::fprintf(stderr, "nginx and its stream module are not installed: left out\n");
    if (!installed(QStringLiteral("haproxy")).isEmpty())
        kinds.push_back({QStringLiteral("haproxy"), QStringLiteral("HAProxy, src_conn_cur")});
    else
        std::fprintf(stderr, "HAProxy is not installed: left out\n");
    return kinds;
}

std::vector<Kind> servingKinds()
{
    std::vector<Kind> kinds{{QStringLiteral("plain"), QStringLiteral("QTcpServer, no limit")}};
    for (const Kind &kind : ownKinds())
        kinds.push_back(kind);
    kinds.push_back({QStringLiteral("naive"), QStringLiteral("QTcpServer that counts")});
    return kinds;
}

// One process each, in the foreground. An admitted connection waits for its first byte: no server
// behind the proxy is needed.
static const char nginxConfiguration[] = R"(load_module MODULE;
daemon off; master_process off; pid nginx.pid; error_log /dev/null crit;
events { worker_connections 19900; multi_accept on; }
stream {
    limit_conn_zone $binary_remote_addr zone=clients:16m;
    server {
        listen 127.0.0.1:PORT backlog=4096;
        limit_conn clients 1;
        ssl_preread on; preread_buffer_size 1k; preread_timeout 1h;
        return "";
    }
}
)";
static const char haproxyConfiguration[] = R"(global
    maxconn 9900
    nbthread 1
defaults
    mode tcp
    timeout client 1h
    timeout connect 1h
    timeout server 1h
frontend door
    bind 127.0.0.1:PORT backlog 4096
    maxconn 9900
    stick-table type ip size 1m expire 1h store conn_cur
    tcp-request connection reject if { src_conn_cur ge 1 }
    tcp-request connection track-sc0 src
    tcp-request inspect-delay 1h
    tcp-request content reject if { req_len gt 0 }
)";

static quint16 freePort()
{
    const int listener = makeListener();
    const quint16 port = portOf(listener);
    ::close(listener);
    return port;
}

bool Arena::startServer(const Kind &kind, unsigned held)
{
    const bool isNginx = kind.mode == u"nginx";
    if (!isNginx && kind.mode != u"haproxy") {
        m_server = std::make_unique<Process>(
            sibling(QStringLiteral("bench-server")),
            QStringList{kind.mode, QStringLiteral("--limit"), QStringLiteral("1"),
                        QStringLiteral("--kept"), QString::number(held + 1)},
            Processor::First);
        const QByteArray port = m_server->readLine().value_or(QByteArray());
        return !port.isEmpty() && startClients(port.toUShort());
    }
    const quint16 port = freePort();
    QFile file(m_directory.filePath(QStringLiteral("configuration")));
    QString text = QString::fromLatin1(isNginx ? nginxConfiguration : haproxyConfiguration);
    text.replace(QStringLiteral("MODULE"), nginxStream)
        .replace(QStringLiteral("PORT"), QString::number(port));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) == -1)
        return false;
    file.close();
    const QStringList arguments = isNginx ? QStringList{QStringLiteral("-p"), m_directory.path(),
                                                        QStringLiteral("-c"), file.fileName()}
                                          : QStringList{QStringLiteral("-db"), QStringLiteral("-q"),
                                                        QStringLiteral("-f"), file.fileName()};
    m_server = std::make_unique<Process>(installed(kind.mode), arguments, Processor::First);
    return startClients(port);
}

bool Arena::startClients(quint16 port)
{
    m_clients = std::make_unique<Process>(sibling(QStringLiteral("bench-load")),
                                          QStringList{QString::number(port)}, Processor::Last);
    return m_clients->isRunning();
}

std::unique_ptr<Arena> Arena::plain(const QStringList &arguments)
{
    auto arena = std::make_unique<Arena>();
    arena->m_server = std::make_unique<Process>(sibling(QStringLiteral("bench-server")), arguments,
                                                Processor::First);
    const QByteArray port = arena->m_server->readLine().value_or(QByteArray());
    if (port.isEmpty() || !arena->startClients(port.toUShort()))
        return {};
    arena->m_server->waitUntilIdle();
    return arena->m_server->isRunning() ? std::move(arena) : nullptr;
}

std::unique_ptr<Arena> Arena::withHeld(const Kind &kind, unsigned held)
{
    auto arena = std::make_unique<Arena>();
    if (!arena->startServer(kind, held))
        return {};
    // A server that is just being started is tried until it listens.
    for (int i = 0; !arena->clients().number("take 1"); ++i) {
        if (i == 500 || !arena->server().isRunning())
            return {};
        std::this_thread::sleep_for(20ms);
    }
    if (!arena->clients().number("hold " + QByteArray::number(held)))
        return {};
    arena->server().waitUntilIdle();
    return arena;
}

std::optional<double> Arena::cpuOfFlood(const QByteArray &verb, unsigned atOnce, double seconds)
{
    const auto flood = [&](unsigned connections) {
        return clients().number(verb + ' ' + QByteArray::number(connections) + ' '
                                + QByteArray::number(atOnce));
    };
    // As many as come in that time, after a quarter of them that does not count.
    if (m_connectionsPerSecond == 0) {
        const std::optional<double> duration = flood(200);
        if (!duration)
            return {};
        m_connectionsPerSecond = 200 / *duration;
    }
    // Begin and end of a flood are to be a small part of it.
    const auto connections
        = std::max({100u, 20 * atOnce, unsigned(m_connectionsPerSecond * seconds)});
    if (!flood(connections / 4))
        return {};
    server().waitUntilIdle();
    const double before = server().cpuTime();
    const std::optional<double> duration = flood(connections);
    if (!duration)
        return {};
    server().waitUntilIdle();
    m_connectionsPerSecond = connections / *duration;
    return (server().cpuTime() - before) / connections * 1e6;
}
