// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "programs.h"
#include "unixsocket.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

/// Viewers that misbehave, at a server that serves: what they cost it, in memory and in the time
/// that a client waits. The memory is bounded; the times are printed.
///
/// CONNLIMIT_VIEWER_SECONDS=30 has the viewer that is stopped wait that long.
class TestViewers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void stopped();
    void neverReads();
    void garbage();
    void halfLines();
    void endlessLine();
    void tenThousandRequests();
    void thousandViewers();
    void comeAndGo();
    void millionClients();

private:
    using Stop = std::atomic<bool>;

    QString path() const { return m_runtime.path() + u"/connlimit/echo.sock"; }
    qint64 memory() const;
    bool isAnswered() const;
    void probe(const char *when, std::chrono::milliseconds atLeast = {});
    void compare(const std::function<void(const Stop &)> &viewer,
                 std::chrono::milliseconds atLeast = {});

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
    Clients m_clients;
    int m_descriptors = 0; // of the server, without a viewer
    qint64 m_most = 0;     // KiB, in the last probe()
};

namespace {

constexpr char totalsRequest[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\n";
constexpr char frameRequest[]
    = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"clients.list\",\"params\":{"
      "\"count\":1000,\"filter\":\"7\"}}\n";

/// What the resident memory may grow by, KiB: 64 sessions, each with a line of 64 KiB that has not
/// ended and an answer of 50 KiB that is not taken, and what malloc keeps of it.
#ifdef __SANITIZE_ADDRESS__
constexpr qint64 bound = 24 * 1024; // with what AddressSanitizer puts around and beside it
#else
constexpr qint64 bound = 10 * 1024;
#endif

qint64 memoryOf(qint64 process)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray text = status.readAll();
    return text.mid(text.indexOf("VmRSS:") + 6).trimmed().split(' ').first().toLongLong();
}

/// Sends all of it, or as much as is taken until the other side closes or \a stop.
bool sendAll(int descriptor, QByteArrayView bytes, const std::atomic<bool> &stop)
{
    while (!bytes.isEmpty() && !stop) {
        const ssize_t sent
            = ::send(descriptor, bytes.data(), std::size_t(bytes.size()), MSG_NOSIGNAL);
        if (sent == -1 && errno != EAGAIN && errno != EINTR)
            return false;
        bytes = bytes.sliced(std::max<ssize_t>(sent, 0));
    }
    return true;
}

/// Takes \a count lines; fewer if the session ends before.
int takeLines(int descriptor, int count)
{
    int taken = 0;
    char bytes[65536];
    while (taken < count) {
        const ssize_t length = ::recv(descriptor, bytes, sizeof bytes, 0);
        if (length <= 0)
            break;
        taken += int(std::count(bytes, bytes + length, '\n'));
    }
    return taken;
}

/// Waits for at most a tenth of a second to send or to receive, then looks at what else there is.
void setPatience(int descriptor)
{
    const timeval patience{0, 100'000};
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

} // namespace

void TestViewers::initTestCase()
{
    rlimit limits{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limits), 0);
    limits.rlim_cur = limits.rlim_max;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limits), 0);
    // Otherwise AddressSanitizer keeps 256 MiB of what the server has freed.
    qputenv("ASAN_OPTIONS", qgetenv("ASAN_OPTIONS") + ":quarantine_size_mb=1");
}

void TestViewers::init()
{
    m_server = std::make_unique<Server>();
    QVERIFY(m_server->start({QStringLiteral("--max-per-client"), QStringLiteral("100")}));
    for (quint32 i = 0; i < 300; ++i) {
        m_clients.push_back(std::make_unique<Client>(m_server->port(), 0x7f070001 + i));
        QVERIFY(m_clients.back()->isServed());
    }
    m_descriptors = m_server->openDescriptors();
    QVERIFY(isAnswered());
}

void TestViewers::cleanup()
{
    m_clients.clear();
    m_server.reset();
}

qint64 TestViewers::memory() const
{
    return memoryOf(m_server->process().processId());
}

