// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controltest.h"
#include "unixsocket.h"

#include <connlimit/control/controlclient.h>
#include <connlimit/control/controlserver.h>
#include <connlimit/net/connectionlimiter.h>

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QPointer>
#include <QtCore/QRegularExpression>
#include <QtCore/QTimer>
#include <QtNetwork/QLocalServer>
#include <QtNetwork/QLocalSocket>
#include <QtTest/QSignalSpy>

#include <cerrno>
#include <ctime>
#include <optional>
#include <vector>

using namespace ConnLimit;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestControlClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void attachesAndAsks();
    void changesTheConfig();
    void keepsManyRules();
    void noServer();
    void attachesAgain();
    void fullQueue();
    void silentServer();
    void lostServerFailsWhatIsUnderWay();
    void requestWhileDetached();
    void nothingIsCalledAfterDetaching();
    void handlerMayDestroyTheClient();
    void handlerMayAttachElsewhere();
    void strangeServers_data();
    void strangeServers();

private:
    bool attach();

    IsolatedRuntime m_runtime;
    std::unique_ptr<ConnectionLimiter> m_limiter;
    std::unique_ptr<ControlServer> m_server;
    std::unique_ptr<ControlClient> m_client;
};

void TestControlClient::init()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
    m_client = std::make_unique<ControlClient>();
    m_server.reset();
    m_limiter = std::make_unique<ConnectionLimiter>();
    m_server = std::make_unique<ControlServer>(m_limiter.get());
    QVERIFY2(m_server->listen(QStringLiteral("echo")), qPrintable(m_server->errorString()));
}

bool TestControlClient::attach()
{
    m_client->attach(QStringLiteral("echo"));
    return QTest::qWaitFor([this] { return m_client->state() == ControlClient::State::Attached; });
}

void TestControlClient::attachesAndAsks()
{
    QSignalSpy changed(m_client.get(), &ControlClient::stateChanged);
    QVERIFY(attach());
    QCOMPARE(changed.size(), 2); // Attaching, Attached
    QCOMPARE(m_client->server().name, QStringLiteral("echo"));
    QCOMPARE(m_client->target(), QStringLiteral("echo"));
    QVERIFY(m_client->errorString().isEmpty());

    const Admission admission = m_limiter->acquire(QHostAddress(QStringLiteral("192.0.2.7")));
    std::optional<Totals> totals;
    std::optional<ClientsFrame> frame;
    std::optional<ClientStatus> status;
    std::optional<ConfigRevision> config;
    m_client->requestTotals([&](const auto &reply) { totals = std::get<Totals>(reply); });
    m_client->requestClients({}, [&](const auto &reply) { frame = std::get<ClientsFrame>(reply); });
    m_client->requestClient(QStringLiteral("192.0.2.7"),
                            [&](const auto &reply) { status = std::get<ClientStatus>(reply); });
    m_client->requestConfig([&](const auto &reply) { config = std::get<ConfigRevision>(reply); });
    QVERIFY(!totals);
    QTRY_VERIFY(config);
    QCOMPARE(totals->open, 1u);
    QCOMPARE(frame->clients.size(), 1);
    QCOMPARE(frame->clients[0].client.toString(), "192.0.2.7");
    QCOMPARE(status->open, 1u);
    QCOMPARE(config->revision, 1u);
}

void TestControlClient::changesTheConfig()
{
    QVERIFY(attach());
    std::optional<ControlReply<ConfigChange>> reply;
    const auto keep = [&reply](const ControlReply<ConfigChange> &answer) { reply = answer; };
    const ConfigPatch patch{.revision = 1, .maximumConnectionsPerClient = 3};
    m_client->setConfig(patch, keep);
    QTRY_VERIFY(reply);
    QCOMPARE(std::get<ConfigChange>(*reply).after.revision, 2u);
    QCOMPARE(m_limiter->config().maximumConnectionsPerClient, 3u);

    reply.reset();
    m_client->setConfig(patch, keep);
    QTRY_VERIFY(reply);
    QCOMPARE(std::get<ControlError>(*reply).code, int(ControlError::Conflict));
    QCOMPARE(std::get<ControlError>(*reply).current->revision, 2u);

    reply.reset();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("ipv6PrefixLength")));
    m_client->setConfig({.ipv6PrefixLength = 129}, keep);
    QTRY_VERIFY(reply);
    QCOMPARE(std::get<ControlError>(*reply).field, QStringLiteral("ipv6PrefixLength"));
}

