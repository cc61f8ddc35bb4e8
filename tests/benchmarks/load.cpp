// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// bench-load PORT
//
// The clients of a server that is measured, in a process of their own. Takes one command a line,
// answers each with a line, "failed" if it could not be done, and ends with its standard input.
//     hold N              one connection each from N addresses, kept
//     take N              N connections from 127.0.0.1, kept
//     refused N AT_ONCE   N connections from 127.0.0.1 that the server closes; seconds
//     admitted N AT_ONCE  N connections, each from another address, that come and leave; seconds
//     burst N A_SECOND    N connections that come at that rate and leave at once; seconds
//     starve N MS         N clients that try again whenever they are turned away
//     recover MS          all leave; ms until a client is served, -1 if that takes longer

#include "clients.h"

#include <cstdio>
#include <cstring>
#include <poll.h>
#include <string>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

static double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// How the clients of a flood behave.
enum class Kind { Refused, Admitted };

class Clients
{
public:
    explicit Clients(std::uint16_t port)
        : m_port(port)
    {}

    bool hold(unsigned count, Kind from);
    bool flood(unsigned count, unsigned atOnce, Kind kind);
    bool burst(unsigned count, unsigned perSecond);
    void starve(unsigned count, std::chrono::milliseconds duration);
    double recover(std::chrono::milliseconds patience);

private:
    std::uint32_t source(Kind kind)
    {
        return kind == Kind::Refused ? INADDR_LOOPBACK : sourceAddress(m_number++);
    }
    Connection come(Kind kind)
    {
        Connection connection(m_port, source(kind));
        if (connection.isOpen() && kind == Kind::Admitted)
            connection.finish();
        return connection;
    }

    const std::uint16_t m_port;
    std::uint32_t m_number = 0;
    std::vector<Connection> m_held;
};

bool Clients::hold(unsigned count, Kind from)
{
    for (unsigned i = 0; i < count; ++i) {
        m_held.emplace_back(m_port, source(from));
        if (!m_held.back().isOpen())
            return false;
    }
    return true;
}

bool Clients::flood(unsigned count, unsigned atOnce, Kind kind)
{
    std::vector<Connection> connections(atOnce);
    std::vector<pollfd> wanted(atOnce, pollfd{-1, POLLIN, 0});
    unsigned begun = 0;
    const auto begin = [&](std::size_t i) {
        connections[i] = begun < count ? come(kind) : Connection();
        begun += connections[i].isOpen();
        wanted[i].fd = connections[i].descriptor();
        return connections[i].isOpen() || begun == count;
    };
    for (std::size_t i = 0; i < atOnce; ++i) {
        if (!begin(i))
            return false;
    }
    for (unsigned ended = 0; ended < count;) {
        if (::poll(wanted.data(), wanted.size(), 10'000) <= 0)
            return false;
        for (std::size_t i = 0; i < atOnce; ++i) {
            if (wanted[i].revents == 0 || !connections[i].hasEnded())
                continue;
            ++ended;
            connections[i] = Connection(); // the old one goes with the temporary
            if (!begin(i))
                return false;
        }
    }
    return true;
}

bool Clients::burst(unsigned count, unsigned perSecond)
{
    std::vector<Connection> connections; // reset only when all have come
    const auto start = Clock::now();
    for (unsigned i = 0; i < count; ++i) {
        std::this_thread::sleep_until(start + 1'000'000us * i / perSecond);
        connections.push_back(come(Kind::Admitted));
        if (!connections.back().isOpen())
            return false;
    }
    return true;
}

void Clients::starve(unsigned count, std::chrono::milliseconds duration)
{
    const auto end = Clock::now() + duration;
    m_held.resize(count);
    while (Clock::now() < end) {
        for (Connection &connection : m_held) {
            if (!connection.isOpen() || connection.hasEnded()) {
                connection = Connection();
                connection
                    = Connection(m_port, source(Kind::Admitted), Connection::Connect::DoNotWait);
            }
        }
        std::this_thread::sleep_for(10ms);
    }
}

double Clients::recover(std::chrono::milliseconds patience)
{
    m_held.clear();
    const auto start = Clock::now();
    while (Clock::now() < start + patience) {
        Connection connection(m_port, source(Kind::Admitted), Connection::Connect::DoNotWait);
        if (connection.isOpen() && connection.waitForGreeting(patience))
            return secondsSince(start) * 1000;
        std::this_thread::sleep_for(1ms);
    }
    return -1;
}

static std::string obey(Clients &clients, const char *line)
{
    char verb[16] = "";
    unsigned count = 0;
    unsigned number = 1;
    const int words = std::sscanf(line, "%15s %u %u", verb, &count, &number);
    const std::string command = words > 0 ? verb : "";
    const auto start = Clock::now();
    bool isDone = number > 0;
    if (command == "hold" || command == "take")
        isDone = clients.hold(count, command == "hold" ? Kind::Admitted : Kind::Refused);
    else if (command == "refused" || command == "admitted")
        isDone = isDone
                 && clients.flood(count, number,
                                  command == "refused" ? Kind::Refused : Kind::Admitted);
    else if (command == "burst")
        isDone = isDone && clients.burst(count, number);
    else if (command == "starve")
        clients.starve(count, std::chrono::milliseconds(number));
    else if (command == "recover")
        return std::to_string(clients.recover(std::chrono::milliseconds(count)));
    else
        isDone = false;
    return isDone ? std::to_string(secondsSince(start)) : "failed";
}

int main(int argc, char *argv[])
{
    if (argc != 2)
        return 2;
    setDescriptorLimit();
    Clients clients(std::uint16_t(std::strtoul(argv[1], nullptr, 10)));
    char line[64];
    while (std::fgets(line, sizeof line, stdin)) {
        std::puts(obey(clients, line).c_str());
        std::fflush(stdout);
    }
}
