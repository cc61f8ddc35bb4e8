// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

/// connlimit-echo, seen from its clients, with connlimitctl to change its limit.
class TestEcho : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_server = std::make_unique<Server>(); }

    void limitsEachClient();
    void slotIsFreeAgain_data();
    void slotIsFreeAgain();
    void limitIsChangedLive();
    void limitsAllClients();
    void echoesWhatItIsSent();
    void clientThatDoesNotRead();
    void dualStack();
    void endsCleanly_data();
    void endsCleanly();
    void printsOneLine();
    void withoutControl();
    void controlAtAPath();
    void nameIsTaken();
    void wrongUsage_data();
    void wrongUsage();

private:
    static constexpr quint32 loopback = INADDR_LOOPBACK;

    /// Whether a client from \a source is served, sooner or later: the server learns of the end of
    /// another one's connection a little after that one.
    bool isServedSoon(quint32 source = loopback) const
    {
        return QTest::qWaitFor([&] { return Client(m_server->port(), source).isServed(); });
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
};

void TestEcho::limitsEachClient()
{
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("3")}));
    const auto three = servedClients(m_server->port(), 3);
    QCOMPARE(three.size(), 3u);
    QVERIFY(Client(m_server->port()).isRefused());
    QVERIFY(Client(m_server->port(), loopback + 1).isServed());
    for (const auto &client : three)
        QVERIFY(client->isServed());
}

void TestEcho::slotIsFreeAgain_data()
{
    QTest::addColumn<bool>("byReset");
    QTest::newRow("peer closes") << false;
    QTest::newRow("peer resets") << true;
}

void TestEcho::slotIsFreeAgain()
{
    QFETCH(bool, byReset);
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("3")}));
    auto clients = servedClients(m_server->port(), 3);
    QVERIFY(Client(m_server->port()).isRefused());
    byReset ? clients.back()->reset() : clients.back()->close();
    clients.pop_back();
    std::unique_ptr<Client> next;
    QVERIFY(QTest::qWaitFor([&] {
        next = std::make_unique<Client>(m_server->port());
        return next->isServed();
    }));
    QVERIFY(Client(m_server->port()).isRefused()); // one more, not two
}

void TestEcho::limitIsChangedLive()
{
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("3")}));
    auto clients = servedClients(m_server->port(), 3);
    QVERIFY(Client(m_server->port()).isRefused());

    QCOMPARE(ctl({QStringLiteral("set"), QStringLiteral("max-per-client=5")}).out,
             "max-per-client: 3 -> 5\n");
    for (auto &client : servedClients(m_server->port(), 2))
        clients.push_back(std::move(client));
    QCOMPARE(clients.size(), 5u);
    QVERIFY(Client(m_server->port()).isRefused());

    QCOMPARE(ctl({QStringLiteral("set"), QStringLiteral("max-per-client=1")}).out,
             "max-per-client: 5 -> 1\n");
    QVERIFY(Client(m_server->port()).isRefused());
    for (const auto &client : clients)
        QVERIFY(client->isServed());

    // None comes in until the count has fallen below the limit.
    for (int left = 4; left >= 1; --left) {
        clients.pop_back();
        QTRY_COMPARE(
            ctl({QStringLiteral("show"), QStringLiteral("127.0.0.1"), QStringLiteral("--json")})
                .json()
                .value(QStringLiteral("client"))
                .toObject()
                .value(QStringLiteral("open"))
                .toInt(),
            left);
        QVERIFY(Client(m_server->port()).isRefused());
    }
    clients.clear();
    QVERIFY(isServedSoon());

    QCOMPARE(ctl({QStringLiteral("set"), QStringLiteral("max-per-client=0")}).status, 0);
    QCOMPARE(servedClients(m_server->port(), 20).size(), 20u);
}

void TestEcho::limitsAllClients()
{
    QVERIFY(m_server->start({QStringLiteral("--max-total"), QStringLiteral("2")}));
    const auto one = servedClients(m_server->port(), 1);
    auto two = servedClients(m_server->port(), 1, loopback + 1);
    QVERIFY(Client(m_server->port(), loopback + 2).isRefused());
    two.clear();
    QVERIFY(isServedSoon(loopback + 2));
}

