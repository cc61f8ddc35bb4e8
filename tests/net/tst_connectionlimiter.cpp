// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "client.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>
#include <QtCore/QScopeGuard>
#include <QtCore/QSemaphore>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace ConnLimit;

namespace {

/// Runs a function in a thread of its own, to its end.
template<class Function>
void inThread(Function function)
{
    const std::unique_ptr<QThread> thread(QThread::create(function));
    thread->start();
    thread->wait();
}

} // namespace

/// The façade: its signals, its thread, and limits that several servers share.
class TestConnectionLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void tellsOfConnections();
    void tellsInItsOwnThread();
    void isSilentWhileNobodyListens();
    void receiversComeAndGo();
    void receiverConnectsFromAnotherThread();
    void isDestroyedWhileOthersCount();
    void isDestroyedWhileAReceiverIs();
    void tellsOfChanges();
    void refusesAnInvalidConfig();
    void statisticsAreCoalesced();
    void admitsAndRefusesSockets();
    void serversShareALimiter();
    void serversInThreadsShareALimiter();
    void listenerOfBothFamilies();
    void configFromAnotherThread();

private:
    /// A connection that is admitted and ends at once.
    void comeAndGo() { const Admission admission = m_limiter->acquire(m_localHost); }

    const QHostAddress m_localHost{QHostAddress::LocalHost};
    std::unique_ptr<ConnectionLimiter> m_limiter;
};

void TestConnectionLimiter::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_limiter = std::make_unique<ConnectionLimiter>();
}

void TestConnectionLimiter::tellsOfConnections()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1, .maximumConnections = 2});
    QSignalSpy admitted(m_limiter.get(), &ConnectionLimiter::connectionAdmitted);
    QSignalSpy released(m_limiter.get(), &ConnectionLimiter::connectionReleased);
    QSignalSpy refused(m_limiter.get(), &ConnectionLimiter::connectionRefused);
    const auto client = [](const QSignalSpy &spy, int i) {
        return QString::fromStdString(spy[i][0].value<ClientKey>().toString());
    };
    Admission first = m_limiter->acquire(m_localHost);
    QCOMPARE(admitted.size(), 1); // at once: it is this thread
    QCOMPARE(client(admitted, 0), QStringLiteral("127.0.0.1"));
    const Admission second = m_limiter->acquire(m_localHost);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(client(refused, 0), QStringLiteral("127.0.0.1"));
    QCOMPARE(refused[0][1].value<Verdict>(), Verdict::PerClientLimit);
    const Admission other = m_limiter->acquire(QHostAddress(QStringLiteral("2001:db8::1")));
    QCOMPARE(client(admitted, 1), QStringLiteral("2001:db8::/64"));
    QVERIFY(!m_limiter->acquire(QHostAddress(QStringLiteral("192.0.2.1"))).isAdmitted());
    QCOMPARE(refused[1][1].value<Verdict>(), Verdict::TotalLimit);
    QVERIFY(!m_limiter->acquire(QHostAddress()).isAdmitted());
    QCOMPARE(refused[2][1].value<Verdict>(), Verdict::NoAddress);
    QCOMPARE(client(refused, 2), QString());
    QCOMPARE(released.size(), 0);
    first.lease.release();
    first.lease.release();
    QCOMPARE(released.size(), 1);
    QCOMPARE(client(released, 0), QStringLiteral("127.0.0.1"));
}

void TestConnectionLimiter::tellsInItsOwnThread()
{
    QList<QThread *> threads;
    const auto note = [&threads] { threads.append(QThread::currentThread()); };
    connect(m_limiter.get(), &ConnectionLimiter::connectionAdmitted,
            note); // no context: where it is emitted
    connect(m_limiter.get(), &ConnectionLimiter::connectionReleased, note);
    connect(m_limiter.get(), &ConnectionLimiter::configChanged, note);
    inThread([this] {
        comeAndGo();
        m_limiter->setConfig({.maximumConnectionsPerClient = 9});
    });
    QCOMPARE(threads.size(), 0);
    QTRY_COMPARE(threads.size(), 3);
    QCOMPARE(threads, QList<QThread *>(3, QThread::currentThread()));
}

