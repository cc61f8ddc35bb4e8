// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "exhaustion.h"
#include "servertest.h"

#include <connlimit/net/acceptpace_p.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <algorithm>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace ConnLimit;

/// Where LimitedTcpServer accepts in place of QTcpServer: what its users rely on holds all the
/// same.
class TestAccepting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
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
    void turnAdmitsABatch();
    void turnRefusesABatch();
    void shedsWhenDescriptorsRunOut();
    void leavesSomeDescriptorsToOthers();
    void waitsWithoutAnEventLoop();
    void changesPlaceAtAnyMoment();
    void pausesWithArrivalsUnderWay();
    void doorIsLeftWithArrivalsUnderWay();
    void qtMayAcceptAsWell();

private:
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<LimitedTcpServer> m_server;
};

void TestAccepting::initTestCase_data()
{
    addPlaces();
    QTest::newRow("automatic") << AcceptMode::Automatic << false;
}

void TestAccepting::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_server.reset();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_server = std::make_unique<LimitedTcpServer>(m_limiter.get());
    QVERIFY(listenInPlace(*m_server));
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
    QTRY_COMPARE(greeted, 1);
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
        QTRY_VERIFY(m_server->hasPendingConnections()); // counted at the door, it is on its way
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
    QTRY_VERIFY(m_server->hasPendingConnections());
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
    QTRY_COMPARE(announced.size(), 1);
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

// Both count the turns of the event loop one by one: processEvents() without a time makes one.

void TestAccepting::turnAdmitsABatch()
{
    constexpr int count = 300;
    m_server->setMaxPendingConnections(1000);
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    int greeted = 0;
    connect(m_server.get(), &QTcpServer::newConnection, this, [&] { ++greeted; });
    m_server->pauseAccepting();
    const Clients clients = connectClients(m_server->serverPort(), count);
    m_server->resumeAccepting();
    const bool isAtTheDoor = m_server->acceptPlace() == AcceptMode::Door;
    const auto underWay = [&] { return int(m_limiter->totals().admitted) - greeted; };
    while (greeted < count) {
        // At the door, as many as may be there wait for the turn.
        while (isAtTheDoor && underWay() < std::min(AcceptPace::handOver, count - greeted))
            std::this_thread::yield();
        const int before = greeted;
        QCoreApplication::processEvents();
        QVERIFY2(greeted - before <= AcceptPace::turn, qPrintable(QString::number(greeted)));
        QVERIFY(underWay() <= (isAtTheDoor ? AcceptPace::handOver : 0));
    }
}

void TestAccepting::turnRefusesABatch()
{
    constexpr quint64 count = 300;
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    const Client admitted(m_server->serverPort());
    QTRY_VERIFY(m_server->hasPendingConnections());
    m_server->pauseAccepting();
    const Clients clients = connectClients(m_server->serverPort(), int(count));
    m_server->resumeAccepting();
    const auto refused = [this] { return m_limiter->totals().refused(); };
    while (m_server->acceptPlace() == AcceptMode::EventLoop && refused() < count) {
        const quint64 before = refused();
        QCoreApplication::processEvents();
        if (m_server->acceptPlace() == AcceptMode::EventLoop) // it may have moved to the door
            QVERIFY2(refused() - before <= AcceptPace::turn, qPrintable(QString::number(before)));
    }
    while (refused() < count) // at the door it takes no turn at all
        std::this_thread::yield();
    QFETCH_GLOBAL(AcceptMode, mode);
    QCOMPARE(m_server->acceptPlace(),
             mode == AcceptMode::EventLoop ? AcceptMode::EventLoop : AcceptMode::Door);
}

void TestAccepting::shedsWhenDescriptorsRunOut()
{
    QSignalSpy errors(m_server.get(), &QTcpServer::acceptError);
    QSignalSpy announced(m_server.get(), &QTcpServer::newConnection);
    Client early(m_server->serverPort());
    QTRY_COMPARE(announced.size(), 1); // accept4() has a descriptor even when it fails
    QCOMPARE(m_limiter->totals().open, 1u);
    {
        Clients clients = connectClients(m_server->serverPort(), 0);
        m_server->pauseAccepting();
        clients = connectClients(m_server->serverPort(), 3);
        const Exhaustion exhaustion;
        m_server->resumeAccepting();
        QTRY_VERIFY(clients[0]->isClosed() && clients[1]->isClosed() && clients[2]->isClosed());
        QTRY_COMPARE(errors.size(), 1);
        QCOMPARE(errors[0][0].value<QAbstractSocket::SocketError>(),
                 QAbstractSocket::SocketResourceError);
        QCOMPARE(m_limiter->totals().open, 1u);
        QCOMPARE(m_limiter->totals().refusedOverload, 3u);
        QVERIFY(!early.isClosed());
        QVERIFY(m_server->isListening());
    }
    // By itself, without another word.
    const Clients clients = connectClients(m_server->serverPort(), 3);
    QTRY_COMPARE(announced.size(), 4);
    QCOMPARE(m_limiter->totals().open, 4u);
    QCOMPARE(errors.size(), 1);
    {
        m_server->pauseAccepting();
        Client late(m_server->serverPort());
        const Exhaustion again;
        m_server->resumeAccepting();
        QTRY_VERIFY(late.isClosed());
        QTRY_COMPARE(errors.size(), 2); // it is news again
    }
}

