// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"

#include <QtCore/QFile>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QLocalSocket>

namespace {

/// A port of 127.0.0.1 that nobody else is given, and that a program of this user may listen on by
/// SO_REUSEPORT.
class ReservedPort
{
public:
    ReservedPort()
        : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const int on = 1;
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        ::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&address), length);
        ::getsockname(m_descriptor, reinterpret_cast<sockaddr *>(&address), &length);
        m_port = ntohs(address.sin_port);
    }
    ~ReservedPort() { ::close(m_descriptor); }
    ReservedPort(const ReservedPort &) = delete;
    ReservedPort &operator=(const ReservedPort &) = delete;

    quint16 port() const { return m_port; }

private:
    const int m_descriptor;
    quint16 m_port = 0;
};

QString findProgram(const QString &name)
{
    const QString inPath = QStandardPaths::findExecutable(name);
    return inPath.isEmpty() ? QStandardPaths::findExecutable(
               name, {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")})
                            : inPath;
}

} // namespace

/// connlimit-echo behind the proxies that there are, if they are installed.
class TestProxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void clientsAreTold_data();
    void clientsAreTold();
    void healthChecksAreServed_data();
    void healthChecksAreServed();
    void clientsByUnixSocketAreNotCounted();
    void directClients();

private:
    static constexpr quint32 loopback = INADDR_LOOPBACK;

    bool startHAProxy(const QString &sendProxy);
    bool startNginx();
    bool connectTo(QLocalSocket &socket) const;
    bool startProxy(const QString &program, const QByteArray &config, const QStringList &arguments);
    static QJsonObject client(const QString &address)
    {
        return ctl({QStringLiteral("show"), address, QStringLiteral("--json")})
            .json()
            .value(QStringLiteral("client"))
            .toObject();
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<ReservedPort> m_port; // of the proxy
    std::unique_ptr<Server> m_server;
    std::unique_ptr<QProcess> m_proxy;
};

void TestProxies::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_port = std::make_unique<ReservedPort>();
    m_server = std::make_unique<Server>();
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("3"),
                             QStringLiteral("--proxy-from"), QStringLiteral("127.0.0.1"),
                             QStringLiteral("--proxy-timeout"), QStringLiteral("60000")}));
}

void TestProxies::cleanup()
{
    if (m_proxy) {
        m_proxy->kill();
        m_proxy->waitForFinished();
    }
    m_proxy.reset();
    m_server.reset();
}

bool TestProxies::startProxy(const QString &program, const QByteArray &config,
                             const QStringList &arguments)
{
    QFile file(m_directory->filePath(QStringLiteral("proxy.conf")));
    if (!file.open(QIODevice::WriteOnly) || file.write(config) != config.size())
        return false;
    file.close();
    m_proxy = std::make_unique<QProcess>();
    m_proxy->setProcessChannelMode(QProcess::MergedChannels);
    m_proxy->start(program, arguments);
    if (!m_proxy->waitForStarted())
        return false;
    const bool isListening = QTest::qWaitFor(
        [this] {
            return m_proxy->state() == QProcess::NotRunning
                   || Client(m_port->port(), loopback + 99).isConnected();
        },
        20'000);
    const bool isRunning = isListening && m_proxy->state() == QProcess::Running;
    if (!isRunning)
        qWarning("%s: %s", qPrintable(program), m_proxy->readAll().constData());
    return isRunning;
}

bool TestProxies::startHAProxy(const QString &sendProxy)
{
    const QByteArray server
        = "server echo " + m_server->endpoint().toLatin1() + ' ' + sendProxy.toLatin1();
    const QByteArray config = "defaults\n"
                              "    mode tcp\n"
                              "    timeout connect 20s\n"
                              "    timeout client 60s\n"
                              "    timeout server 60s\n"
                              "listen proxy\n"
                              "    bind 127.0.0.1:"
                              + QByteArray::number(m_port->port())
                              + "\n"
                                "    bind "
                              + m_directory->filePath(QStringLiteral("proxy.sock")).toLocal8Bit()
                              + "\n    " + server + '\n';
    return startProxy(findProgram(QStringLiteral("haproxy")), config,
                      {QStringLiteral("-db"), QStringLiteral("-f"),
                       m_directory->filePath(QStringLiteral("proxy.conf"))});
}

/// The module for TCP, where it is not a part of the program.
static QByteArray nginxModule()
{
    for (const char *path :
         {"/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/usr/local/lib/nginx/modules"}) {
        const QByteArray module = QByteArray(path) + "/ngx_stream_module.so";
        if (QFile::exists(QString::fromLatin1(module)))
            return module;
    }
    return {};
}

bool TestProxies::startNginx()
{
    const QString directory = m_directory->path();
    const QByteArray module = nginxModule();
    const QByteArray config = (module.isEmpty() ? QByteArray() : "load_module " + module + ";\n")
                              + "daemon off;\n"
                                "master_process off;\n"
                                "pid nginx.pid;\n"
                                "error_log stderr;\n"
                                "events { worker_connections 100; }\n"
                                "stream {\n"
                                "    server {\n"
                                "        listen 127.0.0.1:"
                              + QByteArray::number(m_port->port())
                              + " reuseport;\n"
                                "        proxy_pass "
                              + m_server->endpoint().toLatin1()
                              + ";\n"
                                "        proxy_protocol on;\n"
                                "    }\n"
                                "}\n";
    return startProxy(findProgram(QStringLiteral("nginx")), config,
                      {QStringLiteral("-p"), directory, QStringLiteral("-e"),
                       QStringLiteral("stderr"), QStringLiteral("-c"),
                       m_directory->filePath(QStringLiteral("proxy.conf"))});
}

void TestProxies::clientsAreTold_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("sendProxy");
    QTest::newRow("HAProxy, version 1")
        << QStringLiteral("haproxy") << QStringLiteral("send-proxy");
    QTest::newRow("HAProxy, version 2")
        << QStringLiteral("haproxy") << QStringLiteral("send-proxy-v2");
    QTest::newRow("HAProxy, version 2, checksum")
        << QStringLiteral("haproxy")
        << QStringLiteral("send-proxy-v2 proxy-v2-options crc32c,unique-id");
    QTest::newRow("nginx") << QStringLiteral("nginx") << QString();
}

