// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "servertest.h"

#include <connlimit/net/acceptpace_p.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QDeadlineTimer>
#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtTest/QTest>

#include <csignal>
#include <thread>

using namespace ConnLimit;

/// AcceptMode::Automatic: at the door while many are refused, in the event loop otherwise. And what
/// holds for servers whose door opens and closes.
class TestAutomatic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void movesToTheDoorAndBack();
    void movesBackWithoutAnEventLoop();
    void movesForHeadersThatGoWrong();
    void staysForAFewRefusals();
    void staysForAdmissions();
    void serversShareALimiter();
    void signalsDoNoHarm();
    void destroyedAtTheDoor();
    void limiterGoesFirst();

private:
    void flood();
    void sendHeadersThatGoWrong();

    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<LimitedTcpServer> m_server;
    int m_descriptors = 0;
};

void TestAutomatic::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_descriptors = openDescriptors();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    m_server = std::make_unique<LimitedTcpServer>(m_limiter.get());
    QCOMPARE(m_server->acceptMode(), AcceptMode::Automatic);
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
}

void TestAutomatic::cleanup()
{
    m_server.reset();
    m_limiter.reset();
    compareDescriptors(m_descriptors);
}

/// As many refusals as it takes, at once.
void TestAutomatic::flood()
{
    const Client admitted(m_server->serverPort());
    const Clients refused = connectClients(m_server->serverPort(), 100);
    QTRY_COMPARE(m_server->acceptPlace(), AcceptMode::Door);
    QTRY_COMPARE(m_limiter->totals().refused(), 100u);
}

