// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "registrytest.h"

#include <connlimit/net/limitedsslserver.h>

#include <QtCore/QThread>

#include <atomic>
#include <thread>

using namespace ConnLimit;

/// How the connections that a ConnectionRegistry knows are ended.
class TestDisconnecting : public RegistryTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlacesAndQtsLoop(); }
    void initTestCase() { startQtsThread(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void endsOne();
    void endsAll();
    void tellsEachOnce();
    void inTheMidstOfAHandshake();
    void missesWhoHasEnded();
    void followsToAnotherThread();
    void whoHearsOfItMayDeleteOthers();
    void serverGoesFirst();
    void limiterGoesFirst();
    void whileConnectionsComeAndGo();
};

void TestDisconnecting::endsOne()
{
    const Clients clients = connectClients(m_server->serverPort(), 3);
    QTRY_COMPARE(list().known, 3u);
    const quint64 second = list().connections[1].id;
    QCOMPARE(registry().disconnect(key("127.0.0.2"), second), 0u); // not one of that client
    QCOMPARE(registry().disconnect(home, second + 100), 0u);
    QCOMPARE(registry().disconnect(home, second), 1u);
    QTRY_VERIFY(clients[1]->isClosed());
    QCOMPARE(list().known, 2u);
    QVERIFY(!clients[0]->isClosed() && !clients[2]->isClosed());
    QCOMPARE(m_limiter->numOpen(QHostAddress(QHostAddress::LocalHost)), 2u);
    QCOMPARE(registry().disconnect(home, second), 0u);
}

void TestDisconnecting::endsAll()
{
    const Clients clients = connectClients(m_server->serverPort(), 100);
    Client other(m_server->serverPort(), INADDR_LOOPBACK + 1);
    QTRY_COMPARE(list(key("127.0.0.0/8")).known, 101u);
    QCOMPARE(registry().disconnect(home), 100u);
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    for (const auto &client : clients)
        QVERIFY(client->isRefused());
    QVERIFY(!other.isClosed());
}

/// Counts the calls that are queued for a socket and its children.
class CallCounter : public QObject
{
public:
    explicit CallCounter(const QObject *socket)
        : m_socket(socket)
    {
        QCoreApplication::instance()->installEventFilter(this);
    }
    int count() const { return m_count; }

    bool eventFilter(QObject *receiver, QEvent *event) override
    {
        const bool isIts = receiver == m_socket || receiver->parent() == m_socket;
        m_count += isIts && event->type() == QEvent::MetaCall;
        return false;
    }

private:
    const QObject *const m_socket;
    int m_count = 0;
};

void TestDisconnecting::tellsEachOnce()
{
    const Client client(m_server->serverPort());
    QTcpSocket *const socket = accept(*m_server);
    const CallCounter calls(socket);
    for (int i = 0; i < 10; ++i) // before its thread gets to any of them
        QCOMPARE(registry().disconnect(home), 1u);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(calls.count(), 1);
    QCOMPARE(list().known, 0u);

    // The same socket with another connection is told again.
    QTcpServer elsewhere;
    QVERIFY(elsewhere.listen(QHostAddress::LocalHost));
    socket->connectToHost(QHostAddress::LocalHost, elsewhere.serverPort());
    QVERIFY(socket->waitForConnected());
    ConnectionLimiter::attach(m_limiter->acquire(socket->peerAddress()).lease, socket);
    QCOMPARE(registry().disconnect(home), 1u);
    QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    delete socket;
}

void TestDisconnecting::inTheMidstOfAHandshake()
{
    LimitedSslServer server(m_limiter.get());
    server.setMaximumHandshakesPerClient(1);
    server.setHandshakeTimeout(3'600'000);
    QVERIFY(listenInPlace(server));
    for (int i = 0; i < 5; ++i) {
        const Client silent(server.serverPort());
        QTRY_COMPARE(list().known, 1u);
        QCOMPARE(registry().disconnect(home), 1u);
        QTRY_COMPARE(list().known, 0u);
    }
    QCOMPARE(m_limiter->totals().refused(), 0u); // the slot of its handshake is free as well
}

void TestDisconnecting::missesWhoHasEnded()
{
    QTcpServer elsewhere;
    QVERIFY(elsewhere.listen(QHostAddress::LocalHost));
    for (const bool isOurs : {true, false}) {
        QTcpServer stock;
        QVERIFY(stock.listen(QHostAddress::LocalHost));
        Client client(isOurs ? m_server->serverPort() : stock.serverPort());
        QTcpSocket *const socket = isOurs ? accept(*m_server) : accept(stock);
        if (!isOurs)
            QCOMPARE(m_limiter->admit(socket), Verdict::Admitted);
        QCOMPARE(registry().disconnect(home), 1u);
        // Before it gets there, the connection ends, and the socket has another one.
        socket->abort();
        QCOMPARE(list().known, 0u);
        socket->connectToHost(QHostAddress::LocalHost, elsewhere.serverPort());
        QVERIFY(socket->waitForConnected());
        ConnectionLimiter::attach(m_limiter->acquire(socket->peerAddress()).lease, socket);
        QCOMPARE(list().known, 1u);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(socket->state(), QAbstractSocket::ConnectedState);
        QCOMPARE(registry().disconnect(home), 1u);
        QTRY_COMPARE(socket->state(), QAbstractSocket::UnconnectedState);
        delete socket;
    }
    // And one that is gone altogether.
    Client client(m_server->serverPort());
    QTcpSocket *const socket = accept(*m_server);
    QCOMPARE(registry().disconnect(home), 1u);
    delete socket;
    QCoreApplication::sendPostedEvents();
    QCOMPARE(list().known, 0u);
}

void TestDisconnecting::followsToAnotherThread()
{
    Client client(m_server->serverPort());
    QTcpSocket *const socket = accept(*m_server);
    socket->setParent(nullptr);
    std::atomic<QThread *> endedIn = nullptr;
    connect(socket, &QTcpSocket::disconnected, socket, [&endedIn, socket] {
        endedIn = QThread::currentThread();
        socket->deleteLater();
    });
    QCOMPARE(registry().disconnect(home), 1u);
    QThread worker;
    socket->moveToThread(&worker); // with what is on its way to it
    worker.start();
    QTRY_COMPARE(endedIn.load(), &worker);
    worker.quit();
    QVERIFY(worker.wait());
    QVERIFY(client.isRefused());
}

void TestDisconnecting::whoHearsOfItMayDeleteOthers()
{
    const Clients clients = connectClients(m_server->serverPort(), 5);
    std::vector<QTcpSocket *> sockets;
    for (int i = 0; i < 5; ++i) {
        QTcpSocket *const socket = sockets.emplace_back(accept(*m_server));
        connect(socket, &QTcpSocket::disconnected, this, [&sockets, socket] {
            for (QTcpSocket *const other : std::exchange(sockets, {})) {
                if (other == socket)
                    socket->deleteLater();
                else
                    delete other;
            }
        });
    }
    QCOMPARE(registry().disconnect(home), 5u);
    QTRY_COMPARE(list().known, 0u);
    QCOMPARE(m_limiter->totals().open, 0u);
    QVERIFY(sockets.empty());
}

void TestDisconnecting::serverGoesFirst()
{
    const Clients clients = connectClients(m_server->serverPort(), 5);
    QTRY_COMPARE(list().known, 5u);
    QTcpSocket *const kept = accept(*m_server);
    kept->setParent(nullptr);
    QCOMPARE(registry().disconnect(home), 5u); // which four of them do not live to see
    m_server.reset();
    QCOMPARE(list().known, 1u);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(list().known, 0u);
    QCOMPARE(kept->state(), QAbstractSocket::UnconnectedState);
    delete kept;
}

void TestDisconnecting::limiterGoesFirst()
{
    const Clients clients = connectClients(m_server->serverPort(), 3);
    QTRY_COMPARE(list().known, 3u);
    QTcpSocket *const kept = accept(*m_server);
    kept->setParent(nullptr);
    m_limiter.reset();
    QCOMPARE(list().known, 3u); // the server and we still have the gate
    const std::weak_ptr<LimiterGate> gate = std::exchange(m_gate, nullptr);
    m_server.reset();
    QVERIFY(gate.expired());
    kept->abort(); // its lease has kept the list
    delete kept;
    m_limiter = std::make_unique<ConnectionLimiter>(); // for cleanup()
    m_gate = m_limiter->gate();
}

void TestDisconnecting::whileConnectionsComeAndGo()
{
    std::atomic<bool> isDone = false;
    std::atomic<quint64> ended = 0;
    quint64 looks = 0;
    quint64 newest = 0;
    bool isRising = true;
    std::thread operatorThread([&] {
        while (!isDone) {
            const ConnectionList known = list(looks % 2 == 0 ? home : key("127.0.0.0/8"), 10);
            quint64 last = 0;
            for (const ConnectionInfo &connection : known.connections) {
                isRising = isRising && connection.id > std::exchange(last, connection.id);
                newest = std::max(newest, connection.id);
            }
            if (!known.connections.isEmpty() && looks % 3 == 0)
                ended += registry().disconnect(home, known.connections.last().id);
            else if (looks % 17 == 0)
                ended += registry().disconnect(key("127.0.0.0/8"));
            ++looks;
        }
    });
    connect(m_server.get(), &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *const socket = m_server->nextPendingConnection())
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    });
    quint64 connected = 0;
    for (int wave = 0; wave < 20 || ended < 20; ++wave) {
        Clients clients;
        for (quint32 i = 0; i < 20; ++i, ++connected)
            clients.push_back(std::make_unique<Client>(m_server->serverPort(),
                                                       INADDR_LOOPBACK + (wave % 2) * (i % 5)));
        QVERIFY(runUntil([&] { return m_limiter->totals().admitted == connected; }));
        for (std::size_t i = 0; i < clients.size(); i += 3)
            clients[i]->reset();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    isDone = true;
    operatorThread.join();
    QVERIFY(isRising);
    QVERIFY(newest <= connected);
    QCOMPARE(list(key("0.0.0.0/0")).known, 0u);
}

QTEST_GUILESS_MAIN(TestDisconnecting)

#include "tst_disconnecting.moc"