void TestAccepting::leavesSomeDescriptorsToOthers()
{
    m_server->close();
    std::unique_ptr<Exhaustion> exhaustion;
    Clients clients;
    for (int i = 0; i < 20; ++i)
        clients.push_back(std::make_unique<Client>());
    exhaustion = std::make_unique<Exhaustion>();
    exhaustion->free(20); // of 256, an eighth is not for connections
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    for (const auto &client : clients)
        QVERIFY(client->connect(m_server->serverPort()));
    for (const auto &client : clients)
        QTRY_VERIFY(client->isClosed());
    QCOMPARE(m_limiter->totals().open, 0u);
    QCOMPARE(m_limiter->totals().refusedOverload, 20u);
    QVERIFY(exhaustion->take() > 10);

    exhaustion->free(60);
    Client next(m_server->serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 1u);
}

void TestAccepting::waitsWithoutAnEventLoop()
{
    bool isTimedOut = false;
    QVERIFY(!m_server->waitForNewConnection(1, &isTimedOut));
    QVERIFY(isTimedOut);
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    const Clients clients = connectClients(m_server->serverPort(), 3);
    for (int i = 0; i < 2; ++i) {
        QVERIFY(m_server->waitForNewConnection(20'000, &isTimedOut));
        QVERIFY(!isTimedOut);
        QVERIFY(m_server->nextPendingConnection());
    }
    QVERIFY(!m_server->waitForNewConnection(1, &isTimedOut));
    QVERIFY(isTimedOut);
    m_server->close();
    QVERIFY(!m_server->waitForNewConnection(1, &isTimedOut));
}

void TestAccepting::changesPlaceAtAnyMoment()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    m_server->setMaxPendingConnections(1000);
    const int descriptors = openDescriptors();
    Clients clients;
    for (int i = 0; i < 300; ++i) {
        clients.push_back(std::make_unique<Client>(m_server->serverPort()));
        m_server->setAcceptMode(AcceptMode(i % 3));
        if (i % 7 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_limiter->totals().open, 300u);
    for (int i = 0; i < 300; ++i) {
        QTRY_VERIFY(m_server->hasPendingConnections());
        QVERIFY(m_server->nextPendingConnection());
    }
    QFETCH_GLOBAL(AcceptMode, mode);
    m_server->setAcceptMode(mode);
    QCOMPARE(m_server->acceptMode(), mode);
    QCOMPARE(m_server->acceptPlace(),
             mode == AcceptMode::Door ? AcceptMode::Door : AcceptMode::EventLoop);
    clients.clear();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    m_server->close();
    m_server.reset();
    QTRY_VERIFY(openDescriptors() <= descriptors);
}

void TestAccepting::pausesWithArrivalsUnderWay()
{
    // Admitted before the pause, announced after it.
    m_server->setMaxPendingConnections(1000);
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    int greeted = 0;
    connect(m_server.get(), &QTcpServer::newConnection, this, [&] {
        if (++greeted == 5)
            m_server->pauseAccepting();
    });
    const Clients clients = connectClients(m_server->serverPort(), 40);
    QTRY_COMPARE(greeted, 5);
    for (int i = 0; i < 10; ++i)
        QCoreApplication::processEvents();
    QCOMPARE(greeted, 5);
    m_server->resumeAccepting();
    QTRY_COMPARE(greeted, 40);
    QCOMPARE(m_limiter->totals().open, 40u);
}

void TestAccepting::doorIsLeftWithArrivalsUnderWay()
{
    m_server->setMaxPendingConnections(1000);
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    m_server->setAcceptMode(AcceptMode::Door);
    const Clients clients = connectClients(m_server->serverPort(), 40);
    while (m_limiter->totals().open < 40) // the door admits while this thread sees nothing of it
        std::this_thread::yield();
    QVERIFY(!m_server->hasPendingConnections());
    m_server->setAcceptMode(AcceptMode::EventLoop);
    QVERIFY(m_server->waitForNewConnection(20'000));
    for (int i = 0; i < 40; ++i) {
        QTRY_VERIFY(m_server->hasPendingConnections());
        QVERIFY(m_server->nextPendingConnection());
    }

    // Closed instead, it takes them with it.
    m_server->setAcceptMode(AcceptMode::Door);
    const Clients more = connectClients(m_server->serverPort(), 10);
    while (m_limiter->totals().open < 50)
        std::this_thread::yield();
    m_server->close();
    QCOMPARE(m_limiter->totals().open, 40u);
    for (const auto &client : more)
        QVERIFY(client->isRefused());
}

void TestAccepting::qtMayAcceptAsWell()
{
    // A program that has only a pointer to QTcpServer resumes Qt's own loop beside ours.
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    m_server->QTcpServer::resumeAccepting();
    const Clients clients = connectClients(m_server->serverPort(), 5);
    QTRY_COMPARE(m_limiter->totals().refused(), 3u);
    QCOMPARE(m_limiter->totals().open, 2u);
}

QTEST_GUILESS_MAIN(TestAccepting)

#include "tst_accepting.moc"
