// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QCoreApplication>
#include <QtCore/QSocketNotifier>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <unistd.h>

/// Ends the application's event loop on SIGTERM, SIGINT and SIGHUP, so that destructors run.
///
/// A handler may do next to nothing (signal-safety(7)): it writes a byte to a pipe, and the event
/// loop reads it.
class QuitOnSignal
{
public:
    QuitOnSignal()
    {
        if (::pipe2(s_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
            std::abort();
        m_notifier = std::make_unique<QSocketNotifier>(s_pipe[0], QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                         &QCoreApplication::quit);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP})
            std::signal(signal,
                        [](int) { [[maybe_unused]] auto written = ::write(s_pipe[1], "", 1); });
    }

private:
    static inline int s_pipe[2];
    std::unique_ptr<QSocketNotifier> m_notifier;
};
