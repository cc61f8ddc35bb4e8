// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "programs.h"
#include "pseudoterminal.h"

/// What tests of connlimitctl top have in common: a server, and a real pseudo terminal.
class TopTest : public QObject
{
protected:
    void begin()
    {
        qputenv("TERM", "xterm-256color");
        qunsetenv("NO_COLOR");
        m_server = std::make_unique<Server>();
        m_terminal = std::make_unique<PseudoTerminal>();
    }

    void end()
    {
        QCOMPARE(m_terminal->screen().unknown(), QStringList());
        m_terminal.reset();
        m_server.reset();
    }

    /// Starts it, and waits for what it shows first.
    bool startTop(const QStringList &arguments = {}, int columns = 100, int rows = 30)
    {
        const QStringList command{programPath(QStringLiteral("connlimitctl")),
                                  QStringLiteral("top"), QStringLiteral("--interval"),
                                  QStringLiteral("0.05")};
        return m_terminal->start(command + arguments, columns, rows)
               && QTest::qWaitFor(
                   [this] { return m_terminal->screen().line(-1).contains(u" of "); }, 20000);
    }

    /// The first words of the lines that show clients.
    QStringList clients() const
    {
        QStringList clients;
        for (const QString &line : m_terminal->screen().lines()) {
            if (line.startsWith(u"127."))
                clients.append(line.section(u' ', 0, 0));
        }
        return clients;
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<PseudoTerminal> m_terminal;
};
