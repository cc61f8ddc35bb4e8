// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "servertest.h"

#include <connlimit/net/acceptor_p.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <atomic>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <netinet/in.h>

using namespace ConnLimit;

namespace {

// What accept4() is to fail with, one error a call, before it does as it should.
std::mutex errorsMutex;
std::deque<int> errors;
std::atomic<int> calls = 0;

int failingAccept(int listener, sockaddr *address, unsigned *length)
{
    ++calls;
    {
        const std::lock_guard locker(errorsMutex);
        if (!errors.empty()) {
            errno = errors.front();
            errors.pop_front();
            return -1;
        }
    }
    return ::accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

void failWith(const std::vector<int> &list)
{
    const std::lock_guard locker(errorsMutex);
    errors.assign(list.begin(), list.end());
}

} // namespace

Q_DECLARE_METATYPE(std::vector<int>)

/// accept() fails in all the ways that it can: accepting goes on, and does not spin.
class TestIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addPlaces(); }
    void init();
    void goesOnAfterErrors_data();
    void goesOnAfterErrors();
    void doesNotSpin_data();
    void doesNotSpin();
    void dropsWhoLeftWhileDescriptorsWereShort();
    void passesDescriptorsToNoChild();

private:
    std::shared_ptr<LimiterGate> m_gate;
    std::unique_ptr<Acceptor> m_acceptor;
    SocketDescriptor m_listener{-1};
    quint16 m_port = 0;
    std::vector<Arrival> m_arrivals;
};

void TestIntake::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    QFETCH_GLOBAL(AcceptMode, mode);
    m_acceptor.reset();
    m_arrivals.clear();
    failWith({});
    m_listener = SocketDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    QCOMPARE(::bind(int(m_listener.get()), reinterpret_cast<sockaddr *>(&address), length), 0);
    QCOMPARE(::listen(int(m_listener.get()), 64), 0);
    ::getsockname(int(m_listener.get()), reinterpret_cast<sockaddr *>(&address), &length);
    m_port = ntohs(address.sin_port);

    m_gate = std::make_shared<LimiterGate>();
    m_acceptor = std::make_unique<Acceptor>(
        m_gate, [this](Arrival &arrival) { m_arrivals.push_back(std::move(arrival)); }, nullptr,
        failingAccept);
    m_acceptor->setMode(mode);
    m_acceptor->setRoom(100);
}

void TestIntake::goesOnAfterErrors_data()
{
    using Errors = std::vector<int>;
    QTest::addColumn<Errors>("failures");
    QTest::addColumn<int>("exhausted");
    QTest::newRow("connections that are gone") << Errors{ECONNABORTED, ECONNABORTED} << 0;
    QTest::newRow("interrupted by signals") << Errors{EINTR, EINTR, EINTR} << 0;
    QTest::newRow("errors of the network") << Errors{EPROTO, ENETDOWN, EPERM, ETIMEDOUT} << 0;
    QTest::newRow("the process's descriptors are out") << Errors{EMFILE, EMFILE} << 1;
    QTest::newRow("the system's descriptors are out") << Errors{ENFILE, ENFILE} << 1;
    QTest::newRow("memory is out") << Errors{ENOMEM, ENOMEM} << 1;
    QTest::newRow("buffers are out") << Errors{ENOBUFS} << 1;
    QTest::newRow("nothing there, then descriptors out") << Errors{EAGAIN, EMFILE, EMFILE} << 1;
}

void TestIntake::goesOnAfterErrors()
{
    QFETCH(std::vector<int>, failures);
    QFETCH(int, exhausted);
    QSignalSpy spy(m_acceptor.get(), &Acceptor::exhausted);
    failWith(failures);
    QVERIFY(m_acceptor->start(m_listener.get()));
    Client first(m_port);
    QVERIFY(runUntil([this] { return m_arrivals.size() == 1; }));
    Client second(m_port);
    QVERIFY(runUntil([this] { return m_arrivals.size() == 2; }));
    QCOMPARE(m_gate->limiter().totals().open, 2u);
    QTRY_COMPARE(spy.size(), exhausted);
}

void TestIntake::doesNotSpin_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("the process's descriptors are out") << EMFILE;
    QTest::newRow("the system's descriptors are out") << ENFILE;
    QTest::newRow("memory is out") << ENOMEM;
    QTest::newRow("the listener is broken") << EINVAL;
}

void TestIntake::doesNotSpin()
{
    QFETCH(int, error);
    {
        const std::lock_guard locker(errorsMutex);
        errors.assign(1'000'000, error);
    }
    QVERIFY(m_acceptor->start(m_listener.get()));
    Client client(m_port);
    // A loop that spins would make as many calls in no time; ours makes one or two, and a pause.
    calls = 0;
    QTRY_VERIFY(calls >= 6);
    const int sinceFirst = calls;
    QVERIFY2(sinceFirst < 100, qPrintable(QString::number(sinceFirst)));
    failWith({});
    QTRY_COMPARE(m_arrivals.size(), 1u);
}

void TestIntake::dropsWhoLeftWhileDescriptorsWereShort()
{
    const Client shed(m_port);
    Client closed(m_port);
    Client reset(m_port);
    Client patient(m_port);
    closed.close();
    reset.reset();
    failWith({EMFILE});
    QVERIFY(m_acceptor->start(m_listener.get()));
    QTRY_COMPARE(m_arrivals.size(), 1u);
    const Totals totals = m_gate->limiter().totals();
    QCOMPARE(totals.admitted, 1u);
    QCOMPARE(totals.refusedOverload, 3u);
    m_arrivals.clear();
    QVERIFY(patient.isRefused());
}

void TestIntake::passesDescriptorsToNoChild()
{
    QVERIFY(m_acceptor->start(m_listener.get()));
    Client client(m_port);
    QTRY_COMPARE(m_arrivals.size(), 1u);
    const QDir descriptors(QStringLiteral("/proc/self/fd"));
    for (const QString &name :
         descriptors.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
        const QString target = QFile::symLinkTarget(descriptors.filePath(name));
        if (target.contains(QStringLiteral("socket:")) || target.contains(QStringLiteral("event")))
            QVERIFY2(::fcntl(name.toInt(), F_GETFD) & FD_CLOEXEC || name.toInt() <= 2,
                     qPrintable(name + target));
    }
}

QTEST_GUILESS_MAIN(TestIntake)

#include "tst_intake.moc"
