// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a frame of a server with many clients costs the dashboard: CPU time of its GUI thread, from
// one frame to the next, reading, updating and painting included.

#include "clientspage.h"
#include "mainwindow.h"
#include "report.h"
#include "serverpage.h"

#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>
#include <QtWidgets/QScrollBar>

#include <ctime>

using namespace ConnLimit;

namespace {

double threadTime()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

void runUntil(const std::function<bool()> &condition)
{
    while (!condition())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

/// The milliseconds of each of \a count frames, in ascending order. \a act is what the user does
/// before each of them.
std::vector<double> frameTimes(ServerPage &page, int count, const std::function<void(int)> &act)
{
    std::vector<double> times;
    double last = 0;
    QObject context;
    const auto take = [&](const ClientsFrame &, const ClientsRequest &request) {
        // After the view has moved, one that was under way comes first.
        const bool isWhatIsWanted = request == page.monitor().request();
        // When all that the frame has led to is done, paint events included.
        QTimer::singleShot(0, Qt::PreciseTimer, &context, [&, isWhatIsWanted] {
            QApplication::sendPostedEvents();
            const double now = threadTime();
            if (last != 0)
                times.push_back(now - last);
            last = threadTime();
            if (isWhatIsWanted)
                act(int(times.size()));
            page.monitor().refresh();
        });
    };
    QObject::connect(&page.monitor(), &Monitor::frameReceived, &context, take);
    page.monitor().refresh();
    runUntil([&] { return int(times.size()) >= count; });
    std::sort(times.begin(), times.end());
    return times;
}

void measure(Report &report, const QString &name, ServerPage &page, int count,
             const std::function<void(int)> &act)
{
    const std::vector<double> times = frameTimes(page, count, act);
    const auto at
        = [&times](double part) { return times[std::size_t(part * double(times.size() - 1))]; };
    report.add(name, QStringLiteral("ms"),
               {{QStringLiteral("median"), at(0.5)},
                {QStringLiteral("99 of 100"), at(0.99)},
                {QStringLiteral("longest"), at(1)}});
}

} // namespace

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const Options options = readOptions({});
    const QString clients = options.isQuick ? QStringLiteral("20000") : QStringLiteral("1000000");
    const int count = options.isQuick ? 5 : 200;

    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("full.sock"));
    QProcess server;
    server.start(QApplication::applicationDirPath() + QStringLiteral("/bench-fullserver"),
                 {QStringLiteral("--clients"), clients, QStringLiteral("--churn"),
                  QStringLiteral("--name"), path});
    while (!server.canReadLine()) {
        if (!server.waitForReadyRead(120'000))
            qFatal("the server does not start");
    }

    Report report(QStringLiteral("view"));
    report.heading(u"GUI thread of the dashboard for one frame, " + clients + u" clients");
    {
        MainWindow window;
        window.resize(1280, 800);
        window.show();
        window.follow(path);
        ServerPage &page = *window.currentPage();
        ClientsView &table = page.clients().table();
        runUntil([&] { return table.model()->rowCount() > 0; });
        QScrollBar *bar = table.verticalScrollBar();
        runUntil([&] { return bar->maximum() > 0; });

        measure(report, QStringLiteral("Looked at"), page, count, [](int) {});
        measure(
            report, QStringLiteral("Scrolled to another place for each frame"), page, count,
            [bar](int frame) { bar->setValue(int(quint32(frame) * 104'729u) % bar->maximum()); });
        bar->setValue(0);
        table.selectAll();
        measure(report, QStringLiteral("All in view selected, another order for each frame"), page,
                count, [&table](int frame) {
                    table.sortByColumn(frame % ClientsModel::ColumnCount, Qt::DescendingOrder);
                });
        page.clients().detailsAction()->setChecked(true);
        measure(report, QStringLiteral("One client shown beside the table"), page, count,
                [](int) {});
    }
    server.kill();
    server.waitForFinished();
    return options.json.isEmpty() || report.write(options.json) ? 0 : 1;
}