void TestConnectionLimiter::isSilentWhileNobodyListens()
{
    // What nobody listens to is not even queued.
    inThread([this] { comeAndGo(); });
    QSignalSpy admitted(m_limiter.get(), &ConnectionLimiter::connectionAdmitted);
    QSignalSpy released(m_limiter.get(), &ConnectionLimiter::connectionReleased);
    QCoreApplication::processEvents();
    QCOMPARE(admitted.size() + released.size(), 0);
}

void TestConnectionLimiter::receiversComeAndGo()
{
    int count = 0;
    const auto connection = connect(m_limiter.get(), &ConnectionLimiter::connectionAdmitted, this,
                                    [&count] { ++count; });
    comeAndGo();
    QCOMPARE(count, 1);
    disconnect(connection);
    comeAndGo();
    QCOMPARE(count, 1);
    {
        QObject receiver;
        connect(m_limiter.get(), &ConnectionLimiter::connectionAdmitted, &receiver,
                [&count] { ++count; });
        connect(m_limiter.get(), &ConnectionLimiter::connectionAdmitted, &receiver,
                [&count] { ++count; });
        comeAndGo();
        QCOMPARE(count, 3);
    }
    comeAndGo();
    QCOMPARE(count, 3);
    connect(m_limiter.get(), &ConnectionLimiter::connectionAdmitted, this, [&count] { ++count; });
    comeAndGo();
    QCOMPARE(count, 4);
    m_limiter->disconnect();
    comeAndGo();
    QCOMPARE(count, 4);
}

void TestConnectionLimiter::receiverConnectsFromAnotherThread()
{
    int count = 0;
    QSignalSpy statistics(m_limiter.get(), &ConnectionLimiter::configChanged); // something else
    inThread([&] {
        connect(m_limiter.get(), &ConnectionLimiter::connectionAdmitted, this,
                [&count] { ++count; });
        connect(m_limiter.get(), &ConnectionLimiter::statisticsChanged, this,
                [&count] { count += 100; });
    });
    m_limiter->setStatisticsInterval(std::chrono::milliseconds(1));
    QCoreApplication::processEvents(); // the timer is started in the limiter's thread
    comeAndGo();
    QCOMPARE(count, 1);
    QTRY_COMPARE(count, 101);
}

void TestConnectionLimiter::isDestroyedWhileOthersCount()
{
    for (int round = 0; round < 50; ++round) {
        auto limiter = std::make_unique<ConnectionLimiter>();
        QSignalSpy released(limiter.get(), &ConnectionLimiter::connectionReleased);
        std::vector<Lease> leases;
        for (int i = 0; i < 200; ++i)
            leases.push_back(limiter->acquire(m_localHost).lease);
        const std::shared_ptr<const Limiter> counts = limiter->limiter();
        const std::unique_ptr<QThread> thread(QThread::create([&leases] { leases.clear(); }));
        thread->start();
        limiter.reset();
        thread->wait();
        QCOMPARE(counts->totals().open, 0u);
    }
}

void TestConnectionLimiter::isDestroyedWhileAReceiverIs()
{
    static QSemaphore isUnderWay;
    static QSemaphore mayGoOn;
    class SlowLimiter : public ConnectionLimiter
    {
    protected:
        void disconnectNotify(const QMetaMethod &signal) override
        {
            isUnderWay.release();
            mayGoOn.acquire();
            ConnectionLimiter::disconnectNotify(signal);
        }
    };
    auto limiter = std::make_unique<SlowLimiter>();
    const std::weak_ptr<LimiterGate> gate = limiter->gate(); // its own
    auto receiver = std::make_unique<QObject>();
    connect(limiter.get(), &ConnectionLimiter::connectionRefused, receiver.get(), [] {});
    const std::unique_ptr<QThread> thread(QThread::create([&receiver] { receiver.reset(); }));
    thread->start();
    isUnderWay.acquire();
    const QString here = QFileInfo(QStringLiteral("/proc/thread-self")).canonicalFilePath();
    QSemaphore isEnding;
    bool isWhole = false;
    const std::unique_ptr<QThread> observer(QThread::create([&] {
        isEnding.acquire();
        for (QByteArray state; !state.contains(") S "); QThread::yieldCurrentThread()) {
            QFile stat(here + u"/stat");
            if (stat.open(QIODevice::ReadOnly))
                state = stat.readAll();
        }
        isWhole = !gate.expired(); // while its destructor waits
        mayGoOn.release();
    }));
    observer->start();
    isEnding.release();
    limiter.reset();
    QVERIFY(thread->wait());
    QVERIFY(observer->wait());
    QVERIFY(isWhole);
}

