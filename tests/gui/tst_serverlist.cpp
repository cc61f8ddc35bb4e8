// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "servedlist.h"
#include "unixsocket.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QDir>
#include <QtCore/QScopeGuard>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <memory>
#include <vector>

using namespace ConnLimit;

/// The list of servers, and what it costs those that are on it.
class TestServerList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_servers.reset(); }

    void stoppedServerIsLeftInPeace();
    void killedServerIsNotListed();
    void serverThatHangsUpStaysListed();
    void directoryOfOthersIsNotLookedAt();

private:
    void show()
    {
        m_servers = std::make_unique<ServerList>();
        m_servers->show();
        m_servers->look();
    }
    QString listed() const { return textOf(*m_servers); }
    static QString pathOf(const char *name)
    {
        return runtimeDirectory() + u'/' + QString::fromLatin1(name) + u".sock";
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ServerList> m_servers;
};

void TestServerList::init()
{
    QVERIFY(QDir().mkpath(runtimeDirectory()));
    QVERIFY(QFile::setPermissions(runtimeDirectory(),
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

void TestServerList::stoppedServerIsLeftInPeace()
{
    BareSocket stopped(pathOf("stopped"));
    QVERIFY(stopped.isListening());
    show();
    for (int i = 0; i < 30; ++i)
        m_servers->look();
    Served echo(QStringLiteral("echo"));
    QTRY_COMPARE(listed(), QStringLiteral("echo: running, stopped: running"));
    QCOMPARE(stopped.takeQueue(), 1);

    // Which has room for no more: it runs all the same.
    m_servers.reset();
    std::vector<std::unique_ptr<QLocalSocket>> others;
    for (bool isFull = false; !isFull;) {
        auto socket = std::make_unique<QLocalSocket>();
        socket->connectToServer(pathOf("stopped"));
        isFull = socket->state() != QLocalSocket::ConnectedState;
        if (!isFull)
            others.push_back(std::move(socket));
    }
    show();
    for (int i = 0; i < 30; ++i)
        m_servers->look();
    QCOMPARE(listed(), QStringLiteral("echo: running, stopped: running"));
    QCOMPARE(stopped.takeQueue(), int(others.size()));
    m_servers->look();
    QCOMPARE(stopped.takeQueue(), 1);
}

void TestServerList::killedServerIsNotListed()
{
    auto echo = std::make_unique<BareSocket>(pathOf("echo"));
    QVERIFY(echo->isListening());
    show();
    QCOMPARE(listed(), QStringLiteral("echo: running"));
    echo->die();
    QTRY_COMPARE(listed(), QString());
    m_servers->look(); // the file is there
    QCOMPARE(listed(), QString());
    echo.reset();
    Served again(QStringLiteral("echo"));
    QTRY_COMPARE(listed(), QStringLiteral("echo: running"));
}

/// As one with too many viewers does.
void TestServerList::serverThatHangsUpStaysListed()
{
    BareSocket busy(pathOf("busy"));
    QVERIFY(busy.isListening());
    show();
    QSignalSpy changed(m_servers.get(), &ServerList::runningChanged);
    for (int i = 0; i < 3; ++i) {
        int count = 0;
        QTRY_VERIFY((count += busy.takeQueue()) > 0);
        QCOMPARE(count, 1);
        QCOMPARE(listed(), QStringLiteral("busy: running"));
    }
    QCOMPARE(changed.size(), 0);
}

void TestServerList::directoryOfOthersIsNotLookedAt()
{
    BareSocket echo(pathOf("echo"));
    QVERIFY(echo.isListening());
    QVERIFY(QFile::setPermissions(runtimeDirectory(), QFile::Permissions(0x7777)));
    const auto reset = qScopeGuard([] {
        QFile::setPermissions(runtimeDirectory(),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    });
    show();
    QCOMPARE(listed(), QString());
    QCOMPARE(echo.takeQueue(), 0);
}

QTEST_MAIN(TestServerList)

#include "tst_serverlist.moc"
