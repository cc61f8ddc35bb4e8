// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "costs.h"

#include "clients.h"
#include "processes.h"

#include <QtCore/QFile>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>

#include <vector>

using namespace std::chrono_literals;

bool canMeasureCosts()
{
    if (QStandardPaths::findExecutable(QStringLiteral("valgrind")).isEmpty())
        return false;
    // Where a container forbids it, strace is there and fails.
    const QStringList arguments{QStringLiteral("-f"), QStringLiteral("-o"),
                                QStringLiteral("/dev/null"), QStringLiteral("true")};
    return QProcess::execute(QStringLiteral("strace"), arguments) == 0;
}

/// What the clients of one deed do.
class Crowd
{
public:
    Crowd(Process &server, quint16 port, Deed deed)
        : m_server(server)
        , m_port(port)
        , m_deed(deed)
    {}

    /// Has so many connections stay, of other clients. The server must not wait.
    bool hold(unsigned count)
    {
        for (unsigned i = 0; i < count; ++i)
            m_held.emplace_back(m_port, sourceAddress(m_number++));
        Connection last(m_port, sourceAddress(m_number++)); // when it has left, all are admitted
        last.finish();
        return last.waitForEnd(60s);
    }

    /// Has the server do it so many times; it waits for that, unless it is to serve.
    bool run(unsigned times)
    {
        if (m_deed != Deed::Serve)
            return come(times) && m_server.write("go") && waitUntilDone();
        static constexpr unsigned wave = 20;
        for (unsigned done = 0; done < times; done += wave) {
            m_connections.clear();
            if (!m_server.ask("block") || !come(wave) || !m_server.write("go") || !waitUntilDone())
                return false;
        }
        return true;
    }

private:
    bool come(unsigned times)
    {
        if (m_deed == Deed::Refuse)
            comeOne(); // is admitted, and those after it are not
        for (unsigned i = 0; i < times; ++i) {
            comeOne();
            if (m_deed == Deed::Serve)
                m_connections.back().finish();
        }
        if (m_deed == Deed::Keep) {
            comeOne(); // when this one has left, all before it were admitted
            m_connections.back().finish();
        }
        return std::ranges::all_of(m_connections, &Connection::isOpen);
    }
    void comeOne()
    {
        const quint32 source = m_deed == Deed::Refuse ? INADDR_LOOPBACK : sourceAddress(m_number++);
        m_connections.emplace_back(m_port, source);
    }
    bool waitUntilDone()
    {
        auto first = m_connections.begin();
        if (m_deed == Deed::Refuse)
            ++first;
        else if (m_deed == Deed::Keep)
            first = m_connections.end() - 1;
        return std::all_of(first, m_connections.end(),
                           [](Connection &connection) { return connection.waitForEnd(60s); });
    }

    Process &m_server;
    const quint16 m_port;
    const Deed m_deed;
    quint32 m_number = 0;
    std::vector<Connection> m_connections;
    std::vector<Connection> m_held;
};

/// Has a server do it, under a program that watches it. Returns its answer to "memory".
static std::optional<QByteArray> run(QStringList watcher, const QString &mode, Deed deed,
                                     unsigned times, unsigned held)
{
    QStringList command = watcher << sibling(QStringLiteral("bench-server")) << mode
                                  << QStringLiteral("--limit") << QStringLiteral("1");
    if (deed != Deed::Serve)
        command << QStringLiteral("--wait");
    Process server(command.first(), command.mid(1), Processor::First);
    const auto port = server.readLine().value_or(QByteArray()).toUShort();
    Crowd crowd(server, port, deed);
    if ((held > 0 && !crowd.hold(held)) || !crowd.run(times))
        return {};
    const std::optional<QByteArray> memory = server.ask("memory");
    return server.finish() ? memory : std::nullopt;
}

static double countSystemCalls(const QString &trace)
{
    QFile file(trace);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    double count = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        if (!line.contains(" resumed>") && !line.contains(" +++ "))
            ++count;
    }
    return count;
}

static double countInstructions(const QString &profile)
{
    QFile file(profile);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (line.startsWith("totals: "))
            return line.mid(8).toDouble();
    }
    return 0;
}

/// The cost of a whole run.
static std::optional<Cost> total(const QString &mode, Deed deed, unsigned times, unsigned held)
{
    const QTemporaryDir directory;
    const QString trace = directory.filePath(QStringLiteral("trace"));
    const QString profile = directory.filePath(QStringLiteral("profile"));
    const auto memory = run({}, mode, deed, times, held);
    if (!memory
        || !run({QStringLiteral("strace"), QStringLiteral("-f"), QStringLiteral("-qq"),
                 QStringLiteral("-e"), QStringLiteral("signal=none"), QStringLiteral("-o"), trace},
                mode, deed, times, held)
        || !run({QStringLiteral("valgrind"), QStringLiteral("-q"),
                 QStringLiteral("--tool=callgrind"), QString(u"--callgrind-out-file=" + profile)},
                mode, deed, times, held))
        return {};
    const QList<QByteArray> words = memory->split(' ');
    if (words.size() != 2)
        return {};
    return Cost{.systemCalls = countSystemCalls(trace),
                .instructions = countInstructions(profile),
                .allocations = words[0].toDouble(),
                .bytes = words[1].toDouble()};
}

std::optional<Cost> costOf(const QString &mode, Deed deed, unsigned times, unsigned held)
{
    const std::optional<Cost> once = total(mode, deed, times, held);
    const std::optional<Cost> twice = total(mode, deed, 2 * times, held);
    if (!once || !twice)
        return {};
    return Cost{.systemCalls = (twice->systemCalls - once->systemCalls) / times,
                .instructions = (twice->instructions - once->instructions) / times,
                .allocations = (twice->allocations - once->allocations) / times,
                .bytes = (twice->bytes - once->bytes) / times};
}
