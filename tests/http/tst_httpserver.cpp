// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "client.h"

#include <connlimit/http/httpserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedsslserver.h>
#include <connlimit/net/limitedtcpserver.h>
#include <connlimit/net/limitergate_p.h>

#include <QtCore/QPointer>
#include <QtCore/QRegularExpression>
#include <QtHttpServer/QHttpServer>
#include <QtNetwork/QSslSocket>
#include <QtTest/QTest>

using namespace ConnLimit;

/// A QHttpServer with a limiter under it.
class TestHttpServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void refusedGets429();
    void refusedByHandler();
    void requestsOfOneConnectionCountOnce();
    void severalAddresses();
    void encrypted();
    void operatorEndsAConnection();
    void belongsToTheHttpServer();
    void cannotListen();
    void doesNotListen();

private:
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<QHttpServer> m_http;
};

static const QByteArray request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

void TestHttpServer::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    m_http = std::make_unique<QHttpServer>();
    m_http->route(QStringLiteral("/"), [] { return "hello"; });
}

void TestHttpServer::cleanup()
{
    m_http.reset();
    QCOMPARE(m_limiter->totals().open, 0u);
}

/// What \a client has received by now and not read.
static QByteArray received(const Client &client)
{
    QByteArray bytes(10'000, '\0');
    const ssize_t got = ::recv(client.descriptor(), bytes.data(), std::size_t(bytes.size()),
                               MSG_DONTWAIT | MSG_PEEK);
    return bytes.first(std::max<qsizetype>(got, 0));
}

void TestHttpServer::refusedGets429()
{
    const LimitedTcpServer *server = listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost);
    QVERIFY(server);
    QCOMPARE(server->refusal().kind(), Refusal::Kind::Reply);
    Client first(server->serverPort());
    QVERIFY(first.send(request));
    QTRY_VERIFY(received(first).startsWith("HTTP/1.1 200 "));
    Client second(server->serverPort());
    QVERIFY(second.send(request));
    QTRY_VERIFY(received(second).startsWith("HTTP/1.1 429 "));
    QCOMPARE(m_limiter->totals().open, 1u);
    first.close();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
}

void TestHttpServer::refusedByHandler()
{
    QList<qintptr> refused;
    const LimitedTcpServer *server
        = listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost, 0,
                     Refusal::handler([&](qintptr descriptor, const ClientKey &client, Verdict) {
                         QVERIFY(client == ClientKey::fromString("127.0.0.1"));
                         refused.append(descriptor);
                     }));
    const Client first(server->serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    const Client second(server->serverPort());
    QTRY_COMPARE(refused.size(), 1);
    ::close(int(refused[0]));
}

void TestHttpServer::requestsOfOneConnectionCountOnce()
{
    const LimitedTcpServer *server = listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost);
    Client client(server->serverPort());
    for (int i = 0; i < 10; ++i) {
        QVERIFY(client.send(request));
        QTRY_VERIFY(received(client).endsWith("hello"));
        client.receive(received(client).size());
        QCOMPARE(m_limiter->totals().open, 1u);
    }
    QCOMPARE(m_limiter->totals().admitted, 1u);
}

void TestHttpServer::severalAddresses()
{
    const auto first = listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost);
    const auto second = listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost);
    QCOMPARE(m_http->servers(), (QList<QTcpServer *>{first, second}));
    Client here(first->serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    Client there(second->serverPort());
    QTRY_VERIFY(received(there).startsWith("HTTP/1.1 429 ")); // one limit over both
}

void TestHttpServer::encrypted()
{
    const Certificate certificate;
    const LimitedSslServer *server = listenHttps(
        *m_http, m_limiter.get(), certificate.configuration(), QHostAddress::LocalHost);
    QVERIFY(server);
    const auto ask = [server](QSslSocket &socket) {
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server->serverPort());
        socket.write(request);
    };
    QSslSocket first;
    ask(first);
    QTRY_VERIFY(first.peek(12) == "HTTP/1.1 200");
    QSslSocket second;
    ask(second);
    QTRY_VERIFY(second.peek(12) == "HTTP/1.1 429");
    first.close();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
}

void TestHttpServer::operatorEndsAConnection()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    const LimitedTcpServer *server = listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost);
    Client first(server->serverPort());
    Client second(server->serverPort());
    QVERIFY(first.send(request) && second.send(request));
    QTRY_VERIFY(received(first).endsWith("hello") && received(second).endsWith("hello"));
    const ClientKey home = ClientKey::fromIPv4(INADDR_LOOPBACK);
    ConnectionRegistry &connections = m_limiter->gate()->connections();
    const ConnectionList known = connections.list(home, 10);
    QCOMPARE(known.known, 2u);
    QCOMPARE(known.connections[0].listener,
             QString(u"127.0.0.1:" + QString::number(server->serverPort())));
    QCOMPARE(connections.disconnect(home, known.connections[0].id), 1u);
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    first.receive(received(first).size());
    QVERIFY(first.isRefused());
    second.receive(received(second).size());
    QVERIFY(second.send(request));
    QTRY_VERIFY(received(second).endsWith("hello"));
}

void TestHttpServer::belongsToTheHttpServer()
{
    const QPointer<LimitedTcpServer> server
        = listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost);
    const Client client(server->serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    m_http.reset();
    QVERIFY(!server);
    QCOMPARE(m_limiter->totals().open, 0u);
}

void TestHttpServer::cannotListen()
{
    const auto server = listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("^cannot listen on 127")));
    QVERIFY(!listenHttp(*m_http, m_limiter.get(), QHostAddress::LocalHost, server->serverPort()));
    QCOMPARE(m_http->servers().size(), 1);
}

void TestHttpServer::doesNotListen()
{
    QVERIFY(!serveHttp(*m_http, std::make_unique<LimitedTcpServer>(m_limiter.get())));
    QVERIFY(!serveHttp(*m_http, nullptr));
    QVERIFY(m_http->servers().isEmpty());
}

QTEST_GUILESS_MAIN(TestHttpServer)

#include "tst_httpserver.moc"
