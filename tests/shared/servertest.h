// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "client.h"

#include <connlimit/net/acceptmode.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QEvent>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

// What tests of servers share: where their connections are accepted, and that none is left over.

Q_DECLARE_METATYPE(ConnLimit::AcceptMode)

/// Rows for initTestCase_data(): all tests run once in each place.
inline void addPlaces()
{
    using ConnLimit::AcceptMode;
    QTest::addColumn<AcceptMode>("mode");
    QTest::addColumn<bool>("isQtsLoop");
    QTest::newRow("in the event loop") << AcceptMode::EventLoop << false;
    QTest::newRow("at the door") << AcceptMode::Door << false;
}

/// The same, and once more where QTcpServer accepts them, as where there is no accept4().
inline void addPlacesAndQtsLoop()
{
    addPlaces();
    QTest::newRow("in Qt's loop") << ConnLimit::AcceptMode::EventLoop << true;
}

/// Makes \a server, a LimitedTcpServer or LimitedSslServer, accept where the row says.
template<class Server>
[[nodiscard]] bool listenInPlace(Server &server)
{
    QFETCH_GLOBAL(ConnLimit::AcceptMode, mode);
    QFETCH_GLOBAL(bool, isQtsLoop);
    server.setAcceptMode(mode);
    return isQtsLoop ? server.QTcpServer::listen(QHostAddress::LocalHost)
                     : server.listen(QHostAddress::LocalHost);
}

/// Runs the event loop until \a condition holds; false after 20 s. For what is waited for many
/// times: the steps of QTRY_VERIFY(), of 50 ms, would add up.
template<class Condition>
[[nodiscard]] bool runUntil(Condition condition)
{
    const QDeadlineTimer deadline(20'000);
    QTimer tick; // no event tells of what happens at the door
    tick.start(1);
    while (!condition() && !deadline.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return condition();
}

/// For cleanup(): when all that is deleted later is gone, as many descriptors are open as before.
inline void compareDescriptors(int before)
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QTRY_COMPARE(openDescriptors(), before);
}
