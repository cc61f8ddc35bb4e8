// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "servertest.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <functional>

using namespace ConnLimit;

namespace {

/// Hands what it is given to a function, in place of making sockets.
class HookedServer : public LimitedTcpServer
{
public:
    using LimitedTcpServer::LimitedTcpServer;
    std::function<void(qintptr, Lease)> hook;
    void callHook(qintptr descriptor, Lease lease)
    {
        LimitedTcpServer::admittedConnection(descriptor, std::move(lease));
    }

protected:
    void admittedConnection(qintptr descriptor, Lease lease) override
    {
        hook(descriptor, std::move(lease));
    }
};

} // namespace

/// However a connection ends, exactly one slot is given back.
class TestEnds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlacesAndQtsLoop(); }
    void init();
    void cleanup();

    void connectionEnds_data();
    void connectionEnds();
    void serverIsDestroyedFirst();
    void limiterIsDestroyedFirst();
    void limiterIsDestroyedBeforeItsServer();
    void parentIsDeleted();
    void socketMovesToAnotherThread();
    void worksInAWorkerThread();
    void socketIsDisconnectedFromAll();
    void peerResetsBeforeAccept();
    void admitOfAnUnconnectedSocket();
    void attachToAnUnconnectedSocket();
    void attachOfAnEmptyLease();
    void socketIsUsedAgain();
    void hookDropsItsConnection();
    void hookGetsNoSocket();
    void manyConnections();

private:
    /// A served socket of a new connection, by one of the ways in.
    QTcpSocket *accept(const Client &client);

    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<QSignalSpy> m_released;
    int m_descriptors = 0;
};

void TestEnds::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_descriptors = openDescriptors();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_released
        = std::make_unique<QSignalSpy>(m_limiter.get(), &ConnectionLimiter::connectionReleased);
    auto server = std::make_unique<LimitedTcpServer>(m_limiter.get());
    QVERIFY(listenInPlace(*server));
    m_server = std::move(server);
}

void TestEnds::cleanup()
{
    m_server.reset();
    m_released.reset();
    m_limiter.reset();
    compareDescriptors(m_descriptors);
}

QTcpSocket *TestEnds::accept(const Client &client)
{
    if (!client.isConnected()
        || !QTest::qWaitFor([this] { return m_server->hasPendingConnections(); }))
        return nullptr;
    return m_server->nextPendingConnection();
}

using End = std::function<void(Client &, QTcpSocket *)>;
Q_DECLARE_METATYPE(End)

void TestEnds::connectionEnds_data()
{
    QTest::addColumn<bool>("isStock"); // a plain QTcpServer, with admit()
    QTest::addColumn<End>("end");
    const auto rows = [](const char *name, const End &end) {
        QTest::addRow("LimitedTcpServer, %s", name) << false << end;
        QTest::addRow("QTcpServer and admit(), %s", name) << true << end;
    };
    rows("peer closes", [](Client &client, QTcpSocket *) { client.close(); });
    rows("peer resets", [](Client &client, QTcpSocket *) { client.reset(); });
    rows("peer resets behind data", [](Client &client, QTcpSocket *) {
        client.send("data");
        client.reset();
    });
    rows("peer sends no more", [](Client &client, QTcpSocket *) { client.shutdown(); });
    rows("abort()", [](Client &, QTcpSocket *socket) { socket->abort(); });
    rows("close()", [](Client &, QTcpSocket *socket) { socket->close(); });
    rows("disconnectFromHost()",
         [](Client &, QTcpSocket *socket) { socket->disconnectFromHost(); });
    rows("disconnectFromHost() with data to write", [](Client &, QTcpSocket *socket) {
        socket->write(QByteArray(1000, 'x'));
        socket->disconnectFromHost();
    });
    rows("delete", [](Client &, QTcpSocket *socket) { delete socket; });
    rows("deleteLater()", [](Client &, QTcpSocket *socket) { socket->deleteLater(); });
    rows("abort() and delete", [](Client &, QTcpSocket *socket) {
        socket->abort();
        delete socket;
    });
    rows("peer closes, then delete", [](Client &client, QTcpSocket *socket) {
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        client.close();
    });
}

