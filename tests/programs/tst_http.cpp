// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "curl.h"
#include "programs.h"

/// connlimit-echo as a server of HTTP, seen from curl and from sockets.
class TestHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<Server>(); }
    void cleanup();

    void tenAtOnce_data();
    void tenAtOnce();
    void refusedReadTheReply_data();
    void refusedReadTheReply();
    void keepAliveCountsOne();
    void clientThatDoesNotWait();
    void otherRefusals_data();
    void otherRefusals();
    void plainTextToTls();

private:
    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
};

static const QByteArray getRequest = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
static const QByteArray hello = "Hello from connlimit-echo.\n";

void TestHttp::cleanup()
{
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QCOMPARE(totals(QStringLiteral("clients")), 0);
    QCOMPARE(m_server->terminate(), 0);
}

void TestHttp::tenAtOnce_data()
{
    QTest::addColumn<QString>("protocol");
    QTest::newRow("http") << QStringLiteral("http");
    QTest::newRow("https") << QStringLiteral("https");
}

void TestHttp::tenAtOnce()
{
    QFETCH(QString, protocol);
    REQUIRE_PROGRAM("curl");
    QVERIFY(m_server->start(words("--max-per-client 5 --refusal http429 --delay 1000 --protocol")
                            + QStringList(protocol)));
    const QByteArrayList codes
        = curl(QStringList(10, protocol + u"://" + m_server->endpoint() + u'/'),
               words("--parallel-immediate"));
    QCOMPARE(codes.size(), 10);
    QCOMPARE(codes.count("200"), 5);
    QCOMPARE(codes.count("429"), 5);
    QCOMPARE(totals(QStringLiteral("refusedPerClientLimit")), 5);
}

void TestHttp::refusedReadTheReply_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("count");
    const QByteArray post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
                            + QByteArray(100'000, 'x');
    QTest::newRow("GET, event loop") << QStringLiteral("event-loop") << getRequest << 2'500;
    QTest::newRow("GET, door") << QStringLiteral("door") << getRequest << 2'500;
    QTest::newRow("GET, automatic") << QStringLiteral("automatic") << getRequest << 5'000;
    QTest::newRow("POST, event loop") << QStringLiteral("event-loop") << post << 500;
    QTest::newRow("POST, door") << QStringLiteral("door") << post << 500;
}

void TestHttp::refusedReadTheReply()
{
    QFETCH(QString, mode);
    QFETCH(QByteArray, request);
    QFETCH(int, count);
    QVERIFY(
        m_server->start(words("--protocol http --max-per-client 1 --refusal http429 --accept-mode")
                        + QStringList(mode)));
    Client holder(m_server->port());
    holder.send(getRequest);
    QVERIFY(holder.receive(12) == "HTTP/1.1 200");
    QByteArray first;
    for (int i = 0; i < count; ++i) {
        Client client(m_server->port());
        QVERIFY(client.send(request)); // the whole of it, before the first byte of the reply
        const QByteArray reply = client.receive(10'000);
        if (first.isEmpty())
            first = reply;
        QVERIFY2(reply == first, reply.constData());
    }
    QVERIFY(first.startsWith("HTTP/1.1 429 "));
    QVERIFY(first.endsWith("\r\n\r\nToo many connections.\n"));
    QCOMPARE(totals(QStringLiteral("refused")), count);
}

void TestHttp::keepAliveCountsOne()
{
    QVERIFY(m_server->start(words("--protocol http --max-per-client 1")));
    Client client(m_server->port());
    for (int i = 0; i < 20; ++i) {
        QVERIFY(client.send(i % 5 == 4 ? "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                       : getRequest));
        QByteArray reply;
        while (!reply.endsWith("\r\n\r\n")) {
            const QByteArray byte = client.receive(1);
            QCOMPARE(byte.size(), 1);
            reply += byte;
        }
        QVERIFY(reply.startsWith(i % 5 == 4 ? "HTTP/1.1 404" : "HTTP/1.1 200"));
        if (i % 5 != 4)
            QCOMPARE(client.receive(hello.size()), hello);
        QCOMPARE(totals(QStringLiteral("open")), 1);
    }
    QCOMPARE(totals(QStringLiteral("admitted")), 1);
}

void TestHttp::clientThatDoesNotWait()
{
    QVERIFY(m_server->start(words("--protocol http --delay 50 --max-per-client 0")));
    for (int i = 0; i < 50; ++i) {
        Client client(m_server->port());
        QVERIFY(client.send(i % 2 ? getRequest : getRequest.first(10)));
        i % 3 ? client.close() : client.reset();
    }
    Client patient(m_server->port()); // is answered after all others would have been
    QVERIFY(patient.send(getRequest));
    QCOMPARE(patient.receive(12), "HTTP/1.1 200");
}

void TestHttp::otherRefusals_data()
{
    QTest::addColumn<QString>("refusal");
    QTest::newRow("close") << QStringLiteral("close");
    QTest::newRow("reset") << QStringLiteral("reset");
}

void TestHttp::otherRefusals()
{
    QFETCH(QString, refusal);
    QVERIFY(m_server->start(words("--protocol http --max-per-client 1 --refusal")
                            + QStringList(refusal)));
    Client holder(m_server->port());
    QVERIFY(holder.send(getRequest));
    QCOMPARE(holder.receive(12), "HTTP/1.1 200");
    QVERIFY(Client(m_server->port()).isRefused());
    REQUIRE_PROGRAM("curl");
    QCOMPARE(curl({u"http://" + m_server->endpoint() + u'/'}), QByteArrayList{"000"});
}

void TestHttp::plainTextToTls()
{
    REQUIRE_PROGRAM("curl");
    REQUIRE_PROGRAM("openssl");
    QVERIFY(m_server->start(words("--protocol https --max-per-client 1")));
    QCOMPARE(curl({u"http://" + m_server->endpoint() + u'/'}), QByteArrayList{"000"});
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QCOMPARE(curl({u"https://" + m_server->endpoint() + u'/'}), QByteArrayList{"200"});
}

QTEST_GUILESS_MAIN(TestHttp)

#include "tst_http.moc"
