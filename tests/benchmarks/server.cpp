// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// bench-server MODE [--limit N] [--kept N] [--descriptors N] [--work MICROSECONDS]
//                   [--greet] [--gap] [--wait]
//
// A server to be measured, a process of its own. It prints its port, and takes one command a line:
//     gap     prints the longest time between two ticks of a timer of 5 ms since the last time, ms
//     block   answers, and does nothing else until the next line
//     memory  prints the number of allocations so far, and the bytes that are in use
// It ends, at once, when its standard input does. With --wait it accepts nothing before a first
// line. While it waits or is blocked, the kernel completes the connections, which queue up.

#include "allocations.h"
#include "descriptors.h"
#include "servers.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

/// Measures how long the event loop lets a timer wait.
class GapMeter
{
public:
    void start()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_longest = std::max(m_longest, m_sinceTick.nsecsElapsed());
            m_sinceTick.start();
        });
        m_sinceTick.start();
        m_timer.start(5);
    }
    double takeLongest() { return double(std::exchange(m_longest, 0)) / 1e6; }

private:
    QTimer m_timer;
    QElapsedTimer m_sinceTick;
    qint64 m_longest = 0;
};

static QByteArray readCommand()
{
    char line[64];
    const ssize_t length = ::read(STDIN_FILENO, line, sizeof line);
    if (length <= 0)
        ::_exit(0); // what is to be measured ends before destructors
    return QByteArray(line, length).trimmed();
}

static void answer(const QByteArray &command, GapMeter &gaps)
{
    if (command == "gap") {
        std::printf("%.3f\n", gaps.takeLongest());
    } else if (command == "block") {
        std::puts("blocked");
        std::fflush(stdout);
        readCommand();
        return;
    } else if (command == "memory") {
        // What was counted before printf() takes its own.
        const auto count = static_cast<unsigned long long>(allocations());
        const auto bytes = static_cast<unsigned long long>(bytesInUse());
        std::printf("%llu %llu\n", count, bytes);
    }
    std::fflush(stdout);
}

static int run(const QCommandLineParser &arguments, const QString &mode)
{
    const auto number
        = [&](const char *option) { return arguments.value(QString::fromLatin1(option)).toUInt(); };
    const int listener = makeListener(mode == u"blocked" ? 0 : SOCK_NONBLOCK);
    std::printf("%u\n", unsigned(portOf(listener)));
    std::fflush(stdout);
    if (arguments.isSet(QStringLiteral("wait")))
        readCommand();
    if (mode == u"bare")
        acceptAndClose(listener, int(number("kept")));
    if (mode == u"blocked")
        blockAndClose(listener, int(number("kept")));

    const Service service{.work = std::chrono::microseconds(number("work")),
                          .greets = arguments.isSet(QStringLiteral("greet"))};
    const auto server = startServer(mode, listener, number("limit"), service);
    if (!server)
        return 3;
    GapMeter gaps;
    if (arguments.isSet(QStringLiteral("gap")))
        gaps.start();
    QSocketNotifier commands(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&commands, &QSocketNotifier::activated, &commands,
                     [&gaps] { answer(readCommand(), gaps); });
    return QCoreApplication::exec();
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser arguments;
    for (const char *flag : {"greet", "gap", "wait"})
        arguments.addOption(QCommandLineOption(QString::fromLatin1(flag)));
    for (const char *option : {"limit", "kept", "descriptors", "work"})
        arguments.addOption({QString::fromLatin1(option), {}, QStringLiteral("number")});
    arguments.addPositionalArgument(QStringLiteral("mode"), {});
    arguments.process(application);
    if (arguments.positionalArguments().size() != 1)
        arguments.showHelp(2);

    const unsigned descriptors = arguments.value(QStringLiteral("descriptors")).toUInt();
    setDescriptorLimit(descriptors == 0 ? RLIM_INFINITY : descriptors);
    return run(arguments, arguments.positionalArguments().constFirst());
}
