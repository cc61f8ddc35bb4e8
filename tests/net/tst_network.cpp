// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "client.h"

#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/hostaddress.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QRegularExpression>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <fcntl.h>
#include <linux/ipv6.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ConnLimit;

namespace {

/// A network of this process's own, with nothing in it but a loopback device.
class OwnNetwork
{
public:
    /// To be called while the process has one thread. Without the right to it, it is not entered.
    static bool enter()
    {
        const uid_t user = ::getuid();
        if (::unshare(CLONE_NEWNET) == 0)
            return true;
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
            return false;
        const QByteArray map = "0 " + QByteArray::number(user) + " 1";
        const int file = ::open("/proc/self/uid_map", O_WRONLY | O_CLOEXEC);
        const bool isWritten
            = ::write(file, map.constData(), std::size_t(map.size())) == map.size();
        ::close(file);
        return isWritten;
    }

    static bool setLoopbackUp(bool isUp)
    {
        ifreq request = loopback<ifreq>();
        const SocketHandle socket(AF_INET);
        if (::ioctl(socket.descriptor, SIOCGIFFLAGS, &request) != 0)
            return false;
        request.ifr_flags = short(isUp ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
        return ::ioctl(socket.descriptor, SIOCSIFFLAGS, &request) == 0;
    }

    static bool addIPv6(const char *address)
    {
        const SocketHandle socket(AF_INET6);
        in6_ifreq request{};
        request.ifr6_ifindex = int(::if_nametoindex("lo"));
        request.ifr6_prefixlen = 128;
        ::inet_pton(AF_INET6, address, &request.ifr6_addr);
        return ::ioctl(socket.descriptor, SIOCSIFADDR, &request) == 0;
    }

private:
    struct SocketHandle
    {
        explicit SocketHandle(int family)
            : descriptor(::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0))
        {}
        ~SocketHandle() { ::close(descriptor); }
        const int descriptor;
    };

    template<class Request>
    static Request loopback()
    {
        Request request{};
        std::strcpy(request.ifr_name, "lo");
        return request;
    }
};

/// A connection from one IPv6 address of the loopback device to another, or nothing.
class IPv6Client
{
public:
    IPv6Client(const char *source, quint16 port, const char *target = "::1")
        : m_descriptor(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const sockaddr_in6 from = endpoint(source, 0);
        const sockaddr_in6 to = endpoint(target, port);
        const timeval patience{20, 0};
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        m_isConnected
            = ::bind(m_descriptor, reinterpret_cast<const sockaddr *>(&from), sizeof from) == 0
              && ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0;
    }
    ~IPv6Client() { ::close(m_descriptor); }
    IPv6Client(const IPv6Client &) = delete;
    IPv6Client &operator=(const IPv6Client &) = delete;

    bool isConnected() const { return m_isConnected; }
    bool isClosed() const
    {
        char byte;
        return ::recv(m_descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
    }

private:
    static sockaddr_in6 endpoint(const char *address, quint16 port)
    {
        sockaddr_in6 result{};
        result.sin6_family = AF_INET6;
        result.sin6_port = htons(port);
        ::inet_pton(AF_INET6, address, &result.sin6_addr);
        if (IN6_IS_ADDR_LINKLOCAL(&result.sin6_addr))
            result.sin6_scope_id = ::if_nametoindex("lo");
        return result;
    }

    int m_descriptor;
    bool m_isConnected = false;
};

bool hasOwnNetwork = false;

} // namespace

/// Clients of several prefixes, and a network that fails: in a network name space.
class TestNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void prefixIsOneClient();
    void strictAddresses();
    void linkLocalClients();
    void dualStackIsOneClient();
    void peerVanishes();

private:
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<LimitedTcpServer> m_server;
};

void TestNetwork::initTestCase()
{
    if (!hasOwnNetwork)
        QSKIP("This user may not make a network name space.");
    QVERIFY(OwnNetwork::setLoopbackUp(true));
    for (const char *address : {"2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3",
                                "2001:db8:1:3::1", "fe80::1", "fe80::2"})
        QVERIFY2(OwnNetwork::addIPv6(address), address);
    QTcpServer server; // an address takes a moment to be there
    QVERIFY(server.listen(QHostAddress::Any));
    QTRY_VERIFY(IPv6Client("2001:db8:1:2::1", server.serverPort()).isConnected());
    QTRY_VERIFY(IPv6Client("fe80::2", server.serverPort(), "fe80::1").isConnected());
}

