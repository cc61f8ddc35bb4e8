// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "servertest.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/connectionregistry_p.h>
#include <connlimit/net/limitedtcpserver.h>
#include <connlimit/net/limitergate_p.h>

#include <QtCore/QRegularExpression>
#include <QtNetwork/QSslSocket>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

inline ConnLimit::ClientKey key(std::string_view text)
{
    return ConnLimit::ClientKey::fromString(text).value_or(ConnLimit::ClientKey());
}

inline const ConnLimit::ClientKey home = ConnLimit::ClientKey::fromIPv4(INADDR_LOOPBACK);

inline quint16 portOf(const Client &client)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    ::getsockname(client.descriptor(), reinterpret_cast<sockaddr *>(&address), &length);
    return ntohs(address.sin_port);
}

/// A server whose limiter knows its connections; after each test, nothing may be left of them.
class RegistryTest : public QObject
{
protected:
    /// For initTestCase(): asks for a proxy, in a thread with descriptors that Qt then keeps.
    static void startQtsThread() { QSslSocket().bind(QHostAddress::LocalHost); }
    void begin();
    void end();

    ConnLimit::ConnectionRegistry &registry() const { return m_gate->connections(); }
    ConnLimit::ConnectionList list(const ConnLimit::ClientKey &client = home,
                                   quint32 count = 100) const
    {
        return registry().list(client, count);
    }
    static QTcpSocket *accept(QTcpServer &server);

    std::unique_ptr<ConnLimit::ConnectionLimiter> m_limiter;
    std::shared_ptr<ConnLimit::LimiterGate> m_gate;
    std::unique_ptr<ConnLimit::LimitedTcpServer> m_server;

private:
    int m_descriptors = 0;
};

inline void RegistryTest::begin()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_descriptors = openDescriptors();
    m_limiter = std::make_unique<ConnLimit::ConnectionLimiter>();
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    m_gate = m_limiter->gate();
    m_server = std::make_unique<ConnLimit::LimitedTcpServer>(m_limiter.get());
    m_server->setMaxPendingConnections(1000);
    QVERIFY(listenInPlace(*m_server));
}

inline void RegistryTest::end()
{
    m_server.reset();
    QCOMPARE(list(key("0.0.0.0/0")).known, 0u);
    QCOMPARE(m_gate->limiter().totals().open, 0u);
    m_limiter.reset();
    m_gate.reset();
    compareDescriptors(m_descriptors);
}

inline QTcpSocket *RegistryTest::accept(QTcpServer &server)
{
    if (!QTest::qWaitFor([&server] { return server.hasPendingConnections(); }))
        qFatal("nobody has come");
    return server.nextPendingConnection();
}
