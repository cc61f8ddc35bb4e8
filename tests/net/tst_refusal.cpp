// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "servertest.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QRegularExpression>
#include <QtCore/QThread>
#include <QtTest/QTest>

#include <chrono>

using namespace ConnLimit;
using namespace std::chrono_literals;

/// What a refused client gets, seen from its side.
class TestRefusal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlaces(); }
    void init();
    void cleanup();

    void closes();
    void resets();
    void replies();
    void repliesToARequestThatIsUnderWay();
    void http429();
    void http429TellsNothing();
    void handlerTakesTheConnection();
    void handlerWithoutAFunction();
    void silentPeersAreLetGo();
    void endlessSenderIsCutOff();
    void drainsABoundedNumber();
    void drainOutlivesTheListener();
    void replyWithoutDraining();
    void policyChangesWhileItRefuses();

private:
    void listen(const Refusal &refusal);
    bool hasRefused(quint64 connections) const
    {
        return runUntil([&] { return m_limiter->totals().refused() == connections; });
    }

    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<LimitedTcpServer> m_server;
    std::unique_ptr<Client> m_admitted;
    int m_descriptors = 0;
};

void TestRefusal::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_descriptors = openDescriptors();
}

void TestRefusal::cleanup()
{
    m_admitted.reset();
    m_server.reset();
    m_limiter.reset();
    compareDescriptors(m_descriptors);
}

/// A server that has admitted one client, and has a place for no other.
void TestRefusal::listen(const Refusal &refusal)
{
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_limiter->setConfig({.maximumConnectionsPerClient = 1});
    m_server = std::make_unique<LimitedTcpServer>(m_limiter.get());
    m_server->setRefusal(refusal);
    QVERIFY(listenInPlace(*m_server));
    m_admitted = std::make_unique<Client>(m_server->serverPort());
    QTRY_COMPARE(m_limiter->totals().open, 1u);
}

void TestRefusal::closes()
{
    listen(Refusal::close());
    Client client(m_server->serverPort());
    QTRY_VERIFY(client.isClosed());
    errno = 0;
    QCOMPARE(client.receive(1), QByteArray());
    QCOMPARE(errno, 0); // an end, not an error
}

void TestRefusal::resets()
{
    listen(Refusal::reset());
    Client client(m_server->serverPort());
    QTRY_VERIFY(client.isClosed());
    Client another(m_server->serverPort());
    QTRY_COMPARE(m_limiter->totals().refused(), 2u);
    errno = 0;
    QCOMPARE(another.receive(1), QByteArray());
    QCOMPARE(errno, ECONNRESET);
}

void TestRefusal::replies()
{
    listen(Refusal::reply("no\n"));
    Client client(m_server->serverPort());
    QTRY_COMPARE(m_limiter->totals().refused(), 1u);
    QCOMPARE(client.receive(100), "no\n");
    QVERIFY(!m_admitted->isClosed());
}