void TestEnds::connectionEnds()
{
    QFETCH(bool, isStock);
    QFETCH(End, end);
    if (isStock) {
        m_server = std::make_unique<QTcpServer>();
        QVERIFY(m_server->listen(QHostAddress::LocalHost));
    }
    Client other(m_server->serverPort());
    QTcpSocket *otherSocket = accept(other);
    Client client(m_server->serverPort());
    QTcpSocket *socket = accept(client);
    QVERIFY(socket && otherSocket);
    if (isStock) {
        QCOMPARE(m_limiter->admit(otherSocket), Verdict::Admitted);
        QCOMPARE(m_limiter->admit(socket), Verdict::Admitted);
    }
    QCOMPARE(m_limiter->numOpen(QHostAddress::LocalHost), 2u);
    end(client, socket);
    QTRY_COMPARE(m_limiter->numOpen(QHostAddress::LocalHost), 1u);
    QCOMPARE(m_released->size(), 1);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
    QCOMPARE(m_released->size(), 1);
    QCOMPARE(m_limiter->numOpen(QHostAddress::LocalHost), 1u);
}

void TestEnds::serverIsDestroyedFirst()
{
    const Clients clients = connectClients(m_server->serverPort(), 5);
    QTRY_COMPARE(m_limiter->totals().open, 5u);
    QTRY_VERIFY(m_server->hasPendingConnections());
    QVERIFY(m_server->nextPendingConnection()); // one was taken, four are pending, or on their way
    m_server.reset();
    QCOMPARE(m_limiter->totals().open, 0u);
    QCOMPARE(m_released->size(), 5);
}

void TestEnds::limiterIsDestroyedFirst()
{
    Client client(m_server->serverPort());
    QTcpSocket *socket = accept(client);
    const std::shared_ptr<const Limiter> counts = m_limiter->limiter();
    QCOMPARE(counts->totals().open, 1u);
    m_released.reset();
    m_limiter.reset();
    QCOMPARE(counts->totals().open, 1u);
    socket->abort();
    QCOMPARE(counts->totals().open, 0u);
}

void TestEnds::limiterIsDestroyedBeforeItsServer()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    const std::shared_ptr<const Limiter> counts = m_limiter->limiter();
    m_released.reset();
    m_limiter.reset();
    Client first(m_server->serverPort());
    QTRY_COMPARE(counts->totals().open, 1u);
    Client second(m_server->serverPort()); // the last Config still holds
    QTRY_VERIFY(second.isClosed());
    QVERIFY(!first.isClosed());
}

void TestEnds::parentIsDeleted()
{
    Client client(m_server->serverPort());
    QTcpSocket *socket = accept(client);
    auto session = std::make_unique<QObject>();
    socket->setParent(session.get());
    session.reset();
    QCOMPARE(m_limiter->totals().open, 0u);
    QTRY_VERIFY(client.isClosed());
}

void TestEnds::socketMovesToAnotherThread()
{
    QThread thread;
    thread.start();
    Client ends(m_server->serverPort());
    QTcpSocket *first = accept(ends);
    Client stays(m_server->serverPort());
    QTcpSocket *second = accept(stays);
    for (QTcpSocket *socket : {first, second}) {
        socket->setParent(nullptr);
        socket->moveToThread(&thread);
    }
    QSignalSpy gone(first, &QTcpSocket::disconnected);
    ends.close();
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    QTRY_COMPARE(m_released->size(), 1);
    second->deleteLater(); // in its thread
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    QTRY_COMPARE(m_released->size(), 2);
    first->deleteLater();
    thread.quit();
    thread.wait();
}

void TestEnds::worksInAWorkerThread()
{
    QThread thread;
    QObject worker;
    worker.moveToThread(&thread);
    thread.start();
    auto server = std::make_unique<HookedServer>(m_limiter.get());
    server->hook = [&worker](qintptr descriptor, Lease lease) {
        QMetaObject::invokeMethod(&worker,
                                  [&worker, descriptor, lease = std::move(lease)]() mutable {
                                      auto socket = new QTcpSocket(&worker);
                                      socket->setSocketDescriptor(descriptor);
                                      ConnectionLimiter::attach(std::move(lease), socket);
                                  });
    };
    QVERIFY(server->listen(QHostAddress::LocalHost));
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    Client first(server->serverPort());
    Client second(server->serverPort());
    Client third(server->serverPort());
    QTRY_VERIFY(third.isClosed());
    first.close();
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    second.reset();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    QTRY_COMPARE(m_released->size(), 2);
    thread.quit();
    thread.wait();
    qDeleteAll(worker.children());
}

void TestEnds::socketIsDisconnectedFromAll()
{
    // As QWebSocket does: what is left is the destructor.
    Client client(m_server->serverPort());
    QTcpSocket *socket = accept(client);
    socket->disconnect();
    client.close();
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    delete socket;
    QCOMPARE(m_limiter->totals().open, 0u);
    QCOMPARE(m_released->size(), 1);

    // As QSslServer does: only those of the server are cut.
    Client another(m_server->serverPort());
    socket = accept(another);
    socket->disconnect(m_server.get());
    another.close();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
}

