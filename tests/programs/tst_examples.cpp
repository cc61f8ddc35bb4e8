// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

/// The servers that the README quotes: two connections for each client, greeted.
class TestExamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoAreGreeted_data();
    void twoAreGreeted();

private:
    IsolatedRuntime m_runtime;
};

void TestExamples::twoAreGreeted_data()
{
    QTest::addColumn<QString>("program");
    for (const char *name : {"example-subclass", "example-existing", "example-workers"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestExamples::twoAreGreeted()
{
    QFETCH(QString, program);
    Server server(program);
    QVERIFY(server.start());
    const auto isGreeted = [](Client &client) { return client.receive(6) == "hello\n"; };
    Client first(server.port());
    QVERIFY(isGreeted(first));
    Client second(server.port());
    QVERIFY(isGreeted(second));
    QVERIFY(Client(server.port()).isRefused());
    Client other(server.port(), INADDR_LOOPBACK + 1);
    QVERIFY(isGreeted(other));
    first.close();
    std::unique_ptr<Client> third;
    QVERIFY(QTest::qWaitFor([&] {
        third = std::make_unique<Client>(server.port());
        return isGreeted(*third);
    }));
    QVERIFY(Client(server.port()).isRefused());
}

QTEST_GUILESS_MAIN(TestExamples)

#include "tst_examples.moc"
