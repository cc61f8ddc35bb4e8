// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

#include <algorithm>

/// A server under attack: those who are served stay served, and operators are answered.
class TestFloods : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_server = std::make_unique<Server>(); }
    void attackFromOneAddress();
    void descriptorsRunOut();
    void stoppedAndContinued();
    void peersThatResetWhileTheyAreAnswered();

private:
    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
    rlim_t m_descriptorLimit = 0;
};

void TestFloods::initTestCase()
{
    rlimit limits{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limits), 0);
    limits.rlim_cur = limits.rlim_max;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limits), 0);
    m_descriptorLimit = limits.rlim_max;
}

void TestFloods::attackFromOneAddress()
{
    constexpr quint32 attacker = 0x7f7f0001;
    constexpr int attempts = 50'000;
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("100")}));
    const auto few = servedClients(m_server->port(), 100, attacker); // at its limit
    QCOMPARE(few.size(), 100u);

    // 9,000 others, or as many as this system lets two processes hold.
    const int held = int(std::min<rlim_t>(9'000, m_descriptorLimit - 400));
    Clients others;
    for (int i = 0; i < held; ++i)
        others.push_back(std::make_unique<Client>(m_server->port(), 0x7f100000 + quint32(i) / 90));
    QTRY_COMPARE_WITH_TIMEOUT(totals(QStringLiteral("open")), held + 100, 60'000);

    for (int i = 0; i < attempts; i += 100) {
        Clients inFlight;
        for (int n = 0; n < 100; ++n)
            inFlight.push_back(std::make_unique<Client>(m_server->port(), attacker));
        QVERIFY(others[std::size_t(i) % others.size()]->isServed()); // meanwhile
        for (const auto &attempt : inFlight)
            QVERIFY(attempt->isConnected() && attempt->isRefused());
        if (i % 10'000 == 0)
            QCOMPARE(totals(QStringLiteral("open")), held + 100);
    }
    QCOMPARE(totals(QStringLiteral("refusedPerClientLimit")), attempts);
    QCOMPARE(totals(QStringLiteral("open")), held + 100);
    QVERIFY(Client(m_server->port(), attacker + 1).isServed());
    for (std::size_t i = 0; i < others.size(); ++i) {
        // Not each: every answer makes Qt poll all 9,000.
        QVERIFY(i % 20 == 0 ? others[i]->isServed() : !others[i]->isClosed());
    }
    others.clear();
    QTRY_COMPARE_WITH_TIMEOUT(totals(QStringLiteral("open")), 100, 60'000);
}

void TestFloods::descriptorsRunOut()
{
    m_server->setDescriptorLimit(64);
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("0")}));
    const int before = m_server->openDescriptors();
    Clients clients;
    for (int i = 0; i < 500; ++i) {
        clients.push_back(std::make_unique<Client>(m_server->port()));
        QVERIFY(clients.back()->isConnected());
        if (i % 100 == 99) // operators are answered all the while
            QVERIFY(totals(QStringLiteral("open")) > 20);
    }
    // Nobody is left hanging: each is served, or closed.
    int served = 0;
    for (auto &client : clients) {
        if (client->isServed())
            ++served;
        else
            QVERIFY(client->isRefused());
    }
    QVERIFY2(served > 20 && served < 64, qPrintable(QString::number(served)));
    QCOMPARE(totals(QStringLiteral("open")), served);
    QCOMPARE(totals(QStringLiteral("refusedOverload")), 500 - served);
    QVERIFY(Client(m_server->port()).isRefused());

    clients.clear();
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QTRY_VERIFY(Client(m_server->port()).isServed()); // by itself
    QTRY_COMPARE_WITH_TIMEOUT(m_server->openDescriptors(), before, 30'000);
}

void TestFloods::stoppedAndContinued()
{
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("5")}));
    const auto pid = pid_t(m_server->process().processId());
    for (int round = 0; round < 20; ++round) {
        QCOMPARE(::kill(pid, SIGSTOP), 0);
        Clients clients;
        for (int i = 0; i < 20; ++i) {
            clients.push_back(std::make_unique<Client>(m_server->port()));
            if (i % 4 == 0)
                clients.back()->reset();
            else if (i % 4 == 1)
                clients.back()->shutdown();
        }
        QCOMPARE(::kill(pid, SIGCONT), 0);
        for (auto &client : clients) {
            if (client->descriptor() != -1)
                client->close();
        }
        QTRY_COMPARE(totals(QStringLiteral("admitted")) + totals(QStringLiteral("refused")),
                     20 * (round + 1));
    }
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QVERIFY(Client(m_server->port()).isServed());
}

void TestFloods::peersThatResetWhileTheyAreAnswered()
{
    // What the server writes meets a reset: EPIPE, never SIGPIPE.
    QVERIFY(m_server->start());
    const int before = m_server->openDescriptors();
    for (int i = 0; i < 300; ++i) {
        Client client(m_server->port());
        client.send(QByteArray(30'000, 'x'));
        client.receive(1);
        client.reset();
    }
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->openDescriptors(), before, 30'000);
    QVERIFY(Client(m_server->port()).isServed());
}

QTEST_GUILESS_MAIN(TestFloods)

#include "tst_floods.moc"
