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
    bool startBrowser(const QString &text);

    IsolatedRuntime m_runtime;
    QTemporaryDir m_profile;
    QProcess m_browser;
};

// Two of them are echoed to and stay open. The third is refused: only then is the first closed by
// the page, and the fourth opened, which finds its slot free.
static const QString page = QStringLiteral(R"(<!DOCTYPE html><script>
const kept = [];
const connect = () => { kept.push(new WebSocket('ws://%1')); return kept.at(-1); };
const first = connect();
first.onopen = () => first.send('ping');
first.onmessage = () => {
    connect().onopen = () => {
        connect().onerror = () => {
            first.onclose = () => setTimeout(connect, 500);
            first.close();
        };
    };
};
</script>)");

bool TestBrowser::startBrowser(const QString &text)
{
    QFile file(m_profile.filePath(QStringLiteral("page.html")));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) == -1)
        return false;
    file.close();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("HOME"), m_profile.path());
    m_browser.setProcessEnvironment(environment);
    m_browser.setProcessChannelMode(QProcess::MergedChannels);
    m_browser.start(
        QStringLiteral("chromium"),
        words("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
              "--disable-background-networking --disable-component-update "
              "--disable-sync --no-proxy-server --remote-debugging-port=0")
            + QStringList{u"--user-data-dir=" + m_profile.filePath(QStringLiteral("data")),
                          u"file://" + file.fileName()});
    return m_browser.waitForStarted();
}

void TestBrowser::pageOpensWebSockets()
{
    REQUIRE_PROGRAM("chromium");
    Server server;
    QVERIFY(server.start(words("--protocol ws --max-per-client 2 --refusal http429")));
    QVERIFY(startBrowser(page.arg(server.endpoint())));
    QTRY_VERIFY2_WITH_TIMEOUT(totals(QStringLiteral("admitted")) == 3,
                              m_browser.readAll().constData(), 20'000);
    QCOMPARE(totals(QStringLiteral("refused")), 1);
    QCOMPARE(totals(QStringLiteral("open")), 2);
    m_browser.terminate();
    if (!m_browser.waitForFinished(10'000))
        m_browser.kill();
    QTRY_COMPARE_WITH_TIMEOUT(totals(QStringLiteral("open")), 0, 30'000);
    QCOMPARE(server.terminate(), 0);
}

QTEST_GUILESS_MAIN(TestBrowser)

#include "tst_browser.moc"
