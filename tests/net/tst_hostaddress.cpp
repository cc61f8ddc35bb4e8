// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/net/hostaddress.h>

#include <QtTest/QTest>

using namespace ConnLimit;

class TestHostAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thereAndBack_data();
    void thereAndBack();
    void null();
};

void TestHostAddress::thereAndBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("key");
    QTest::newRow("IPv4") << QStringLiteral("203.0.113.7") << QStringLiteral("203.0.113.7");
    QTest::newRow("IPv6") << QStringLiteral("2001:db8::1") << QStringLiteral("2001:db8::1");
    QTest::newRow("mapped") << QStringLiteral("::ffff:203.0.113.7")
                            << QStringLiteral("203.0.113.7");
    QTest::newRow("scope id") << QStringLiteral("fe80::1%lo") << QStringLiteral("fe80::1");
}

void TestHostAddress::thereAndBack()
{
    QFETCH(QString, text);
    QFETCH(QString, key);
    const ClientKey client = toClientKey(QHostAddress(text));
    QCOMPARE(QString::fromStdString(client.toString()), key);
    QCOMPARE(toHostAddress(client), QHostAddress(key));
}

void TestHostAddress::null()
{
    QVERIFY(toClientKey(QHostAddress()).isNull());
    QVERIFY(toClientKey(QHostAddress(QHostAddress::Any)).isNull());
    QVERIFY(toHostAddress(ClientKey()).isNull());
    QCOMPARE(toHostAddress(*ClientKey::fromString("10.0.0.0/8")),
             QHostAddress(QStringLiteral("10.0.0.0")));
}

QTEST_APPLESS_MAIN(TestHostAddress)

#include "tst_hostaddress.moc"
