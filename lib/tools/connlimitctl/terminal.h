// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "keyreader.h"
#include "output.h"

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <termios.h>

/// The whole screen of the terminal at stdin and stdout, and its keys.
///
/// What was on the screen, and how the terminal was set up, is there again when this is destroyed,
/// the program is stopped by Ctrl-Z, or ended by a signal. There may be one at a time.
class Terminal : public QObject
{
    Q_OBJECT

public:
    Terminal();
    ~Terminal() override;

    /// Whether keys can be read: stdin is a terminal.
    [[nodiscard]] static bool canRead();

    /// Shows \a lines from the top, each cut at the edge, with the cursor behind the last one if it
    /// \a isTyping.
    void draw(const Lines &lines, bool isTyping);

Q_SIGNALS:
    void keyPressed(const Key &key);
    /// It has another size, or another program was on the screen: draw again.
    void changed();
    /// Nobody is at the terminal any more.
    void closed();

private:
    void enter();
    void leave();
    void readKeys();
    void readSignal();
    void stop();
    [[noreturn]] void die(int signal);

    termios m_original{};
    bool m_isEntered = false;
    QSocketNotifier m_input;
    QSocketNotifier m_signals;
    QTimer m_escape; // runs while an Escape may be the start of another key
    KeyReader m_reader;
};
