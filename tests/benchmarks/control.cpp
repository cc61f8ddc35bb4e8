// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a viewer costs the server: CPU time of the thread of its control channel.

#include "fulllimiter.h"
#include "report.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/control/livemessages.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QLoggingCategory>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>

#include <atomic>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace ConnLimit;

namespace {

/// The CPU time of a thread of this process with a \a name.
class ThreadClock
{
public:
    explicit ThreadClock(const QByteArray &name)
    {
        const QDir tasks(QStringLiteral("/proc/self/task"));
        for (const QString &task : tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (contents(tasks.filePath(task + u"/comm")).trimmed() == name)
                m_path = tasks.filePath(task + u"/schedstat");
        }
    }
    /// In milliseconds; 0 where the system does not tell.
    double now() const { return contents(m_path).split(' ').first().toDouble() / 1e6; }

private:
    static QByteArray contents(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QString m_path;
};

/// Waits for each answer, with no event loop of its own.
class Viewer
{
public:
    explicit Viewer(const QString &path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, QFile::encodeName(path).constData(), sizeof address.sun_path);
        if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            qFatal("cannot attach");
    }
    ~Viewer() { ::close(m_socket); }
    Viewer(const Viewer &) = delete;
    Viewer &operator=(const Viewer &) = delete;

    QByteArray ask(const char *method, const QJsonObject &params = {})
    {
        const QJsonObject request{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                                  {QStringLiteral("id"), 1},
                                  {QStringLiteral("method"), QLatin1StringView(method)},
                                  {QStringLiteral("params"), params}};
        const QByteArray line = QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
        QByteArray answer;
        if (::send(m_socket, line.constData(), std::size_t(line.size()), 0) != line.size())
            qFatal("cannot ask");
        while (!answer.endsWith('\n')) {
            char bytes[65536];
            const ssize_t length = ::recv(m_socket, bytes, sizeof bytes, 0);
            if (length <= 0)
                qFatal("no answer");
            answer.append(bytes, length);
        }
        if (answer.contains("\"error\":"))
            qFatal("%s", answer.constData());
        return answer;
    }

private:
    const int m_socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
};

struct Work
{
    const char *name;
    std::function<void(Viewer &)> run;
};

Work frame(const char *name, const ClientsRequest &request)
{
    return {name,
            [params = toJson(request)](Viewer &viewer) { viewer.ask("clients.list", params); }};
}

std::vector<Work> allWork(const QString &path, quint32 clients)
{
    constexpr auto down = SortDirection::Descending;
    std::vector<Work> work{
        {"attach",
         [path](Viewer &) {
             Viewer viewer(path);
             viewer.ask("hello", {{QStringLiteral("protocol"), controlProtocolVersion}});
             viewer.ask("config.get");
         }},
        {"totals", [](Viewer &viewer) { viewer.ask("totals"); }},
        {"history of an hour",
         [](Viewer &viewer) {
             viewer.ask("history", {{QStringLiteral("span"), 3600}});
         }},
        {"preview of a limit",
         [](Viewer &viewer) {
             ConfigPatch patch;
             patch.maximumConnectionsPerClient = 2;
             viewer.ask("config.preview", toJson(patch));
         }},
        frame("frame by open", {ClientOrder::Open, down, {}, 0, 100}),
        frame("frame by client", {ClientOrder::Client, SortDirection::Ascending, {}, 0, 100}),
        frame("frame by limit", {ClientOrder::Limit, down, {}, 0, 100}),
        frame("frame by share", {ClientOrder::Share, down, {}, 0, 100}),
        frame("frame by refused", {ClientOrder::Refused, down, {}, 0, 100}),
        frame("frame by refused last minute", {ClientOrder::RefusedLastMinute, down, {}, 0, 100}),
        frame("frame by last refused", {ClientOrder::LastRefused, down, {}, 0, 100}),
        frame("frame with those refused", {ClientOrder::Open, down, {}, 0, 100, true}),
        frame("filter by text, ipv4", {ClientOrder::Open, down, QStringLiteral("10.1"), 0, 100}),
        frame("filter by text, ipv6", {ClientOrder::Open, down, QStringLiteral("db8:a"), 0, 100}),
        frame("filter by subnet", {ClientOrder::Open, down, QStringLiteral("10.0.0.0/9"), 0, 100}),
        frame("frame of 1000", {ClientOrder::Open, down, {}, 0, 1000}),
        frame("page at nine tenths",
              {ClientOrder::Open, down, {}, quint32(quint64(clients) * 9 / 10), 100}),
    };
    return work;
}

/// The longest time between two turns of a 5 ms timer in this thread, the application's, beside
/// what a viewer asks for in a thread of its own.
double longestGap(std::chrono::milliseconds duration, const std::function<void()> &ask)
{
    std::atomic<bool> isOver = false;
    std::thread other([&] {
        while (!isOver)
            ask();
    });
    QElapsedTimer all;
    QElapsedTimer gap;
    QTimer timer;
    double longest = 0;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        longest = std::max(longest, double(gap.nsecsElapsed()) / 1e6);
        gap.start();
    });
    timer.start(5);
    all.start();
    gap.start();
    while (all.elapsed() < duration.count())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    isOver = true;
    other.join();
    return longest;
}

void compareGaps(Report &report, Viewer &viewer, quint32 clients, bool isQuick)
{
    const std::chrono::milliseconds duration(isQuick ? 50 : 1000);
    const Work filter
        = frame("", {ClientOrder::Open, SortDirection::Descending, QStringLiteral("10.1"), 0, 100});
    report.compare({.name = u"Longest gap of a 5 ms timer of the application, "
                            + QString::number(clients) + u" clients",
                    .unit = QStringLiteral("ms"),
                    .contestants
                    = {{QStringLiteral("no viewer"),
                        [=] {
                            return std::optional(longestGap(duration, [] {
                                std::this_thread::sleep_for(std::chrono::milliseconds(10));
                            }));
                        }},
                       {QStringLiteral("a viewer that filters by text"),
                        [=, &viewer] {
                            return std::optional(longestGap(duration, [&] { filter.run(viewer); }));
                        }}},
                    .rounds = isQuick ? 1 : 7,
                    .ratios = false});
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const Options options = readOptions({});
    Report report(QStringLiteral("control"));
    const quint32 clients = options.isQuick ? 10'000 : 1'000'000;
    const QTemporaryDir directory;

    QLoggingCategory::setFilterRules(QStringLiteral("connlimit.refusals=false"));
    FullLimiter full(clients);
    ControlServer server(&full.limiter());
    if (!server.listen(directory.filePath(QStringLiteral("full.sock"))))
        qFatal("%s", qPrintable(server.errorString()));
    const ThreadClock clock("connlimit");
    Viewer viewer(server.path());

    Comparison comparison{.name = u"A viewer's request, " + QString::number(clients) + u" clients",
                          .unit = QStringLiteral("ms of the CPU of the channel's thread"),
                          .contestants = {},
                          .rounds = options.isQuick ? 1 : 15,
                          .ratios = false};
    for (const Work &work : allWork(server.path(), clients)) {
        comparison.contestants.push_back(
            {QString::fromLatin1(work.name), [&clock, &viewer, work]() -> std::optional<double> {
                 const double before = clock.now();
                 work.run(viewer);
                 viewer.ask("hello", {{QStringLiteral("protocol"), controlProtocolVersion}});
                 return clock.now() - before;
             }});
    }
    report.compare(comparison);
    compareGaps(report, viewer, clients, options.isQuick);
    return report.write(options.json) ? 0 : 1;
}