void TestProxies::clientsAreTold()
{
    QFETCH(QString, program);
    QFETCH(QString, sendProxy);
    if (findProgram(program).isEmpty())
        QSKIP(qPrintable(program + u" is not installed"));
    QVERIFY(sendProxy.isEmpty() ? startNginx() : startHAProxy(sendProxy));

    const auto first = servedClients(m_port->port(), 3, loopback + 256);
    QCOMPARE(first.size(), 3u);
    QVERIFY(Client(m_port->port(), loopback + 256).isRefused());
    const auto second = servedClients(m_port->port(), 3, loopback + 257);
    QCOMPARE(second.size(), 3u);
    QCOMPARE(client(QStringLiteral("127.0.1.1")).value(QStringLiteral("open")).toInt(), 3);
    QCOMPARE(client(QStringLiteral("127.0.1.1")).value(QStringLiteral("refused")).toInt(), 1);
    QCOMPARE(client(QStringLiteral("127.0.1.2")).value(QStringLiteral("open")).toInt(), 3);
    QCOMPARE(client(QStringLiteral("127.0.0.1")).value(QStringLiteral("open")).toInt(), 0);
    QCOMPARE(totals(QStringLiteral("refused")), 1);
    for (const auto &served : first)
        served->close();
    QTRY_COMPARE(client(QStringLiteral("127.0.1.1")).value(QStringLiteral("open")).toInt(), 0);
    QCOMPARE(servedClients(m_port->port(), 3, loopback + 256).size(), 3u);
}

void TestProxies::healthChecksAreServed_data()
{
    QTest::addColumn<QString>("sendProxy");
    QTest::addColumn<bool>("isCounted");
    // In version 1, HAProxy names itself as the client.
    QTest::newRow("version 1") << QStringLiteral("send-proxy check inter 20ms") << true;
    QTest::newRow("version 2") << QStringLiteral("send-proxy-v2 check inter 20ms") << false;
}

void TestProxies::healthChecksAreServed()
{
    QFETCH(QString, sendProxy);
    QFETCH(bool, isCounted);
    if (findProgram(QStringLiteral("haproxy")).isEmpty())
        QSKIP("haproxy is not installed");
    QVERIFY(startHAProxy(sendProxy));
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(servedClients(m_port->port(), 3, loopback + 256).size(), 3u);
        QTRY_COMPARE(client(QStringLiteral("127.0.1.1")).value(QStringLiteral("open")).toInt(), 0);
    }
    QCOMPARE(client(QStringLiteral("127.0.1.1")).value(QStringLiteral("refused")).toInt(), 0);
    QCOMPARE(totals(QStringLiteral("refusedBadProxyHeader")), 0);
    const int expected = 61; // with the one that has tried the port
    if (isCounted)
        QTRY_VERIFY(totals(QStringLiteral("admitted")) > expected);
    else
        QVERIFY(totals(QStringLiteral("admitted")) <= expected);
}

bool TestProxies::connectTo(QLocalSocket &socket) const
{
    if (socket.state() == QLocalSocket::UnconnectedState)
        socket.connectToServer(m_directory->filePath(QStringLiteral("proxy.sock")));
    return socket.waitForConnected();
}

void TestProxies::clientsByUnixSocketAreNotCounted()
{
    if (findProgram(QStringLiteral("haproxy")).isEmpty())
        QSKIP("haproxy is not installed");
    QVERIFY(startHAProxy(QStringLiteral("send-proxy-v2")));
    std::vector<std::unique_ptr<QLocalSocket>> sockets;
    for (int i = 0; i < 5; ++i) { // more than the limit
        sockets.push_back(std::make_unique<QLocalSocket>());
        QTRY_VERIFY(connectTo(*sockets.back()));
        sockets.back()->write("ping");
        QTRY_COMPARE(sockets.back()->bytesAvailable(), 4);
    }
    QTRY_COMPARE(totals(QStringLiteral("open")), 0);
}

void TestProxies::directClients()
{
    QCOMPARE(servedClients(m_server->port(), 3, loopback + 1).size(), 3u);
    Client forger(m_server->port(), loopback + 2);
    QVERIFY(forger.send("PROXY TCP4 192.0.2.1 192.0.2.2 4711 443\r\n"));
    QVERIFY(forger.isRefused());
    QTRY_COMPARE(totals(QStringLiteral("refusedBadProxyHeader")), 1);
    QCOMPARE(client(QStringLiteral("192.0.2.1")).value(QStringLiteral("open")).toInt(), 0);
}

QTEST_GUILESS_MAIN(TestProxies)

#include "tst_proxies.moc"