void TestAutomatic::movesToTheDoorAndBack()
{
    flood();
    Client atTheDoor(m_server->serverPort(), INADDR_LOOPBACK + 1);
    QTRY_VERIFY(m_server->hasPendingConnections());
    // It does not wait for the server's thread, which is busy here with waiting for the refusal.
    Client second(m_server->serverPort(), INADDR_LOOPBACK + 1);
    QVERIFY(second.isRefused());
    QTRY_COMPARE_WITH_TIMEOUT(m_server->acceptPlace(), AcceptMode::EventLoop, 30'000);
    Client third(m_server->serverPort(), INADDR_LOOPBACK + 1);
    QTRY_VERIFY(third.isClosed());
    QTRY_COMPARE(m_limiter->totals().open, 1u);
}

/// No event loop runs here: what happens in this thread happens in waitForNewConnection().
void TestAutomatic::movesBackWithoutAnEventLoop()
{
    // One turn opens the door, to a few who do not keep it open.
    const Client admitted(m_server->serverPort());
    const Clients refused = connectClients(m_server->serverPort(), AcceptPace::turn + 8);
    QVERIFY(m_server->waitForNewConnection(20'000));
    QCOMPARE(m_server->acceptPlace(), AcceptMode::Door);
    while (m_limiter->totals().refused() < refused.size())
        std::this_thread::yield();
    delete m_server->nextPendingConnection();
    const Client next(m_server->serverPort(), INADDR_LOOPBACK + 1);
    while (m_limiter->totals().open < 1) // admitted at the door, while this thread is busy
        std::this_thread::yield();
    std::this_thread::sleep_for(AcceptPace::quietPeriod); // which began before
    QVERIFY(m_server->waitForNewConnection(20'000));
    QCOMPARE(m_server->acceptPlace(), AcceptMode::EventLoop);
    delete m_server->nextPendingConnection();
    const Client last(m_server->serverPort(), INADDR_LOOPBACK + 2);
    QVERIFY(m_server->waitForNewConnection(20'000));
}

/// As many as it takes of what is found out only while the rest of a header is awaited.
void TestAutomatic::sendHeadersThatGoWrong()
{
    constexpr int count = int(AcceptPace::pressureRefusals);
    const quint64 refused = m_limiter->totals().refusedBadProxyHeader;
    Clients clients = connectClients(m_server->serverPort(), count);
    for (const auto &client : clients)
        QVERIFY(client->send("PROXY "));
    Client good(m_server->serverPort()); // served when all of them are being read
    QVERIFY(good.send("PROXY UNKNOWN\r\n"));
    QTRY_VERIFY(m_server->hasPendingConnections());
    delete m_server->nextPendingConnection();
    for (const auto &client : clients)
        QVERIFY(client->send("nonsense"));
    QTRY_COMPARE(m_limiter->totals().refusedBadProxyHeader, refused + count);
}

/// The number of the door's thread, by its name; empty while there is none.
static QString doorThread()
{
    const QDir threads(QStringLiteral("/proc/self/task"));
    for (const QString &thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile name(threads.filePath(thread + u"/comm"));
        if (name.open(QIODevice::ReadOnly) && name.readAll().trimmed() == "connlimit-door")
            return thread;
    }
    return {};
}

void TestAutomatic::movesForHeadersThatGoWrong()
{
    m_server->setProxyProtocol({.trusted = {*ClientKey::fromString("127.0.0.1")},
                                .headerTimeout = std::chrono::minutes(1)});
    sendHeadersThatGoWrong();
    QTRY_COMPARE(m_server->acceptPlace(), AcceptMode::Door);
    // They keep it there, too, longer than it stays when it is quiet.
    const QString thread = doorThread();
    QVERIFY(!thread.isEmpty());
    const QDeadlineTimer end(AcceptPace::quietPeriod + AcceptPace::pressurePeriod);
    while (!end.hasExpired()) {
        sendHeadersThatGoWrong();
        QCOMPARE(doorThread(), thread); // not another one, that was opened again
    }
}

void TestAutomatic::staysForAFewRefusals()
{
    const Client admitted(m_server->serverPort());
    const Clients refused
        = connectClients(m_server->serverPort(), int(AcceptPace::pressureRefusals) - 1);
    QTRY_COMPARE(m_limiter->totals().refused(), AcceptPace::pressureRefusals - 1);
    QCOMPARE(m_server->acceptPlace(), AcceptMode::EventLoop);
}

void TestAutomatic::staysForAdmissions()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    m_server->setMaxPendingConnections(1000);
    const Clients admitted = connectClients(m_server->serverPort(), 300);
    QTRY_COMPARE(m_limiter->totals().open, 300u);
    QCOMPARE(m_server->acceptPlace(), AcceptMode::EventLoop);
}

void TestAutomatic::serversShareALimiter()
{
    // Three servers, one of them in a thread of its own, in all modes: the limit is one.
    m_limiter->setConfig({.maximumConnectionsPerClient = 10});
    LimitedTcpServer door(m_limiter.get());
    door.setAcceptMode(AcceptMode::Door);
    QVERIFY(door.listen(QHostAddress::LocalHost));
    QThread thread;
    auto elsewhere = std::make_unique<LimitedTcpServer>(m_limiter.get());
    QVERIFY(elsewhere->listen(QHostAddress::LocalHost));
    elsewhere->moveToThread(&thread);
    thread.start();
    Clients clients;
    for (int i = 0; i < 30; ++i) {
        for (const quint16 port :
             {m_server->serverPort(), door.serverPort(), elsewhere->serverPort()})
            clients.push_back(std::make_unique<Client>(port));
    }
    QTRY_COMPARE(m_limiter->totals().refused(), 80u);
    QCOMPARE(m_limiter->totals().open, 10u);
    QMetaObject::invokeMethod(
        elsewhere.get(), [&] { elsewhere.reset(); }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
}

void TestAutomatic::signalsDoNoHarm()
{
    // Every system call may end with EINTR.
    struct sigaction action
    {};
    struct sigaction before
    {};
    action.sa_handler = [](int) {};
    ::sigaction(SIGUSR1, &action, &before);
    sigset_t storming;
    ::sigemptyset(&storming);
    ::sigaddset(&storming, SIGUSR1);
    std::atomic<bool> isDone = false;
    std::thread storm([&] {
        while (!isDone) {
            ::kill(::getpid(), SIGUSR1);
            std::this_thread::yield();
        }
    });
    m_limiter->setConfig({.maximumConnectionsPerClient = 0});
    int served = 0;
    connect(m_server.get(), &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = m_server->nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        ++served;
    });
    for (int i = 0; i < 200; ++i) {
        m_server->setAcceptMode(i % 2 ? AcceptMode::Door : AcceptMode::EventLoop);
        ::pthread_sigmask(SIG_BLOCK, &storming, nullptr); // this side is not what is tested
        const Client client(m_server->serverPort());
        ::pthread_sigmask(SIG_UNBLOCK, &storming, nullptr);
        QVERIFY(runUntil([&] { return served == i + 1; }));
    }
    isDone = true;
    storm.join();
    ::sigaction(SIGUSR1, &before, nullptr);
    QTRY_COMPARE(m_limiter->totals().open, 0u);
}

void TestAutomatic::destroyedAtTheDoor()
{
    flood();
    Client client(m_server->serverPort(), INADDR_LOOPBACK + 1);
    m_server.reset();
    QCOMPARE(m_limiter->totals().open, 0u);
    QVERIFY(client.isRefused());
}

void TestAutomatic::limiterGoesFirst()
{
    m_server->setAcceptMode(AcceptMode::Door);
    const std::shared_ptr<const Limiter> counts = m_limiter->limiter();
    m_limiter.reset();
    Client first(m_server->serverPort());
    QTRY_COMPARE(counts->totals().open, 1u);
    Client second(m_server->serverPort()); // the last Config still holds
    QVERIFY(second.isRefused());
}

QTEST_GUILESS_MAIN(TestAutomatic)

#include "tst_automatic.moc"
