// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "proxyheaders.h"
#include "servertest.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/hostaddress.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <memory>
#include <netinet/tcp.h>
#include <vector>

inline ConnLimit::ClientKey key(std::string_view text)
{
    return ConnLimit::ClientKey::fromString(text).value_or(ConnLimit::ClientKey());
}

inline QByteArray headerOf(const QByteArray &client)
{
    return proxyLine("TCP4 " + client + " 198.51.100.2 4711 443");
}

/// The base of tests: a server behind a proxy, and what it has served.
class ProxiedServer : public QObject
{
protected:
    using ClientKey = ConnLimit::ClientKey;

    /// A connection that the server has announced: who its socket says it is, and what it sent.
    struct Served
    {
        QString peer;
        QByteArray received;
        std::unique_ptr<QTcpSocket> socket;
    };

    void startServer();      // in init()
    void compareWithStart(); // in cleanup()

    void serve(QTcpServer &server);
    std::unique_ptr<Client> send(const QByteArray &bytes) const { return sendFrom(m_proxy, bytes); }
    std::unique_ptr<Client> sendFrom(quint32 source, const QByteArray &bytes) const;
    quint32 open(const ClientKey &client) const { return m_limiter->limiter()->numOpen(client); }
    ConnLimit::Totals totals() const { return m_limiter->totals(); }

    /// Whether \a served has the address \a peer, or, if that is empty, the proxy's.
    bool isPeer(const Served &served, const QString &peer) const
    {
        return served.peer.startsWith(
            peer.isEmpty() ? ConnLimit::toHostAddress(m_proxyKey).toString() : peer);
    }

    const QByteArray m_header = headerOf("192.0.2.1");

    // Others for each test, so that none runs out of ports, whatever else this machine is doing.
    quint32 m_proxy = 0; // is trusted
    quint32 m_stranger = 0;
    ClientKey m_proxyKey;
    ClientKey m_strangerKey;

    std::unique_ptr<ConnLimit::ConnectionLimiter> m_limiter;
    std::unique_ptr<ConnLimit::LimitedTcpServer> m_server;
    std::vector<Served> m_served;

private:
    int m_descriptors = 0;
};

inline void ProxiedServer::startServer()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_proxy = 0x7f010000 + QRandomGenerator::global()->bounded(1, 0x10000);
    m_stranger = m_proxy + 0x10000;
    m_proxyKey = ClientKey::fromIPv4(m_proxy);
    m_strangerKey = ClientKey::fromIPv4(m_stranger);
    m_descriptors = openDescriptors();
    m_limiter = std::make_unique<ConnLimit::ConnectionLimiter>();
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    m_server = std::make_unique<ConnLimit::LimitedTcpServer>(m_limiter.get());
    m_server->setMaxPendingConnections(1000);
    // The limits of time are long: what is decided, is decided by what has come.
    m_server->setProxyProtocol({.trusted = {m_proxyKey}, .headerTimeout = std::chrono::minutes(1)});
    QVERIFY(listenInPlace(*m_server));
    serve(*m_server);
}

inline void ProxiedServer::compareWithStart()
{
    m_served.clear();
    m_server.reset();
    QCOMPARE(totals().open, 0u);
    m_limiter.reset();
    compareDescriptors(m_descriptors);
}

inline void ProxiedServer::serve(QTcpServer &server)
{
    m_served.reserve(10'000); // they are referred to
    connect(&server, &QTcpServer::newConnection, this, [this, &server] {
        QTcpSocket *socket = server.nextPendingConnection();
        if (!socket) // Qt's loop announces those who are refused, or not ready, as well
            return;
        const QString peer
            = socket->peerAddress().toString() + u' ' + QString::number(socket->peerPort());
        m_served.push_back({peer, {}, std::unique_ptr<QTcpSocket>(socket)});
        QByteArray &received = m_served.back().received;
        connect(socket, &QTcpSocket::readyRead, this,
                [&received, socket] { received += socket->readAll(); });
    });
}

inline std::unique_ptr<Client> ProxiedServer::sendFrom(quint32 source,
                                                       const QByteArray &bytes) const
{
    auto client = std::make_unique<Client>(m_server->serverPort(), source);
    const int atOnce = 1;
    ::setsockopt(client->descriptor(), IPPROTO_TCP, TCP_NODELAY, &atOnce, sizeof atOnce);
    if (!bytes.isEmpty() && !client->send(bytes))
        qFatal("the bytes could not be sent");
    return client;
}
