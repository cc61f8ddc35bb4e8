// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

#include <sys/resource.h>

/// Connections that end in all the ways there are leave nothing behind.
class TestChurn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twentyThousandConnections();
    void crowd();

private:
    static QJsonObject list()
    {
        return ctl({QStringLiteral("list"), QStringLiteral("--json")}).json();
    }

    IsolatedRuntime m_runtime;
};

void TestChurn::twentyThousandConnections()
{
    Server server;
    QVERIFY(server.start({QStringLiteral("--max-per-client"), QStringLiteral("3")}));
    const int descriptors = server.openDescriptors(); // before an operator's is among them
    QCOMPARE(list().value(QStringLiteral("clients")).toArray().size(), 0);

    constexpr int rounds = 200;
    constexpr int ways = 6;
    constexpr int connections = 100; // in a round
    quint32 source = 0x7f020001;     // many, so that no address runs out of ports
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::unique_ptr<Client>> clients;
        for (int i = 0; i < connections; ++i) {
            // Five from an address: of those that wait together, two are refused.
            clients.push_back(std::make_unique<Client>(server.port(), source + quint32(i) / 5));
            QVERIFY(clients.back()->isConnected());
            Client &client = *clients.back();
            switch (i % ways) {
            case 0: break;
            case 1: client.close(); break;
            case 2: client.reset(); break;
            case 3: // in the middle of data that nobody will read
                client.send(QByteArray(20'000, 'x'));
                client.reset();
                break;
            case 4:
                client.send("last words");
                ::shutdown(client.descriptor(), SHUT_WR);
                break;
            case 5: client.send("unread"); break;
            }
        }
        for (int i = 0; i < connections; ++i) {
            if (i % ways == 4)
                clients[std::size_t(i)]->receive(100); // to its end: echoed, or refused
            else if (i % 2)
                clients[std::size_t(i)]->reset();
        }
        source = 0x7f020001 + (source - 0x7f020001 + 20) % 2000;
    }

    // First: with some that are yet to be admitted, none may be open for a moment.
    QTRY_COMPARE(totals(QStringLiteral("admitted")) + totals(QStringLiteral("refused")),
                 rounds * connections);
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QCOMPARE(list().value(QStringLiteral("clients")).toArray().size(), 0);
    // The door, which so many refusals have opened, holds some until it has been quiet for a while.
    QTRY_COMPARE_WITH_TIMEOUT(server.openDescriptors(), descriptors, 30'000);
    const int admitted = totals(QStringLiteral("admitted"));
    const int refused = totals(QStringLiteral("refused"));
    QVERIFY2(refused > 0 && admitted > rounds,
             qPrintable(QStringLiteral("%1 %2").arg(admitted).arg(refused)));
}

void TestChurn::crowd()
{
    Server server;
    QVERIFY(server.start({QStringLiteral("--max-per-client"), QStringLiteral("3")}));
    QProcess crowd;
    crowd.start(programPath(QStringLiteral("connlimit-crowd")), {server.endpoint()});
    QVERIFY(QTest::qWaitFor([] { return totals(QStringLiteral("clients")) >= 10; }, 30'000));
    QVERIFY(QTest::qWaitFor([] { return totals(QStringLiteral("refused")) > 0; }, 30'000));
    crowd.terminate();
    QVERIFY(crowd.waitForFinished());
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);

    for (const char *wrong : {"192.0.2.1:80", "127.0.0.1", "example.org:80", "127.0.0.1:99999"})
        QCOMPARE(run(QStringLiteral("connlimit-crowd"), {QString::fromLatin1(wrong)}).status, 2);
    QCOMPARE(run(QStringLiteral("connlimit-crowd"),
                 {server.endpoint(), QStringLiteral("--clients"), QStringLiteral("0")})
                 .status,
             2);
    QCOMPARE(run(QStringLiteral("connlimit-crowd"),
                 {server.endpoint(), QStringLiteral("--seconds"), QStringLiteral("1")})
                 .status,
             0);
}

QTEST_GUILESS_MAIN(TestChurn)

#include "tst_churn.moc"
