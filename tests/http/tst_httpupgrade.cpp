// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"
#include "websocketclient.h"

#include <connlimit/http/httpserver.h>
#include <connlimit/net/connectionlimiter.h>
#include <connlimit/net/limitedsslserver.h>
#include <connlimit/net/limitedtcpserver.h>

#include <QtCore/QRegularExpression>
#include <QtHttpServer/QHttpServer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace ConnLimit;

/// A connection of a QHttpServer that is upgraded to a WebSocket.
class TestHttpUpgrade : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheCount_data();
    void keepsTheCount();

private:
    Certificate m_certificate;
};

static void allowUpgrades(QHttpServer &http)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    http.addWebSocketUpgradeVerifier(&http, [](const QHttpServerRequest &) {
        return QHttpServerWebSocketUpgradeResponse::accept();
    });
#else
    http.route(QStringLiteral("/"), [](QHttpServerResponder &&) {});
#endif
}

void TestHttpUpgrade::keepsTheCount_data()
{
    QTest::addColumn<bool>("isEncrypted");
    QTest::addColumn<QString>("end");
    for (const char *end : webSocketEnds) {
        QTest::addRow("ws, %s", end) << false << QString::fromLatin1(end);
        QTest::addRow("wss, %s", end) << true << QString::fromLatin1(end);
    }
}

void TestHttpUpgrade::keepsTheCount()
{
    QFETCH(bool, isEncrypted);
    QFETCH(QString, end);
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    ConnectionLimiter limiter;
    limiter.setConfig({.maximumConnectionsPerClient = 1});
    QHttpServer http;
    allowUpgrades(http);
    QSignalSpy upgraded(&http, &QHttpServer::newWebSocketConnection);
    if (isEncrypted)
        QVERIFY(
            listenHttps(http, &limiter, m_certificate.configuration(), QHostAddress::LocalHost));
    else
        QVERIFY(listenHttp(http, &limiter, QHostAddress::LocalHost));

    for (int i = 1; i <= 3; ++i) {
        QWebSocket client;
        openWebSocket(client, isEncrypted ? u"wss" : u"ws", http.serverPorts().at(0));
        QTRY_COMPARE(upgraded.size(), i);
        std::unique_ptr<QWebSocket> server = http.nextPendingWebSocketConnection();
        QVERIFY(server);
        QCOMPARE(limiter.totals().open, 1u);
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        endWebSocket(end, client, server);
        QTRY_COMPARE(limiter.totals().open, 0u);
    }
    QCOMPARE(limiter.totals().admitted, 3u);
}

QTEST_GUILESS_MAIN(TestHttpUpgrade)

#include "tst_httpupgrade.moc"
