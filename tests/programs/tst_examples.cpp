// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "curl.h"
#include "programs.h"

#include <QtNetwork/QSslSocket>

/// The servers that the README quotes: two connections for each client, greeted.
class TestExamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoAreGreeted_data();
    void twoAreGreeted();
    void tls();
    void http();
    void webSocket();

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

void TestExamples::tls()
{
    REQUIRE_PROGRAM("openssl");
    const Certificate certificate;
    Server server(QStringLiteral("example-tls"));
    QVERIFY(server.start({certificate.certificatePath(), certificate.keyPath()}));
    QSslSocket sockets[2];
    for (QSslSocket &socket : sockets) {
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server.port());
        QTRY_COMPARE(socket.peek(6), "hello\n");
    }
    QVERIFY(Client(server.port()).isRefused());
}

void TestExamples::http()
{
#ifdef HAS_HTTP
    Server server(QStringLiteral("example-http"));
    QVERIFY(server.start());
    const QByteArray request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    Client clients[2];
    for (Client &client : clients) {
        QVERIFY(client.connect(server.port()) && client.send(request));
        QCOMPARE(client.receive(12), "HTTP/1.1 200");
    }
    Client refused(server.port());
    QVERIFY(refused.send(request));
    QCOMPARE(refused.receive(12), "HTTP/1.1 429");
#else
    QSKIP("built without Qt HTTP Server");
#endif
}

void TestExamples::webSocket()
{
#ifdef HAS_WEBSOCKETS
    Server server(QStringLiteral("example-websocket"));
    QVERIFY(server.start());
    Client clients[2];
    for (Client &client : clients) {
        QVERIFY(client.connect(server.port()));
        QVERIFY(client.send("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        QByteArray answer;
        for (int i = 0; i < 1000 && !answer.endsWith("\r\n\r\n"); ++i)
            answer += client.receive(1);
        QVERIFY(answer.startsWith("HTTP/1.1 101"));
        QCOMPARE(client.receive(8), "\x81\x06hello\n"); // a whole text, of six bytes
    }
    QVERIFY(Client(server.port()).isRefused());
#else
    QSKIP("built without Qt WebSockets");
#endif
}

QTEST_GUILESS_MAIN(TestExamples)

#include "tst_examples.moc"