void TestConnectionLimiter::tellsOfChanges()
{
    QSignalSpy changed(m_limiter.get(), &ConnectionLimiter::configChanged);
    QVERIFY(m_limiter->setConfig({.maximumConnectionsPerClient = 5}).isApplied());
    QCOMPARE(changed.size(), 1);
    QVERIFY(m_limiter->setConfig({.maximumConnectionsPerClient = 5}).isApplied()); // no change
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_limiter->setConfig({.maximumConnectionsPerClient = 6}, 1).outcome,
             ConfigChange::Outcome::Conflict);
    QCOMPARE(changed.size(), 1);
    QVERIFY(m_limiter->setConfig({.maximumConnectionsPerClient = 6}, 2).isApplied());
    QCOMPARE(changed.size(), 2);
    QCOMPARE(m_limiter->config().maximumConnectionsPerClient, 6u);
    QCOMPARE(m_limiter->configRevision().revision, 3u);

    // From another thread: many at once are one piece of news, and so is the next.
    for (int round = 1; round <= 2; ++round) {
        inThread([this] {
            for (quint32 limit = 10; limit < 1000; ++limit)
                m_limiter->setConfig({.maximumConnectionsPerClient = limit});
        });
        QTRY_COMPARE(changed.size(), 2 + round);
        QCoreApplication::processEvents();
        QCOMPARE(changed.size(), 2 + round);
    }
}

void TestConnectionLimiter::refusesAnInvalidConfig()
{
    QSignalSpy changed(m_limiter.get(), &ConnectionLimiter::configChanged);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral(
                                           "ipv4PrefixLength: must be 1 to 32, not 33")));
    const ConfigChange change
        = m_limiter->setConfig({.maximumConnectionsPerClient = 1, .ipv4PrefixLength = 33});
    QCOMPARE(change.outcome, ConfigChange::Outcome::Invalid);
    QCOMPARE(change.error.field, "ipv4PrefixLength");
    QVERIFY(m_limiter->config() == Config());
    QCOMPARE(changed.size(), 0);
}

void TestConnectionLimiter::statisticsAreCoalesced()
{
    m_limiter->setStatisticsInterval(std::chrono::milliseconds(1));
    QCOMPARE(m_limiter->statisticsInterval(), std::chrono::milliseconds(1));
    QSignalSpy statistics(m_limiter.get(), &ConnectionLimiter::statisticsChanged);
    for (int i = 0; i < 10'000; ++i)
        comeAndGo();
    QCOMPARE(statistics.size(), 0); // by the timer, not by the connection
    QTRY_COMPARE(statistics.size(), 1);
    // Nothing has changed since: another timer of the same pace is ahead by far, and there is no
    // news.
    QTimer pace;
    QSignalSpy ticks(&pace, &QTimer::timeout);
    pace.start(2);
    QTRY_VERIFY(ticks.size() >= 10);
    QCOMPARE(statistics.size(), 1);
    comeAndGo();
    QTRY_COMPARE(statistics.size(), 2);
}

void TestConnectionLimiter::admitsAndRefusesSockets()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    QTcpServer server;
    QVERIFY(server.listen(m_localHost));
    QList<Verdict> verdicts;
    QPointer<QTcpSocket> refused;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        verdicts.append(m_limiter->admit(socket));
        if (verdicts.constLast() != Verdict::Admitted)
            refused = socket;
    });
    Client first(server.serverPort());
    QTRY_COMPARE(verdicts.size(), 1);
    Client second(server.serverPort());
    QTRY_VERIFY(second.isClosed());
    QCOMPARE(verdicts, QList<Verdict>({Verdict::Admitted, Verdict::PerClientLimit}));
    QTRY_VERIFY(!refused); // deleted for the caller
    QVERIFY(!first.isClosed());
    first.close();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    Client third(server.serverPort());
    QTRY_COMPARE(verdicts.size(), 3);
    QCOMPARE(verdicts[2], Verdict::Admitted);
}