bool TestViewers::isAnswered() const
{
    const int descriptor = connectTo(path());
    const bool isSent = sendAll(descriptor, totalsRequest, false);
    const bool is = isSent && takeLines(descriptor, 1) == 1;
    ::close(descriptor);
    return is;
}

/// Connects and is served, again and again.
void TestViewers::probe(const char *when, std::chrono::milliseconds atLeast)
{
    QElapsedTimer all;
    all.start();
    std::vector<double> times;
    m_most = 0;
    while (times.size() < 1000 || all.elapsed() < atLeast.count()) {
        QElapsedTimer one;
        one.start();
        Client client(m_server->port());
        QVERIFY(client.isServed());
        times.push_back(double(one.nsecsElapsed()) / 1000);
        client.reset();
        if (times.size() % 20 == 0)
            m_most = std::max(m_most, memory());
    }
    std::sort(times.begin(), times.end());
    qInfo("%-7s connect and echo: median %4.0f us, p99 %5.0f us; server's memory %5lld KiB", when,
          times[times.size() / 2], times[times.size() * 99 / 100], static_cast<long long>(m_most));
}

/// Before, while \a viewer runs in a thread of its own, and after it.
void TestViewers::compare(const std::function<void(const Stop &)> &viewer,
                          std::chrono::milliseconds atLeast)
{
    probe("before:");
    const qint64 before = m_most;
    Stop stop = false;
    std::thread thread([&] { viewer(stop); });
    probe("during:", atLeast);
    const qint64 during = m_most;
    stop = true;
    stop.notify_all();
    thread.join();
    probe("after:");
    QVERIFY2(during - before < bound, qPrintable(QString::number(during - before)));
    QVERIFY2(m_most - before < bound, qPrintable(QString::number(m_most - before)));
    QTRY_VERIFY(isAnswered()); // once those who have left are noticed
}

void TestViewers::stopped()
{
    bool isNumber = false;
    const int seconds = qEnvironmentVariableIntValue("CONNLIMIT_VIEWER_SECONDS", &isNumber);
    QProcess watch;
    watch.start(programPath(QStringLiteral("connlimitctl")),
                {QStringLiteral("watch"), QStringLiteral("--interval"), QStringLiteral("0.01")});
    QVERIFY(watch.waitForReadyRead());
    QCOMPARE(::kill(pid_t(watch.processId()), SIGSTOP), 0);
    compare([](const Stop &) {}, std::chrono::seconds(isNumber ? seconds : 2));
    watch.readAll();
    QCOMPARE(::kill(pid_t(watch.processId()), SIGCONT), 0);
    QVERIFY(watch.waitForReadyRead()); // it goes on
    watch.terminate();
    QVERIFY(watch.waitForFinished());
}

