// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "processes.h"

#include "descriptors.h"

#include <QtCore/QCoreApplication>

#include <chrono>
#include <csignal>
#include <ctime>
#include <sched.h>
#include <sys/prctl.h>
#include <thread>

using namespace std::chrono_literals;

/// Runs in the child, before the program does.
static void prepareChild(Processor processor)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    setDescriptorLimit();
    cpu_set_t all;
    if (::sched_getaffinity(0, sizeof all, &all) != 0)
        return;
    int chosen = -1;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (CPU_ISSET(cpu, &all) && (chosen == -1 || processor == Processor::Last))
            chosen = cpu;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(chosen, &one);
    ::sched_setaffinity(0, sizeof one, &one);
}

Process::Process(const QString &program, const QStringList &arguments, Processor processor)
{
    m_process.setChildProcessModifier([processor] { prepareChild(processor); });
    m_process.setStandardErrorFile(QProcess::nullDevice()); // what it logs
    m_process.start(program, arguments);
    m_process.waitForStarted();
}

Process::~Process()
{
    m_process.kill();
    m_process.waitForFinished();
}

std::optional<QByteArray> Process::readLine()
{
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(60'000))
            return {};
    }
    return m_process.readLine().trimmed();
}

bool Process::write(const QByteArray &line)
{
    m_process.write(line + '\n');
    while (m_process.bytesToWrite() > 0) {
        if (!m_process.waitForBytesWritten())
            return false;
    }
    return true;
}

std::optional<QByteArray> Process::ask(const QByteArray &line)
{
    return write(line) ? readLine() : std::nullopt;
}

bool Process::finish()
{
    m_process.closeWriteChannel();
    return m_process.waitForFinished() && m_process.exitStatus() == QProcess::NormalExit
           && m_process.exitCode() == 0;
}

std::optional<double> Process::number(const QByteArray &line)
{
    bool isNumber = false;
    const double result = ask(line).value_or(QByteArray()).toDouble(&isNumber);
    return isNumber ? std::optional(result) : std::nullopt;
}

double Process::cpuTime() const
{
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(pid_t(id()), &clock) == 0)
        ::clock_gettime(clock, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

void Process::waitUntilIdle() const
{
    double before = cpuTime();
    for (int i = 0; i < 250; ++i) {
        std::this_thread::sleep_for(20ms);
        const double now = cpuTime();
        if (now - before < 0.0005)
            return;
        before = now;
    }
}

QString sibling(const QString &name)
{
    return QCoreApplication::applicationDirPath() + u'/' + name;
}
