// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "isolatedruntime.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTimer>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QTest>

/// Runs the event loop until \a condition holds, without the 10 ms sleeps of QTest::qWaitFor().
/// False after 10 s.
template<class Condition>
[[nodiscard]] bool waitUntil(Condition condition)
{
    QTimer deadline;
    deadline.setSingleShot(true);
    deadline.start(10'000);
    while (!condition() && deadline.isActive())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return condition();
}

/// A viewer that sends what it likes, as socat would.
class RawViewer
{
public:
    explicit RawViewer(const QString &path) { m_socket.connectToServer(path); }

    bool isAttached() const { return m_socket.state() == QLocalSocket::ConnectedState; }
    QLocalSocket &socket() { return m_socket; }

    /// Sends \a line and returns the answer; empty if the session was closed instead.
    QJsonObject ask(const QByteArray &line)
    {
        m_socket.write(line + '\n');
        return answer();
    }
    QJsonObject answer()
    {
        const bool came = waitUntil([this] { return m_socket.canReadLine() || !isAttached(); });
        return came && m_socket.canReadLine()
                   ? QJsonDocument::fromJson(m_socket.readLine()).object()
                   : QJsonObject();
    }
    bool waitForEnd()
    {
        return waitUntil([this] { return !isAttached(); });
    }

private:
    QLocalSocket m_socket;
};
