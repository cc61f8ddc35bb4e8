// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "screen.h"

#include <QtCore/QSocketNotifier>

#include <csignal>
#include <memory>
#include <optional>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

/// A pseudo terminal with a program that it controls, and what it shows. Its screen is brought up
/// to date by the event loop.
class PseudoTerminal
{
public:
    ~PseudoTerminal()
    {
        if (m_process > 0) {
            ::kill(m_process, SIGKILL);
            ::kill(m_process, SIGCONT);
            ::waitpid(m_process, nullptr, 0);
        }
        hangUp();
    }

    bool start(const QStringList &command, int columns = 100, int rows = 30)
    {
        QList<QByteArray> words;
        for (const QString &word : command)
            words.append(word.toLocal8Bit());
        std::vector<char *> arguments;
        for (QByteArray &word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);

        winsize size{};
        size.ws_col = quint16(columns);
        size.ws_row = quint16(rows);
        if (::openpty(&m_master, &m_slave, nullptr, nullptr, &size) != 0)
            return false;
        m_screen.setSize(columns, rows);
        m_process = ::fork();
        if (m_process == 0) {
            ::login_tty(m_slave);
            for (int descriptor = 3; descriptor < 100; ++descriptor)
                ::close(descriptor);
            ::execvp(arguments[0], arguments.data());
            ::_exit(127);
        }
        m_notifier = std::make_unique<QSocketNotifier>(m_master, QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                         [this] { read(); });
        return m_process > 0;
    }

    const Screen &screen() const { return m_screen; }
    pid_t process() const { return m_process; }

    bool type(const QByteArray &keys)
    {
        return ::write(m_master, keys.constData(), std::size_t(keys.size())) == keys.size();
    }
    void resize(int columns, int rows)
    {
        winsize size{};
        size.ws_col = quint16(columns);
        size.ws_row = quint16(rows);
        m_screen.setSize(columns, rows);
        ::ioctl(m_master, TIOCSWINSZ, &size);
    }
    /// How the terminal is set up.
    termios settings() const
    {
        termios settings{};
        ::tcgetattr(m_slave, &settings);
        return settings;
    }
    /// Whether it is as a shell has it: line by line, with echo.
    bool isCooked() const { return (settings().c_lflag & ICANON) && (settings().c_lflag & ECHO); }

    /// The status that the program has ended with, as waitpid() has it, if it has ended. What it
    /// wrote last may be on its way to the screen still.
    std::optional<int> status()
    {
        int status = 0;
        if (m_process > 0 && ::waitpid(m_process, &status, WNOHANG) == m_process) {
            m_process = -1;
            m_status = status;
        }
        return m_status;
    }

    void hangUp()
    {
        m_notifier.reset();
        for (int *descriptor : {&m_master, &m_slave}) {
            if (*descriptor != -1)
                ::close(std::exchange(*descriptor, -1));
        }
    }

private:
    void read()
    {
        int waiting = 0;
        while (::ioctl(m_master, FIONREAD, &waiting) == 0 && waiting > 0) {
            char buffer[4096];
            const ssize_t got = ::read(m_master, buffer, sizeof buffer);
            if (got <= 0)
                return;
            m_screen.write(QByteArray(buffer, got));
        }
    }

    Screen m_screen;
    int m_master = -1;
    int m_slave = -1; // kept open, so that the terminal outlives the program
    pid_t m_process = -1;
    std::optional<int> m_status;
    std::unique_ptr<QSocketNotifier> m_notifier;
};
