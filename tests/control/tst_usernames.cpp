// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/control/usernames_p.h>

#include <QtCore/QProcess>
#include <QtCore/QSemaphore>
#include <QtTest/QTest>

#include <atomic>
#include <memory>
#include <unistd.h>

using namespace ConnLimit;

namespace {

/// A directory server that answers when it is told to.
struct Directory
{
    QSemaphore answers;
    std::atomic<int> asked = 0;
};

} // namespace

class TestUserNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void namesOfTheSystem();
    void nameIsLookedUpOnce();
    void nobodyWaitsForADeadDirectory();
    void userWithoutAName();
    void endsWhileTheDirectoryIsSilent();
};

void TestUserNames::namesOfTheSystem()
{
    QProcess id;
    id.start(QStringLiteral("id"), {QStringLiteral("-un"), QString::number(::geteuid())});
    QVERIFY(id.waitForFinished());
    const QString known = QString::fromLocal8Bit(id.readAllStandardOutput()).trimmed();
    QCOMPARE(UserNames::systemName(quint32(::geteuid())), id.exitCode() == 0 ? known : QString());
    QCOMPARE(UserNames::systemName(0), QStringLiteral("root"));
    QCOMPARE(UserNames::systemName(4'000'000'000), QString());
}

void TestUserNames::nameIsLookedUpOnce()
{
    const auto asked = std::make_shared<std::atomic<int>>(0);
    UserNames names([asked](quint32 user) {
        ++*asked;
        return user == 7 ? QStringLiteral("seven") : QStringLiteral("other");
    });
    QTRY_COMPARE(names.nameOf(7), QStringLiteral("seven"));
    QTRY_COMPARE(names.nameOf(8), QStringLiteral("other"));
    QCOMPARE(names.nameOf(7), QStringLiteral("seven"));
    QCOMPARE(asked->load(), 2);
}

void TestUserNames::nobodyWaitsForADeadDirectory()
{
    const auto directory = std::make_shared<Directory>();
    UserNames names([directory](quint32) {
        ++directory->asked;
        directory->answers.acquire();
        return QStringLiteral("late");
    });
    for (int i = 0; i < 1000; ++i) // only the first waits at all: or this takes minutes
        QCOMPARE(names.nameOf(7), QString());
    directory->answers.release();
    QTRY_COMPARE(names.nameOf(7), QStringLiteral("late"));
    QCOMPARE(directory->asked.load(), 1); // one thread, however many ask
}

void TestUserNames::userWithoutAName()
{
    const auto asked = std::make_shared<std::atomic<int>>(0);
    UserNames names(
        [asked](quint32) { return ++*asked == 1 ? QString() : QStringLiteral("made since"); });
    QCOMPARE(names.nameOf(7), QString());
    QTRY_COMPARE(names.nameOf(7), QStringLiteral("made since"));
}

void TestUserNames::endsWhileTheDirectoryIsSilent()
{
    const auto directory = std::make_shared<Directory>();
    {
        UserNames names([directory](quint32) {
            directory->answers.acquire();
            ++directory->asked;
            return QStringLiteral("too late");
        });
        QCOMPARE(names.nameOf(7), QString());
    }
    directory->answers.release();
    QTRY_COMPARE(directory->asked.load(), 1); // what it needs is still there
}

QTEST_GUILESS_MAIN(TestUserNames)

#include "tst_usernames.moc"