void TestControlClient::keepsManyRules()
{
    // More than one request could carry: only what is changed travels.
    Config config = m_limiter->config();
    for (quint32 i = 0; i < Config::maximumRules; ++i)
        config.rules.push_back({ClientKey::fromIPv4(i << 8, 24), RuleAction::Limit, 5});
    QVERIFY(m_limiter->setConfig(config).isApplied());
    QVERIFY(attach());
    std::optional<ControlReply<ConfigRevision>> known;
    m_client->requestConfig([&](const auto &reply) { known = reply; });
    QTRY_VERIFY(known);
    ConfigRevision revision = std::get<ConfigRevision>(*known);
    QVERIFY(revision.config == config);
    for (const quint32 limit : {3u, 4u}) { // based on what was asked for, and on what was answered
        std::optional<ControlReply<ConfigChange>> reply;
        config.maximumConnectionsPerClient = limit;
        m_client->setConfig(ConfigPatch::between(revision, config),
                            [&](const auto &answer) { reply = answer; });
        QTRY_VERIFY(reply);
        QVERIFY(std::holds_alternative<ConfigChange>(*reply));
        revision = std::get<ConfigChange>(*reply).after;
        QVERIFY(m_limiter->config() == config);
    }
}

void TestControlClient::noServer()
{
    m_client->attach(QStringLiteral("nobody"));
    QCOMPARE(m_client->state(), ControlClient::State::Attaching);
    QTRY_COMPARE(m_client->state(), ControlClient::State::Detached);
    QCOMPARE(m_client->error(), ControlClient::Error::NotRunning);
    QVERIFY(m_client->errorString().contains(u"no such server"));
}

void TestControlClient::attachesAgain()
{
    m_client->setRetryInterval(10ms);
    QVERIFY(attach());
    QCOMPARE(m_client->error(), ControlClient::Error::None);
    m_server->close();
    QTRY_COMPARE(m_client->state(), ControlClient::State::Attaching);
    QTRY_COMPARE(m_client->error(), ControlClient::Error::NotRunning);
    QVERIFY(m_client->errorString().contains(u"no such server"));
    QVERIFY(m_server->listen(QStringLiteral("echo")));
    QTRY_COMPARE(m_client->state(), ControlClient::State::Attached);
    QVERIFY(m_client->errorString().isEmpty());
    m_client->detach();
    QCOMPARE(m_client->state(), ControlClient::State::Detached);
}

