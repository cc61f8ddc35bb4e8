// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "client.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ConnLimit;

/// Where LimitedTcpServer accepts in place of QTcpServer: what its users rely on holds all the
/// same.
class TestAccepting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void refusedConnectionIsNotAnnounced();
    void everyAdmittedConnectionIsAnnounced();
    void waitsWhileTooManyArePending();
    void pausesAndResumes();
    void closesAndListensAgain();
    void takesADescriptor();
    void handlerClosesTheServer();
    void handlerDestroysTheServer();
    void movesToAnotherThread();
    void connectionsWaitInTheQueue();
    void turnIsBounded();
    void goesOnAfterExhaustion();

private:
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<LimitedTcpServer> m_server;
};

void TestAccepting::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_server.reset();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_server = std::make_unique<LimitedTcpServer>(m_limiter.get());
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
}

void TestAccepting::refusedConnectionIsNotAnnounced()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    // The handler of many a program: it does not check for a null pointer.
    int greeted = 0;
    connect(m_server.get(), &QTcpServer::newConnection, this, [&] {
        m_server->nextPendingConnection()->write("hello");
        ++greeted;
    });
    const Clients clients = connectClients(m_server->serverPort(), 3);
    QTRY_VERIFY(clients[1]->isClosed() && clients[2]->isClosed());
    QCOMPARE(greeted, 1);
    QVERIFY(!clients[0]->isClosed());
}

void TestAccepting::everyAdmittedConnectionIsAnnounced()
{
    m_server->setMaxPendingConnections(1000);
    QSignalSpy announced(m_server.get(), &QTcpServer::newConnection);
    QSignalSpy available(m_server.get(), &QTcpServer::pendingConnectionAvailable);
    const Clients clients = connectClients(m_server->serverPort(), 100);
    QTRY_COMPARE(announced.size(), 100);
    QCOMPARE(available.size(), 100);
    for (int i = 0; i < 100; ++i)
        QVERIFY(m_server->nextPendingConnection());
    QVERIFY(!m_server->nextPendingConnection());
}

void TestAccepting::waitsWhileTooManyArePending()
{
    m_server->setMaxPendingConnections(2);
    const Clients clients = connectClients(m_server->serverPort(), 5);
    QTRY_COMPARE(m_limiter->totals().open, 2u);
    QCoreApplication::processEvents();
    QCOMPARE(m_limiter->totals().open, 2u);
    for (quint64 open = 3; open <= 5; ++open) {
        QVERIFY(m_server->nextPendingConnection());
        QTRY_COMPARE(m_limiter->totals().open, open);
    }
}

void TestAccepting::pausesAndResumes()
{
    m_server->pauseAccepting();
    const Clients clients = connectClients(m_server->serverPort(), 2);
    QVERIFY(clients[1]->isConnected());
    QCoreApplication::processEvents();
    QCOMPARE(m_limiter->totals().open, 0u);
    m_server->resumeAccepting();
    QTRY_COMPARE(m_limiter->totals().open, 2u);

    // Paused by the user, it stays paused when a pending connection is taken.
    m_server->pauseAccepting();
    QVERIFY(m_server->nextPendingConnection());
    Client third(m_server->serverPort());
    QCoreApplication::processEvents();
    QCOMPARE(m_limiter->totals().open, 2u);
}

void TestAccepting::closesAndListensAgain()
{
    const quint16 port = m_server->serverPort();
    Client waiting(port);
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    m_server->close();
    QVERIFY(!m_server->isListening());
    QCOMPARE(m_limiter->totals().open, 0u); // it was pending, and closed with the server
    QVERIFY(!Client(port).isConnected());

    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    Client next(m_server->serverPort());
    QTRY_VERIFY(m_server->hasPendingConnections());
    QTest::ignoreMessage(QtWarningMsg, "QTcpServer::listen() called when already listening");
    QVERIFY(!m_server->listen(QHostAddress::LocalHost));
    QVERIFY(m_server->isListening());
}

