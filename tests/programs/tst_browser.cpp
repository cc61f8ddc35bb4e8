// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "curl.h"
#include "programs.h"

#include <QtCore/QTemporaryDir>

/// A page in a real browser opens WebSockets to connlimit-echo.
class TestBrowser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pageOpensWebSockets();

private:
    void startBrowser(const QString &page);

    IsolatedRuntime m_runtime;
    QTemporaryDir m_profile;
    QProcess m_browser;
};

void TestBrowser::startBrowser(const QString &page)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), m_profile.path());
    m_browser.setProcessEnvironment(environment);
    m_browser.start(QStringLiteral("chromium"),
                    words("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
                          "--disable-background-networking --disable-component-update "
                          "--disable-sync --no-proxy-server --remote-debugging-port=0")
                        + QStringList{u"--user-data-dir=" + m_profile.path() + u"/profile", page});
}

void TestBrowser::pageOpensWebSockets()
{
    REQUIRE_PROGRAM("chromium");
    Server server;
    QVERIFY(server.start(words("--protocol ws --max-per-client 2 --refusal http429")));
    // Two of them are echoed to and stay open. The third is refused: only then is the first closed
    // by the page, and the fourth opened, which finds its slot free.
    startBrowser(
        QStringLiteral("data:text/html,<script>"
                       "const open = () => new WebSocket('ws://%1');"
                       "const first = open();"
                       "first.onopen = () => first.send('ping');"
                       "first.onmessage = () => { open().onopen = () => { open().onerror = () => {"
                       "  first.onclose = () => setTimeout(open, 500); first.close(); } } };"
                       "</script>")
            .arg(server.endpoint()));
    QVERIFY(m_browser.waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(totals(QStringLiteral("admitted")), 3, 60'000);
    QCOMPARE(totals(QStringLiteral("refused")), 1);
    QCOMPARE(totals(QStringLiteral("open")), 2);
    m_browser.terminate();
    if (!m_browser.waitForFinished())
        m_browser.kill();
    QTRY_COMPARE_WITH_TIMEOUT(totals(QStringLiteral("open")), 0, 30'000);
    QCOMPARE(server.terminate(), 0);
}

QTEST_GUILESS_MAIN(TestBrowser)

#include "tst_browser.moc"
