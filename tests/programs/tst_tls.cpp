// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "curl.h"
#include "programs.h"

#include <QtNetwork/QSslSocket>

/// connlimit-echo as a server of TLS, seen from good and from hostile peers.
class TestTls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_server = std::make_unique<Server>(); }
    void cleanup();

    void speaksToOpenssl();
    void fortyHalfOpen();
    void garbage_data();
    void garbage();
    void withoutCertificate_data();
    void withoutCertificate();

private:
    std::unique_ptr<QSslSocket> connectEncrypted(quint32 source = INADDR_LOOPBACK) const;

    IsolatedRuntime m_runtime;
    Certificate m_certificate;
    std::unique_ptr<Server> m_server;
};

void TestTls::initTestCase()
{
    REQUIRE_PROGRAM("openssl");
    QVERIFY(QSslSocket::supportsSsl());
}

void TestTls::cleanup()
{
    if (m_server->process().state() == QProcess::NotRunning)
        return;
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    QCOMPARE(totals(QStringLiteral("clients")), 0);
    QCOMPARE(m_server->terminate(), 0);
}

std::unique_ptr<QSslSocket> TestTls::connectEncrypted(quint32 source) const
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->bind(QHostAddress(source));
    socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_server->port());
    return socket;
}

void TestTls::speaksToOpenssl()
{
    QVERIFY(m_server->start(words("--protocol tls --cert")
                            + QStringList(m_certificate.certificatePath())
                            + QStringList{QStringLiteral("--key"), m_certificate.keyPath()}));
    QProcess client;
    client.start(QStringLiteral("openssl"),
                 words("s_client -quiet -verify_return_error -verify_hostname localhost -connect")
                     + QStringList{m_server->endpoint(), QStringLiteral("-CAfile"),
                                   m_certificate.certificatePath()});
    QVERIFY(client.waitForStarted());
    client.write("ping\n");
    QTRY_COMPARE_WITH_TIMEOUT(client.peek(5), "ping\n", 30'000);
    QCOMPARE(totals(QStringLiteral("open")), 1);
    client.kill();
    client.waitForFinished();
}

void TestTls::fortyHalfOpen()
{
    QVERIFY(m_server->start(words("--protocol tls --handshake-timeout 3000 --max-per-client 0 "
                                  "--max-handshakes-per-client 0")));
    const QByteArray halfHello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
    const Clients halfOpen = connectClients(m_server->port(), 40);
    for (int i = 0; i < 40; i += 2)
        QVERIFY(halfOpen[std::size_t(i)]->send(halfHello));
    auto good = connectEncrypted(INADDR_LOOPBACK + 1);
    QTRY_VERIFY_WITH_TIMEOUT(good->isEncrypted(), 30'000);
    const auto isClosed = [](const auto &client) { return client->isClosed(); };
    // Promptly: none of the forty had to go first.
    QVERIFY(std::none_of(halfOpen.begin(), halfOpen.end(), isClosed));
    QTRY_VERIFY_WITH_TIMEOUT(std::all_of(halfOpen.begin(), halfOpen.end(), isClosed), 30'000);
    QTRY_COMPARE(totals(QStringLiteral("open")), 1);
    QCOMPARE(totals(QStringLiteral("admitted")), 41);
    good->write("ping");
    QTRY_COMPARE(good->bytesAvailable(), 4);
}

void TestTls::garbage_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("plain text") << QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTest::newRow("zeros") << QByteArray(1000, '\0');
    QTest::newRow("hello of garbage")
        << QByteArray("\x16\x03\x01\x00\x40\x01\x00\x00\x3c", 9) + QByteArray(60, '\xa5');
    QTest::newRow("hello that is too long")
        << QByteArray("\x16\x03\x01\xff\xff", 5) + QByteArray(100, 'x');
}

void TestTls::garbage()
{
    QFETCH(QByteArray, sent);
    QVERIFY(
        m_server->start(words("--protocol tls --handshake-timeout 3600000 --max-per-client 1")));
    for (int i = 0; i < 20; ++i) {
        QTRY_COMPARE(totals(QStringLiteral("open")), 0);
        Client client(m_server->port());
        QVERIFY(client.send(sent));
        client.receive(10'000); // an alert, maybe, then the end
        QVERIFY(client.isClosed());
    }
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
    const auto good = connectEncrypted();
    QTRY_VERIFY(good->isEncrypted());
}

void TestTls::withoutCertificate_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("error");
    const QByteArray path = qgetenv("PATH");
    QTest::newRow("no openssl") << QStringList() << QByteArray("/nowhere") << 1
                                << QByteArray("openssl");
    QTest::newRow("no such file") << words("--cert /nowhere.pem --key /nowhere.pem") << path << 1
                                  << QByteArray("/nowhere.pem");
    QTest::newRow("no key") << words("--cert /nowhere.pem") << path << 2 << QByteArray("--key");
}

void TestTls::withoutCertificate()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, path);
    QFETCH(int, status);
    QFETCH(QByteArray, error);
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", path);
    const Result result
        = run(QStringLiteral("connlimit-echo"), words("--protocol tls") + arguments);
    qputenv("PATH", before);
    QCOMPARE(result.status, status);
    QVERIFY2(result.err.startsWith("connlimit-echo: ") && result.err.contains(error),
             result.err.constData());
    QCOMPARE(result.out, "");
}

QTEST_GUILESS_MAIN(TestTls)

#include "tst_tls.moc"
