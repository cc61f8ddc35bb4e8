// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QSemaphore>
#include <QtCore/QString>
#include <QtCore/QThread>

#include <memory>

namespace ConnLimit {

class LimiterGate;

/// An open control channel: its listener, its sessions and the look at the limiter once a second,
/// in a thread of their own, so that no viewer holds up an event loop of the application.
///
/// All that is in the thread is made, used and destroyed there.
class ControlThread : public QThread
{
    Q_OBJECT

public:
    /// \a name is what the server calls itself, \a path where its socket will be.
    ControlThread(std::shared_ptr<LimiterGate> gate, QString name, QString path);

    /// Closes the channel and all sessions. Waits for no more than the request that is being
    /// carried out.
    ~ControlThread() override;

    /// Starts the thread and opens the channel in it. An empty string, or why that cannot be.
    [[nodiscard]] QString open();

private:
    void run() override;

    const std::shared_ptr<LimiterGate> m_gate;
    const QString m_name;
    const QString m_path;
    QSemaphore m_hasTried;
    QString m_error; // the thread's until m_hasTried
};

} // namespace ConnLimit
