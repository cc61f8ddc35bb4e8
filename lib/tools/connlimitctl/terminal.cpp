// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "terminal.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace {

// A handler may do next to nothing (signal-safety(7)): it writes the number of the signal to a
// pipe.
int signalPipe[2] = {-1, -1};

constexpr int signalNumbers[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGINT, SIGTERM, SIGHUP, SIGQUIT};

void handleSignal(int number)
{
    const int error = errno;
    const char byte = char(number);
    [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
    errno = error;
}

void setHandler(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(number, &action, nullptr);
}

int openSignalPipe()
{
    if (::pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        std::abort();
    return signalPipe[0];
}

/// All of \a bytes, or false if the terminal has gone.
bool writeAll(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), std::size_t(bytes.size()));
        if (written >= 0) {
            bytes = bytes.sliced(written);
        } else if (errno == EAGAIN) { // somebody else who has it has made it so
            pollfd terminal{STDOUT_FILENO, POLLOUT, 0};
            ::poll(&terminal, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

} // namespace

bool Terminal::canRead()
{
    return ::isatty(STDIN_FILENO);
}

Terminal::Terminal()
    : m_input(STDIN_FILENO, QSocketNotifier::Read)
    , m_signals(openSignalPipe(), QSocketNotifier::Read)
{
    ::tcgetattr(STDIN_FILENO, &m_original);
    connect(&m_input, &QSocketNotifier::activated, this, &Terminal::readKeys);
    connect(&m_signals, &QSocketNotifier::activated, this, &Terminal::readSignal);
    m_escape.setSingleShot(true);
    m_escape.setInterval(std::chrono::milliseconds(50));
    connect(&m_escape, &QTimer::timeout, this, [this] {
        for (const Key &key : m_reader.finish())
            Q_EMIT keyPressed(key);
    });
    for (const int number : signalNumbers)
        setHandler(number, handleSignal);
    enter();
}

Terminal::~Terminal()
{
    leave();
    for (const int number : signalNumbers)
        setHandler(number, SIG_DFL);
    m_signals.setEnabled(false);
    for (int &end : signalPipe)
        ::close(std::exchange(end, -1));
}

/// Also where it is entered already: after SIGCONT the terminal may be anything.
void Terminal::enter()
{
    termios raw = m_original;
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO); // Ctrl-C and Ctrl-Z stay signals
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    // The other screen, without a cursor and without line breaks of its own.
    writeAll("\x1b[?1049h\x1b[?25l\x1b[?7l");
    m_isEntered = true;
}

void Terminal::leave()
{
    if (!std::exchange(m_isEntered, false))
        return;
    writeAll("\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l");
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &m_original);
}

/// In one piece, so that nothing flickers: each line is cleared behind its text, the rest below.
void Terminal::draw(const Lines &lines, bool isTyping)
{
    const TerminalSize size = terminalSize();
    QString text = QStringLiteral("\x1b[?25l\x1b[H");
    const qsizetype count = std::min<qsizetype>(lines.size(), size.rows);
    for (qsizetype i = 0; i < count; ++i) {
        Line line = lines[i];
        line.text.truncate(size.columns);
        text += (i == 0 ? u"" : u"\r\n") + styled(line) + u"\x1b[K";
    }
    text += isTyping ? u"\x1b[?25h" : u"\x1b[J";
    if (!writeAll(text.toLocal8Bit()))
        Q_EMIT closed();
}

void Terminal::readKeys()
{
    char buffer[256];
    const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0) {
        m_input.setEnabled(false);
        Q_EMIT closed();
        return;
    }
    m_escape.stop();
    for (const Key &key : m_reader.read(QByteArray(buffer, got)))
        Q_EMIT keyPressed(key);
    if (m_reader.isUnfinished())
        m_escape.start();
}

void Terminal::readSignal()
{
    char number = 0;
    if (::read(signalPipe[0], &number, 1) != 1)
        return;
    switch (number) {
    case SIGWINCH: break;
    case SIGCONT: enter(); break;
    case SIGTSTP: stop(); break;
    default: die(number);
    }
    Q_EMIT changed();
}

/// As Ctrl-Z is meant, with the terminal as it was; goes on with SIGCONT.
void Terminal::stop()
{
    leave();
    setHandler(SIGTSTP, SIG_DFL);
    ::raise(SIGTSTP);
    setHandler(SIGTSTP, handleSignal);
    enter(); // where no shell would continue it, it was not stopped either
}

/// By that signal itself, so that a shell knows.
void Terminal::die(int signal)
{
    leave();
    setHandler(signal, SIG_DFL);
    ::raise(signal);
    std::_Exit(128 + signal);
}

#include "moc_terminal.cpp"