void TestAccepting::takesADescriptor()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(listener, 16), 0);

    LimitedTcpServer server(m_limiter.get());
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    QSignalSpy announced(&server, &QTcpServer::newConnection);
    QVERIFY(server.setSocketDescriptor(listener));
    const Clients clients = connectClients(server.serverPort(), 2);
    QTRY_VERIFY(clients[1]->isClosed());
    QCOMPARE(announced.size(), 1);
}

void TestAccepting::handlerClosesTheServer()
{
    int announced = 0;
    connect(m_server.get(), &QTcpServer::newConnection, this, [&] {
        ++announced;
        m_server->close();
    });
    const Clients clients = connectClients(m_server->serverPort(), 3);
    QTRY_VERIFY(clients[0]->isClosed() && clients[1]->isClosed() && clients[2]->isClosed());
    QCOMPARE(announced, 1);
    QCOMPARE(m_limiter->totals().open, 0u);
}

void TestAccepting::handlerDestroysTheServer()
{
    connect(m_server.get(), &QTcpServer::newConnection, this, [this] { m_server.reset(); });
    const Clients clients = connectClients(m_server->serverPort(), 3);
    QTRY_VERIFY(clients[0]->isClosed() && clients[1]->isClosed() && clients[2]->isClosed());
    QVERIFY(!m_server);
    QCOMPARE(m_limiter->totals().open, 0u);
}

void TestAccepting::movesToAnotherThread()
{
    QThread thread;
    m_server->moveToThread(&thread);
    thread.start();
    const Clients clients = connectClients(m_server->serverPort(), 3);
    QTRY_COMPARE(m_limiter->totals().open, 3u);
    QMetaObject::invokeMethod(
        m_server.get(), [this] { m_server.reset(); }, Qt::BlockingQueuedConnection);
    QCOMPARE(m_limiter->totals().open, 0u);
    thread.quit();
    thread.wait();
}

void TestAccepting::connectionsWaitInTheQueue()
{
    // More than Qt's 50: a burst that comes while the server is busy overflows nothing.
    m_server->setMaxPendingConnections(1000);
    m_server->pauseAccepting();
    const Clients clients = connectClients(m_server->serverPort(), 300);
    m_server->resumeAccepting();
    QTRY_COMPARE(m_limiter->totals().admitted + m_limiter->totals().refused(), 300u);
}

void TestAccepting::turnIsBounded()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    const Clients clients = connectClients(m_server->serverPort(), 200);
    QCoreApplication::processEvents();
    const quint64 first = m_limiter->totals().admitted + m_limiter->totals().refused();
    QVERIFY2(first > 0 && first < 100, qPrintable(QString::number(first)));
    QTRY_COMPARE(m_limiter->totals().refused(), 199u);
}

void TestAccepting::goesOnAfterExhaustion()
{
    QSignalSpy errors(m_server.get(), &QTcpServer::acceptError);
    Clients clients = connectClients(m_server->serverPort(), 3);
    rlimit limits;
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limits), 0);
    const rlimit low{256, limits.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
    std::vector<int> fillers;
    for (int filler; (filler = ::dup(0)) != -1;)
        fillers.push_back(filler);

    QTRY_COMPARE(errors.size(), 1);
    QCOMPARE(errors[0][0].value<QAbstractSocket::SocketError>(),
             QAbstractSocket::SocketResourceError);
    QCOMPARE(m_limiter->totals().open, 0u);
    // One descriptor lets one in. Then they are out again, and that is news.
    ::close(fillers.back());
    fillers.pop_back();
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    QTRY_COMPARE(errors.size(), 2);

    for (const int filler : fillers)
        ::close(filler);
    QTRY_COMPARE(m_limiter->totals().open, 3u);
    QCOMPARE(errors.size(), 2);
    QVERIFY(m_server->isListening());
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limits), 0);
}

QTEST_GUILESS_MAIN(TestAccepting)

#include "tst_accepting.moc"