void TestNetwork::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_server.reset();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_limiter->setConfig({.maximumConnectionsPerClient = 2});
    m_server = std::make_unique<LimitedTcpServer>(m_limiter.get());
    QVERIFY(m_server->listen(QHostAddress::Any));
}

void TestNetwork::prefixIsOneClient()
{
    const quint16 port = m_server->serverPort();
    const IPv6Client first("2001:db8:1:2::1", port);
    const IPv6Client second("2001:db8:1:2::2", port);
    const IPv6Client third("2001:db8:1:2:ffff::3", port); // whatever address it picks
    QVERIFY(first.isConnected() && second.isConnected() && third.isConnected());
    QTRY_VERIFY(third.isClosed());
    const IPv6Client neighbour("2001:db8:1:3::1", port);
    QTRY_COMPARE(m_limiter->totals().clients, 2u);
    QVERIFY(!neighbour.isClosed());
    QCOMPARE(m_limiter->numOpen(QHostAddress(QStringLiteral("2001:db8:1:2::1234"))), 2u);
}

void TestNetwork::strictAddresses()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1, .ipv6PrefixLength = 128});
    const IPv6Client first("2001:db8:1:2::1", m_server->serverPort());
    const IPv6Client second("2001:db8:1:2::2", m_server->serverPort());
    QTRY_COMPARE(m_limiter->totals().clients, 2u);
    const IPv6Client third("2001:db8:1:2::2", m_server->serverPort());
    QTRY_VERIFY(third.isClosed());
}

void TestNetwork::linkLocalClients()
{
    m_limiter->setConfig({.maximumConnectionsPerClient = 1, .ipv6PrefixLength = 128});
    const quint16 port = m_server->serverPort();
    const IPv6Client first("fe80::1", port, "fe80::2");
    QVERIFY(first.isConnected());
    QTRY_COMPARE(m_limiter->numOpen(QHostAddress(QStringLiteral("fe80::1%lo"))), 1u);
    QCOMPARE(m_limiter->numOpen(QHostAddress(QStringLiteral("fe80::1"))), 1u);
    const IPv6Client second("fe80::1", port, "fe80::2");
    QTRY_VERIFY(second.isClosed());
}

void TestNetwork::dualStackIsOneClient()
{
    LimitedTcpServer four(m_limiter.get());
    QVERIFY(four.listen(QHostAddress::LocalHost));
    const Client mapped(m_server->serverPort()); // ::ffff:127.0.0.1 there
    const Client plain(four.serverPort());
    QTRY_COMPARE(m_limiter->numOpen(QHostAddress(QHostAddress::LocalHost)), 2u);
    QCOMPARE(m_limiter->totals().clients, 1u);
    Client third(m_server->serverPort());
    QTRY_VERIFY(third.isClosed());
}

void TestNetwork::peerVanishes()
{
    // No FIN comes when the wire is cut: keep-alive ends it, when the application has asked for it.
    Client client(m_server->serverPort());
    QTRY_VERIFY(m_server->hasPendingConnections());
    QTcpSocket *socket = m_server->nextPendingConnection();
    socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    const int descriptor = int(socket->socketDescriptor());
    const int second = 1;
    const int probes = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &second, sizeof second);
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, &second, sizeof second);
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
    QCOMPARE(m_limiter->totals().open, 1u);
    QVERIFY(OwnNetwork::setLoopbackUp(false));
    QTRY_COMPARE_WITH_TIMEOUT(m_limiter->totals().open, 0u, 60'000);
    QCOMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(OwnNetwork::setLoopbackUp(true));
}

int main(int argc, char **argv)
{
    hasOwnNetwork = OwnNetwork::enter(); // while there is no other thread
    QCoreApplication application(argc, argv);
    TestNetwork test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_network.moc"