void TestEnds::peerResetsBeforeAccept()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 3});
    for (int i = 0; i < 10; ++i)
        Client(m_server->serverPort(), INADDR_LOOPBACK + 1).reset();
    QTRY_COMPARE(m_limiter->totals().admitted + m_limiter->totals().refused(), 10u);
    // Counted for the address that they came from, never for 0.0.0.0. Qt's loop comes to know of
    // the address too late.
    QFETCH_GLOBAL(bool, isQtsLoop);
    QCOMPARE(m_limiter->totals().refusedNoAddress, isQtsLoop ? 10u : 0u);
    m_limiter->limiter()->snapshot([](std::span<const ClientCount> counts) {
        for (const ClientCount &count : counts)
            QVERIFY(count.client == *ClientKey::fromString("127.0.0.2"));
    });
    while (QTcpSocket *socket = m_server->nextPendingConnection())
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QTRY_COMPARE(m_limiter->totals().open, 0u);
}

void TestEnds::admitOfAnUnconnectedSocket()
{
    // A stock QTcpServer hands out sockets whose peer has been gone for long.
    QPointer<QTcpSocket> socket = new QTcpSocket;
    QCOMPARE(m_limiter->admit(socket), Verdict::NoAddress);
    QCOMPARE(m_limiter->totals().open, 0u);
    QTRY_VERIFY(!socket);
}

void TestEnds::attachToAnUnconnectedSocket()
{
    QTcpSocket socket;
    ConnectionLimiter::attach(m_limiter->acquire(QHostAddress::LocalHost).lease, &socket);
    QCOMPARE(m_limiter->totals().open, 0u);
    QVERIFY(socket.children().isEmpty());
}

void TestEnds::attachOfAnEmptyLease()
{
    Client client(m_server->serverPort());
    QTcpSocket *socket = accept(client);
    const qsizetype children = socket->children().size();
    ConnectionLimiter::attach({}, socket);
    QCOMPARE(socket->children().size(), children);
    QCOMPARE(m_limiter->totals().open, 1u);
}

void TestEnds::socketIsUsedAgain()
{
    Client client(m_server->serverPort());
    QTcpSocket *socket = accept(client);
    client.close();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    // Its next connection is none of the limiter's.
    QTcpServer elsewhere;
    QVERIFY(elsewhere.listen(QHostAddress::LocalHost));
    socket->connectToHost(QHostAddress::LocalHost, elsewhere.serverPort());
    QTRY_COMPARE(socket->state(), QAbstractSocket::ConnectedState);
    socket->abort();
    QCOMPARE(m_limiter->totals().open, 0u);
    QCOMPARE(m_released->size(), 1);
}

void TestEnds::hookDropsItsConnection()
{
    auto server = std::make_unique<HookedServer>(m_limiter.get());
    server->hook = [](qintptr descriptor, const Lease &) { ::close(int(descriptor)); };
    QVERIFY(server->listen(QHostAddress::LocalHost));
    Client client(server->serverPort());
    QTRY_VERIFY(client.isClosed());
    QCOMPARE(m_limiter->totals().open, 0u);
    QCOMPARE(m_released->size(), 1);
}

void TestEnds::hookGetsNoSocket()
{
    // A QTcpSocket cannot be made of it: the slot is given back.
    HookedServer server(m_limiter.get());
    const int descriptor = ::dup(0);
    ::close(descriptor);
    server.callHook(descriptor, m_limiter->acquire(QHostAddress::LocalHost).lease);
    QCOMPARE(m_limiter->totals().open, 0u);
    QCOMPARE(m_released->size(), 1);
    QVERIFY(!server.hasPendingConnections());
}

void TestEnds::manyConnections()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 7});
    QFETCH_GLOBAL(bool, isQtsLoop);
    connect(m_server.get(), &QTcpServer::newConnection, this, [this, isQtsLoop] {
        QTcpSocket *socket = m_server->nextPendingConnection();
        if (!socket && isQtsLoop) // which announces a refused connection as well
            return;
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    });
    for (quint32 round = 0; round < 100; ++round) {
        Clients clients;
        for (quint32 i = 0; i < 20; ++i) {
            clients.push_back(
                std::make_unique<Client>(m_server->serverPort(), INADDR_LOOPBACK + round));
            if (i % 3 == 1)
                clients.back()->reset();
            else if (i % 3 == 2)
                clients.back()->send("data");
        }
        QCoreApplication::processEvents();
    }
    // First: with some at the door that are yet to be admitted, none may be open for a moment.
    QTRY_COMPARE(m_limiter->totals().admitted + m_limiter->totals().refused(), 2000u);
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    QTRY_COMPARE(quint64(m_released->size()), m_limiter->totals().admitted);
}

QTEST_GUILESS_MAIN(TestEnds)

#include "tst_ends.moc"