/// A server that is stopped accepts nobody, and its queue fills.
void TestControlClient::fullQueue()
{
    const QString path = m_runtime.path() + u"/stopped.sock";
    const BareSocket stopped(path, 3);
    QVERIFY(stopped.isListening());
    std::vector<int> waiting;
    for (int viewer; (viewer = connectTo(path, SOCK_NONBLOCK)) != -1;)
        waiting.push_back(viewer);
    QCOMPARE(errno, EAGAIN);

    // It waits, and hardly takes any of the processor meanwhile.
    const std::clock_t before = std::clock();
    m_client->attach(path);
    QTRY_COMPARE_WITH_TIMEOUT(m_client->state(), ControlClient::State::Detached, 20'000);
    QCOMPARE(m_client->errorString(), QStringLiteral("the server does not answer"));
    const double seconds = double(std::clock() - before) / CLOCKS_PER_SEC; // of the five
    QVERIFY2(seconds < 1, qPrintable(QString::number(seconds)));

    // Once there is a place, it takes that.
    m_client->attach(path);
    QTRY_COMPARE(m_client->state(), ControlClient::State::Attaching);
    for (const int viewer : waiting) {
        ::close(stopped.accept());
        ::close(viewer);
    }
    int accepted = -1;
    QVERIFY(QTest::qWaitFor([&] { return (accepted = stopped.accept()) != -1; }));
    char line[256];
    QVERIFY(QTest::qWaitFor([&] { return ::recv(accepted, line, sizeof line, MSG_DONTWAIT) > 0; }));
    QVERIFY(QByteArrayView(line).startsWith("{")); // hello
    ::close(accepted);
    QTRY_COMPARE(m_client->state(), ControlClient::State::Detached);
    QCOMPARE(m_client->errorString(), QStringLiteral("the server has closed the channel"));
}

/// One that is stopped before its queue is full.
void TestControlClient::silentServer()
{
    const BareSocket silent(m_runtime.path() + u"/silent.sock");
    QVERIFY(silent.isListening());
    m_client->setRetryInterval(1ms);
    m_client->attach(m_runtime.path() + u"/silent.sock");
    QTRY_COMPARE_WITH_TIMEOUT(m_client->errorString(), QStringLiteral("the server does not answer"),
                              20'000);
    QCOMPARE(m_client->state(), ControlClient::State::Attaching);
    QCOMPARE(m_client->error(), ControlClient::Error::Lost);
    bool isLater = false; // than the next try, which would have begun to wait before this
    QTimer::singleShot(2ms, Qt::PreciseTimer, this, [&isLater] { isLater = true; });
    QTRY_VERIFY(isLater);

    // It has one connection, and takes the answer when that comes after all.
    const int viewer = silent.accept();
    QVERIFY(viewer != -1);
    QCOMPARE(silent.accept(), -1);
    QCOMPARE(errno, EAGAIN);
    char line[256];
    const ssize_t length = ::recv(viewer, line, sizeof line, MSG_DONTWAIT);
    QVERIFY(length > 0);
    const QJsonObject hello = QJsonDocument::fromJson(QByteArray(line, length)).object();
    ServerInfo info;
    info.name = QStringLiteral("silent");
    info.started = QDateTime::currentDateTimeUtc();
    const QJsonObject answer{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                             {QStringLiteral("id"), hello["id"_L1]},
                             {QStringLiteral("result"), toJson(info)}};
    const QByteArray text = QJsonDocument(answer).toJson(QJsonDocument::Compact) + '\n';
    QCOMPARE(::send(viewer, text.constData(), size_t(text.size()), MSG_NOSIGNAL), text.size());
    QTRY_COMPARE(m_client->state(), ControlClient::State::Attached);
    QVERIFY(m_client->errorString().isEmpty());
    ::close(viewer);
}

void TestControlClient::lostServerFailsWhatIsUnderWay()
{
    QVERIFY(attach());
    std::optional<ControlReply<Totals>> reply;
    m_client->requestTotals([&](const auto &answer) { reply = answer; });
    m_server->close();
    QTRY_VERIFY(reply);
    QCOMPARE(std::get<ControlError>(*reply).code, int(ControlError::NotAttached));
    QCOMPARE(m_client->state(), ControlClient::State::Detached);
}

void TestControlClient::requestWhileDetached()
{
    std::optional<ControlReply<Totals>> reply;
    m_client->requestTotals([&](const auto &answer) { reply = answer; });
    QVERIFY(!reply); // not from within the request
    QTRY_VERIFY(reply);
    QCOMPARE(std::get<ControlError>(*reply).code, int(ControlError::NotAttached));
}

void TestControlClient::nothingIsCalledAfterDetaching()
{
    QVERIFY(attach());
    int calls = 0;
    m_client->requestTotals([&](const auto &) { ++calls; });
    m_client->detach();
    QCOMPARE(calls, 1); // failed
    m_client->requestTotals([&](const auto &) { ++calls; });
    m_client.reset(); // before the event that would have failed it
    QCoreApplication::processEvents();
    QCOMPARE(calls, 1);
}

void TestControlClient::handlerMayDestroyTheClient()
{
    QVERIFY(attach());
    const QPointer<ControlClient> client = m_client.get();
    const QPointer<QLocalSocket> socket = m_client->findChild<QLocalSocket *>();
    m_client->requestTotals([&](const auto &) {
        m_client.reset();
        QVERIFY(socket); // whose signal has led here
    });
    m_client->requestTotals([](const auto &) { QFAIL("must not be called"); });
    QTRY_VERIFY(!client);
    QTRY_VERIFY(!socket);
}

void TestControlClient::handlerMayAttachElsewhere()
{
    ControlServer other(m_limiter.get());
    QVERIFY(other.listen(QStringLiteral("other")));
    QVERIFY(attach());
    m_client->requestTotals([&](const auto &) { m_client->attach(QStringLiteral("other")); });
    QTRY_COMPARE(m_client->server().name, QStringLiteral("other"));
    QCOMPARE(m_client->state(), ControlClient::State::Attached);
}

void TestControlClient::strangeServers_data()
{
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<QString>("reason");
    QTest::newRow("another protocol")
        << QByteArray("220 mail.example ESMTP\r\n") << QStringLiteral("protocol");
    QTest::newRow("answer to nobody")
        << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}\n")
        << QStringLiteral("protocol");
    QTest::newRow("empty answer") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n")
                                  << QStringLiteral("understood");
    QTest::newRow("refuses") << QByteArray(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":3,\"message\":\"old\"}}\n")
                             << QStringLiteral("old");
    QTest::newRow("another version") << QByteArray(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocol\":2,\"name\":\"x\",\"version\":\"9\","
        "\"processId\":1,\"started\":\"2026-01-01T00:00:00Z\"}}\n")
                                     << QStringLiteral("version 2");
    QTest::newRow("endless line") << QByteArray(5 << 20, 'x') << QStringLiteral("protocol");
}

void TestControlClient::strangeServers()
{
    QFETCH(QByteArray, says);
    const QString path = m_runtime.path() + u"/strange.sock";
    QLocalServer strange;
    QVERIFY(strange.listen(path));
    connect(&strange, &QLocalServer::newConnection, this,
            [&] { strange.nextPendingConnection()->write(says); });
    m_client->attach(path);
    QTRY_COMPARE(m_client->state(), ControlClient::State::Detached);
    QFETCH(QString, reason);
    QVERIFY2(m_client->errorString().contains(reason), qPrintable(m_client->errorString()));
    QCOMPARE(m_client->error(), ControlClient::Error::Incompatible);
}

QTEST_GUILESS_MAIN(TestControlClient)

#include "tst_controlclient.moc"