void TestConnectionLimiter::serversShareALimiter()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    LimitedTcpServer one(m_limiter.get());
    LimitedTcpServer two(m_limiter.get());
    QVERIFY(one.listen(m_localHost) && two.listen(m_localHost));
    Client first(one.serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 1u);
    Client second(two.serverPort());
    QTRY_VERIFY(second.isClosed());
    first.close();
    QTRY_COMPARE(m_limiter->totals().open, 0u);
    Client third(two.serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 1u);
}

void TestConnectionLimiter::serversInThreadsShareALimiter()
{
    constexpr quint64 limit = 10;
    m_limiter->setConfig({.maximumConnectionsPerClient = limit});
    QThread threads[2];
    std::unique_ptr<LimitedTcpServer> servers[2];
    for (int i = 0; i < 2; ++i) {
        servers[i] = std::make_unique<LimitedTcpServer>(m_limiter.get());
        servers[i]->setMaxPendingConnections(1000);
        QVERIFY(servers[i]->listen(m_localHost));
        servers[i]->moveToThread(&threads[i]);
        threads[i].start();
    }
    Clients clients;
    for (int i = 0; i < 100; ++i)
        clients.push_back(std::make_unique<Client>(servers[i % 2]->serverPort()));
    QTRY_COMPARE(m_limiter->totals().refusedPerClientLimit, 100 - limit);
    QCOMPARE(m_limiter->totals().open, limit);
    for (int i = 0; i < 2; ++i) {
        QMetaObject::invokeMethod(
            servers[i].get(), [&servers, i] { servers[i].reset(); }, Qt::BlockingQueuedConnection);
        threads[i].quit();
        threads[i].wait();
    }
    QCOMPARE(m_limiter->totals().open, 0u);
}

void TestConnectionLimiter::listenerOfBothFamilies()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    LimitedTcpServer ipv4(m_limiter.get());
    LimitedTcpServer both(m_limiter.get());
    QVERIFY(ipv4.listen(m_localHost));
    QVERIFY(both.listen(QHostAddress::Any));
    Client first(both.serverPort());
    QTRY_COMPARE(m_limiter->numOpen(m_localHost), 1u);
    Client second(ipv4.serverPort());
    QTRY_VERIFY(second.isClosed());
    QCOMPARE(m_limiter->totals().clients, 1u);
}

void TestConnectionLimiter::configFromAnotherThread()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 5});
    LimitedTcpServer server(m_limiter.get());
    QVERIFY(server.listen(m_localHost));
    std::atomic<bool> isDone = false;
    const std::unique_ptr<QThread> changer(QThread::create([&] {
        while (!isDone) {
            m_limiter->setConfig({.maximumConnectionsPerClient = 6});
            m_limiter->setConfig({.maximumConnectionsPerClient = 5});
        }
    }));
    changer->start();
    const auto end = qScopeGuard([&] {
        isDone = true;
        changer->wait();
    });
    const Clients clients = connectClients(server.serverPort(), 100);
    QTRY_COMPARE(m_limiter->totals().admitted + m_limiter->totals().refused(), 100u);
    const quint64 open = m_limiter->totals().open;
    QVERIFY2(open == 5 || open == 6, qPrintable(QString::number(open)));
}

QTEST_GUILESS_MAIN(TestConnectionLimiter)

#include "tst_connectionlimiter.moc"
