// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QProcess>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>

/// Where a process runs: servers have the first processor to themselves, clients the last.
enum class Processor { First, Last };

/// A process that is spoken to by lines, and ends when this object or this process does.
class Process
{
public:
    Process(const QString &program, const QStringList &arguments, Processor processor);
    ~Process();

    bool isRunning() const { return m_process.state() == QProcess::Running; }
    qint64 id() const { return m_process.processId(); }

    /// The next line that it prints; nothing if none comes.
    std::optional<QByteArray> readLine();
    bool write(const QByteArray &line);
    /// Its answer to a line.
    std::optional<QByteArray> ask(const QByteArray &line);
    /// Its answer as a number.
    std::optional<double> number(const QByteArray &line);

    /// Ends its standard input. Whether it then ends by itself, and well.
    bool finish();

    /// CPU time of all of its threads so far, of the kernel's part as well, in seconds.
    double cpuTime() const;
    /// Waits until it has nothing more to do; at most some seconds.
    void waitUntilIdle() const;

private:
    QProcess m_process;
};

/// Path of a program of this project that lies beside this one.
QString sibling(const QString &name);