void TestEcho::echoesWhatItIsSent()
{
    QVERIFY(m_server->start());
    Client client(m_server->port());
    QByteArray bytes;
    for (int i = 0; i < 50'000; ++i)
        bytes.append(char(i * 7));
    QVERIFY(client.send(bytes));
    QCOMPARE(client.receive(bytes.size()), bytes);

    Client lastWord(m_server->port()); // sends, sends no more, and still gets its answer
    QVERIFY(lastWord.send("bye"));
    QCOMPARE(::shutdown(lastWord.descriptor(), SHUT_WR), 0);
    QCOMPARE(lastWord.receive(10), "bye");
}

void TestEcho::clientThatDoesNotRead()
{
    QVERIFY(m_server->start());
    Client stuck(m_server->port());
    const QByteArray block(1 << 20, 'x');
    // Until the buffers of both sides are full: those of the server are bounded.
    const timeval briefly{0, 200'000};
    ::setsockopt(stuck.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &briefly, sizeof briefly);
    qint64 sent = 0;
    for (;;) {
        const ssize_t length = ::send(stuck.descriptor(), block.constData(),
                                      std::size_t(block.size()), MSG_NOSIGNAL);
        if (length <= 0)
            break;
        sent += length;
        QVERIFY2(sent < 100 << 20, "the server takes in without bound");
    }
    QVERIFY(Client(m_server->port()).isServed());
}

void TestEcho::dualStack()
{
    const int probe = ::socket(AF_INET6, SOCK_STREAM, 0);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    const bool hasIPv6 = ::bind(probe, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    ::close(probe);
    if (!hasIPv6)
        QSKIP("this machine has no IPv6 on loopback");
    QVERIFY(m_server->start({QStringLiteral("--listen"), QStringLiteral("[::]:0"),
                             QStringLiteral("--max-per-client"), QStringLiteral("1")}));
    // An IPv4 client of an IPv6 listener is that IPv4 client.
    const auto one = servedClients(m_server->port(), 1);
    QCOMPARE(ctl({QStringLiteral("show"), QStringLiteral("127.0.0.1")}).status, 0);
    QVERIFY(Client(m_server->port()).isRefused());
}

void TestEcho::endsCleanly_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestEcho::endsCleanly()
{
    QFETCH(int, signal);
    QVERIFY(m_server->start());
    const auto clients = servedClients(m_server->port(), 3); // with connections open
    const QDir sockets(m_runtime.path() + u"/connlimit");
    const auto entries = [&sockets] {
        return sockets.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    };
    QVERIFY(entries().contains(QStringLiteral("echo.sock")));
    ::kill(pid_t(m_server->process().processId()), signal);
    QVERIFY(m_server->process().waitForFinished());
    QCOMPARE(m_server->process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_server->process().exitCode(), 0);
    QCOMPARE(entries(), QStringList());
    QVERIFY(clients[0]->isRefused()); // closed
}

void TestEcho::printsOneLine()
{
    QVERIFY(m_server->start({QStringLiteral("--listen"), QStringLiteral("127.0.0.3:0"),
                             QStringLiteral("--max-per-client"), QStringLiteral("1")}));
    ctl({QStringLiteral("set"), QStringLiteral("max-per-client=2")});
    m_server->terminate();
    QCOMPARE(m_server->process().readAllStandardOutput(), "");
}

void TestEcho::withoutControl()
{
    QVERIFY(m_server->start({QStringLiteral("--no-control")}));
    QVERIFY(Client(m_server->port()).isServed());
    QCOMPARE(ctl({QStringLiteral("list")}).status, 3);
}

void TestEcho::controlAtAPath()
{
    const QString path = m_runtime.path() + u"/its.sock";
    QVERIFY(m_server->start({QStringLiteral("--control"), path}));
    QCOMPARE(
        ctl({QStringLiteral("-s"), path, QStringLiteral("get"), QStringLiteral("max-per-client")})
            .out,
        "max-per-client=10\n");
}

void TestEcho::nameIsTaken()
{
    QVERIFY(m_server->start());
    const Result second = run(QStringLiteral("connlimit-echo"), {});
    QCOMPARE(second.status, 1);
    QVERIFY2(second.err.contains("running server"), second.err.constData());
    QCOMPARE(second.out, "");
    QCOMPARE(ctl({QStringLiteral("list")}).status, 0); // the first one is as it was

    const Result busy
        = run(QStringLiteral("connlimit-echo"), {QStringLiteral("--name"), QStringLiteral("other"),
                                                 QStringLiteral("--listen"), m_server->endpoint()});
    QCOMPARE(busy.status, 1);
    QVERIFY2(busy.err.contains(m_server->endpoint().toLatin1()), busy.err.constData());
}

void TestEcho::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char *arguments, const char *named) {
        QTest::newRow(arguments) << QString::fromLatin1(arguments).split(u' ') << QByteArray(named);
    };
    row("--max-per-client -1", "max-per-client");
    row("--max-per-client many", "max-per-client");
    row("--max-per-client 4294967296", "max-per-client");
    row("--max-total 1.5", "max-total");
    row("--listen localhost", "--listen");
    row("--listen 127.0.0.1:99999", "--listen");
    row("--listen ::1:80", "--listen");
    row("--listen 300.1.1.1:80", "--listen");
    row("--protocol gopher", "--protocol: not one of tcp, tls, ");
    row("--refusal politely", "--refusal");
    row("--accept-mode sometimes", "--accept-mode");
    row("--key /dev/null", "--cert");
    row("--delay -1", "--delay");
    row("--handshake-timeout 2147483648", "--handshake-timeout");
    row("--max-handshakes-per-client x", "--max-handshakes-per-client");
    row("--proxy-from localhost", "--proxy-from");
    row("--proxy-timeout -1", "--proxy-timeout");
    row("--fast", "fast");
    row("extra", "extra");
}

void TestEcho::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, named);
    const Result result = run(QStringLiteral("connlimit-echo"), arguments);
    QCOMPARE(result.status, 2);
    QVERIFY2(result.err.startsWith("connlimit-echo: ") && result.err.contains(named),
             result.err.constData());
    QCOMPARE(result.out, "");
}

QTEST_GUILESS_MAIN(TestEcho)

#include "tst_echo.moc"
