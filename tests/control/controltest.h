// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "isolatedruntime.h"
#include "unixsocket.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/control/messages.h>
#include <connlimit/net/connectionlimiter.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtCore/QTimer>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QTest>

#include <memory>
#include <pwd.h>
#include <unistd.h>

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

inline int codeOf(const QJsonObject &answer)
{
    using namespace Qt::StringLiterals;
    return answer["error"_L1]["code"_L1].toInt();
}

/// The field that an error names.
inline QString fieldOf(const QJsonObject &answer)
{
    using namespace Qt::StringLiterals;
    return answer["error"_L1]["data"_L1]["field"_L1].toString();
}

/// What a server calls this process, which is a viewer of it.
inline QString thisViewer()
{
    const passwd *user = ::getpwuid(::geteuid());
    const QString name
        = user ? QString::fromLocal8Bit(user->pw_name) : QStringLiteral("user %1").arg(::geteuid());
    return QStringLiteral("%1 (pid %2)").arg(name).arg(::getpid());
}

/// A limiter and its control channel for each test function.
class ControlServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_server.reset();
        m_limiter = std::make_unique<ConnLimit::ConnectionLimiter>();
        m_server = std::make_unique<ConnLimit::ControlServer>(m_limiter.get());
        QVERIFY2(m_server->listen(QStringLiteral("echo")), qPrintable(m_server->errorString()));
    }

protected:
    RawViewer viewer() const { return RawViewer(m_server->path()); }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ConnLimit::ConnectionLimiter> m_limiter;
    std::unique_ptr<ConnLimit::ControlServer> m_server;
};