void TestRefusal::repliesToARequestThatIsUnderWay()
{
    listen(Refusal::reply("no\n"));
    for (quint64 i = 1; i <= 100; ++i) {
        Client client(m_server->serverPort());
        QVERIFY(client.send(QByteArray(100'000, 'x')));
        QVERIFY(hasRefused(i));
        QCOMPARE(client.receive(100), "no\n");
    }
}

void TestRefusal::http429()
{
    listen(Refusal::http429(7s));
    Client client(m_server->serverPort());
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTRY_COMPARE(m_limiter->totals().refused(), 1u);
    const QByteArray response = client.receive(10'000);
    const qsizetype end = response.indexOf("\r\n\r\n");
    const QList<QByteArray> lines = response.left(end).replace("\r\n", "\n").split('\n');
    QCOMPARE(lines.value(0), "HTTP/1.1 429 Too Many Requests");
    QVERIFY(lines.contains("Retry-After: 7"));
    QVERIFY(lines.contains("Connection: close"));
    QVERIFY(lines.contains("Content-Length: " + QByteArray::number(response.size() - end - 4)));
}

void TestRefusal::http429TellsNothing()
{
    QCOMPARE(Refusal::http429(-5s).bytes(), Refusal::http429(0s).bytes());
    QVERIFY(Refusal::http429(0s).bytes().contains("\r\nRetry-After: 0\r\n"));
    QVERIFY(Refusal::http429().bytes().contains("\r\nRetry-After: 1\r\n"));
}

void TestRefusal::handlerTakesTheConnection()
{
    QThread *thread = nullptr;
    ClientKey refused;
    Verdict reason = Verdict::Admitted;
    listen(Refusal::handler([&](qintptr descriptor, const ClientKey &client, Verdict verdict) {
        thread = QThread::currentThread();
        refused = client;
        reason = verdict;
        QCOMPARE(::send(int(descriptor), "sorry", 5, MSG_NOSIGNAL), 5);
        ::close(int(descriptor));
    }));
    Client client(m_server->serverPort());
    QTRY_VERIFY(thread);
    QCOMPARE(thread, QThread::currentThread());
    QCOMPARE(refused.toString(), std::string("127.0.0.1"));
    QCOMPARE(reason, Verdict::PerClientLimit);
    QCOMPARE(client.receive(100), "sorry");
    QCOMPARE(m_limiter->totals().open, 1u);
    QCOMPARE(m_limiter->totals().refused(), 1u);
}

void TestRefusal::handlerWithoutAFunction()
{
    QCOMPARE(Refusal::handler({}).kind(), Refusal::Kind::Close);
}

void TestRefusal::silentPeersAreLetGo()
{
    Refusal refusal = Refusal::reply("no\n");
    refusal.setDrainTimeout(20ms);
    listen(refusal);
    const int before = openDescriptors();
    const Clients clients = connectClients(m_server->serverPort(), 20);
    QTRY_COMPARE(m_limiter->totals().refused(), 20u);
    // They neither read nor close: only the server's ends go, and one epoll descriptor stays.
    QTRY_VERIFY(openDescriptors() <= before + 20 + 1);
    for (const auto &client : clients)
        QCOMPARE(client->receive(100), "no\n");
}

void TestRefusal::endlessSenderIsCutOff()
{
    Refusal refusal = Refusal::reply("no\n");
    refusal.setDrainTimeout(1h);
    listen(refusal);
    Client client(m_server->serverPort());
    QTRY_COMPARE(m_limiter->totals().refused(), 1u);
    qint64 sent = 0;
    const QByteArray junk(16 * 1024, 'x');
    while (sent < 100'000'000) {
        const ssize_t took = ::send(client.descriptor(), junk.constData(), std::size_t(junk.size()),
                                    MSG_NOSIGNAL | MSG_DONTWAIT);
        if (took > 0)
            sent += took;
        else if (errno != EAGAIN)
            break; // the server has closed
        QCoreApplication::processEvents();
    }
    QVERIFY2(sent < 100'000'000, qPrintable(QString::number(sent)));
}

void TestRefusal::drainsABoundedNumber()
{
    Refusal refusal = Refusal::reply("no\n");
    refusal.setDrainTimeout(1h);
    refusal.setMaximumDraining(3);
    listen(refusal);
    Clients clients = connectClients(m_server->serverPort(), 5);
    QTRY_COMPARE(m_limiter->totals().refused(), 5u);
    for (std::size_t i = 0; i < 5; ++i)
        QCOMPARE(clients[i]->receive(100), i < 3 ? "no\n" : "");
    // One that closes makes a place.
    clients[0].reset();
    QByteArray got;
    for (quint64 refused = 6; got.isEmpty() && refused < 1000; ++refused) {
        Client next(m_server->serverPort());
        QVERIFY(hasRefused(refused));
        got = next.receive(100);
    }
    QCOMPARE(got, "no\n");
}

void TestRefusal::drainOutlivesTheListener()
{
    listen(Refusal::reply("no\n"));
    Client client(m_server->serverPort());
    QVERIFY(client.send(QByteArray(50'000, 'x')));
    QTRY_COMPARE(m_limiter->totals().refused(), 1u);
    m_server->close();
    QCoreApplication::processEvents();
    QCOMPARE(client.receive(100), "no\n");
    // The other end goes when this one does, with nobody at the door.
    const int before = openDescriptors();
    client.close();
    QTRY_VERIFY(openDescriptors() <= before - 2);
}

void TestRefusal::replyWithoutDraining()
{
    Refusal refusal = Refusal::reply("no\n");
    refusal.setDrainTimeout(0ms);
    listen(refusal);
    Client client(m_server->serverPort());
    QTRY_COMPARE(m_limiter->totals().refused(), 1u);
    QCOMPARE(client.receive(100), "no\n"); // nothing was unread, so nothing was lost
}

void TestRefusal::policyChangesWhileItRefuses()
{
    listen(Refusal::close());
    Clients clients;
    for (quint64 i = 0; i < 60; ++i) {
        m_server->setRefusal(i % 2 ? Refusal::close() : Refusal::reply("no\n"));
        clients.push_back(std::make_unique<Client>(m_server->serverPort()));
        QVERIFY(hasRefused(i + 1));
        QCOMPARE(clients.back()->receive(100), i % 2 ? "" : "no\n");
    }
}

QTEST_GUILESS_MAIN(TestRefusal)

#include "tst_refusal.moc"