void TestViewers::neverReads()
{
    // As many as there may be, each asking for frames as fast as they are taken from it.
    compare([this](const Stop &stop) {
        std::vector<int> viewers;
        for (int i = 0; i < 63; ++i) // one is left for isAnswered()
            viewers.push_back(connectTo(path()));
        while (!stop) {
            for (const int viewer : viewers)
                ::send(viewer, frameRequest, sizeof frameRequest - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
            std::this_thread::yield();
        }
        std::for_each(viewers.begin(), viewers.end(), ::close);
    });
}

void TestViewers::garbage()
{
    compare([this](const Stop &stop) {
        quint32 random = 1;
        while (!stop) {
            QByteArray bytes(4096, Qt::Uninitialized);
            for (char &byte : bytes)
                byte = char((random = random * 1664525 + 1013904223) >> 24);
            bytes.append('\n');
            const int viewer = connectTo(path());
            sendAll(viewer, bytes, false); // all of it, or there is no answer
            takeLines(viewer, 1);
            ::close(viewer);
        }
    });
}

void TestViewers::halfLines()
{
    compare([this](const Stop &stop) {
        const QByteArray half = "{\"jsonrpc\":\"2.0\",\"method\":\"" + QByteArray(60'000, 'x');
        std::vector<int> viewers;
        for (int i = 0; i < 63; ++i) {
            viewers.push_back(connectTo(path()));
            sendAll(viewers.back(), half, stop);
        }
        stop.wait(false);
        std::for_each(viewers.begin(), viewers.end(), ::close);
    });
}

void TestViewers::endlessLine()
{
    qint64 most = 0;
    compare([this, &most](const Stop &stop) {
        const QByteArray block(1 << 20, 'x');
        do {
            const int viewer = connectTo(path());
            qint64 sent = 0;
            while (sent < 100 * block.size() && sendAll(viewer, block, false))
                sent += block.size();
            most = std::max(most, sent);
            ::close(viewer);
        } while (!stop);
    });
    // It was not even read: the session ends with the first 64 KiB.
    QVERIFY2(most < 2 << 20, qPrintable(QString::number(most)));
}

void TestViewers::tenThousandRequests()
{
    compare([this](const Stop &stop) {
        const QByteArray requests = QByteArray(frameRequest).repeated(10'000);
        const int viewer = connectTo(path());
        setPatience(viewer);
        std::thread reader([viewer] { takeLines(viewer, std::numeric_limits<int>::max()); });
        sendAll(viewer, requests, stop);
        stop.wait(false);
        ::shutdown(viewer, SHUT_RDWR);
        reader.join();
        ::close(viewer);
    });
}

void TestViewers::thousandViewers()
{
    int served = 0;
    compare([this, &served](const Stop &stop) {
        std::vector<int> viewers;
        for (int i = 0; i < 1000; ++i) {
            viewers.push_back(connectTo(path()));
            sendAll(viewers.back(), totalsRequest, false);
        }
        for (const int viewer : viewers)
            served += takeLines(viewer, 1);
        stop.wait(false);
        std::for_each(viewers.begin(), viewers.end(), ::close);
    });
    QCOMPARE(served, 64); // the others are closed without an answer
}

void TestViewers::comeAndGo()
{
    int count = 0;
    compare([this, &count](const Stop &stop) {
        for (; !stop; ++count) {
            const int viewer = connectTo(path());
            if (count % 2)
                sendAll(viewer, totalsRequest, false);
            ::close(viewer);
        }
    });
    qInfo("%d viewers came and went", count);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->openDescriptors(), m_descriptors, 30'000);
}

void TestViewers::millionClients()
{
    if (!QFileInfo::exists(programPath(QStringLiteral("bench-fullserver"))))
        QSKIP("the benchmarks are not built");
    QProcess full;
    const QString socket = m_runtime.path() + u"/full.sock";
    full.start(programPath(QStringLiteral("bench-fullserver")),
               {QStringLiteral("--name"), socket, QStringLiteral("--churn")});
    QVERIFY(full.waitForReadyRead());
    const qint64 before = memoryOf(full.processId());
    const int viewer = connectTo(socket);
    for (const char *params : {R"("order":"open","count":1000)", R"("order":"share")",
                               R"("filter":"10.1")", R"("offset":900000,"order":"client")"}) {
        QElapsedTimer timer;
        timer.start();
        const QByteArray request = R"({"jsonrpc":"2.0","id":1,"method":"clients.list","params":{)"
                                   + QByteArray(params) + "}}\n";
        QVERIFY(sendAll(viewer, request, false));
        QByteArray answer;
        while (!answer.endsWith('\n')) {
            char bytes[65536];
            const ssize_t length = ::recv(viewer, bytes, sizeof bytes, 0);
            QVERIFY(length > 0);
            answer.append(bytes, length);
        }
        const QJsonObject result
            = QJsonDocument::fromJson(answer).object().value(QStringLiteral("result")).toObject();
        QVERIFY(result.value(QStringLiteral("clients")).toArray().size() >= 100);
        QVERIFY(answer.size() < 512 * 1024);
        qInfo("%-34s %7lld bytes after %3lld ms; server's memory +%lld KiB", params,
              static_cast<long long>(answer.size()), static_cast<long long>(timer.elapsed()),
              static_cast<long long>(memoryOf(full.processId()) - before));
    }
    ::close(viewer);
    full.terminate();
    QVERIFY(full.waitForFinished());
}

QTEST_GUILESS_MAIN(TestViewers)

#include "tst_viewers.moc"
