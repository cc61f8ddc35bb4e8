// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "client.h"
#include "controltest.h"

#include <sys/resource.h>

using namespace ConnLimit;
using namespace Qt::StringLiterals;

class TestControlSessions : public ControlServerTest
{
    Q_OBJECT

private Q_SLOTS:
    void badLinesGetAnError_data();
    void badLinesGetAnError();
    void splitAndJoinedLines();
    void answersAfterTheLastRequest();
    void endlessLineClosesTheSession();
    void viewerThatDoesNotRead();
    void manyRequestsAtOnce();
    void sessionsAreBounded();
    void viewersThatComeAndGo();
    void answersWithoutDescriptors();
};

void TestControlSessions::badLinesGetAnError_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("closes");
    const auto row = [](const char *name, const QByteArray &line, int code) {
        QTest::newRow(name) << line << code << (code == ControlError::ParseError);
    };
    row("garbage", "GET / HTTP/1.1", ControlError::ParseError);
    row("half an object", "{\"jsonrpc\":", ControlError::ParseError);
    row("invalid UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}",
        ControlError::ParseError);
    row("NaN", "{\"jsonrpc\":\"2.0\",\"id\":NaN,\"method\":\"totals\"}", ControlError::ParseError);
    row("nul bytes", QByteArray(8, '\0'), ControlError::ParseError);
    row("deep nesting", QByteArray(30000, '['), ControlError::ParseError);
    row("deep but closed", QByteArray(30000, '[') + QByteArray(30000, ']'),
        ControlError::ParseError);
    row("two values", "{}{}", ControlError::ParseError);
    row("a number", "1", ControlError::ParseError); // Qt reads objects and arrays only
    row("a batch", R"([{"jsonrpc":"2.0","id":1,"method":"totals"}])", ControlError::InvalidRequest);
    row("empty object", "{}", ControlError::InvalidRequest);
    row("other version", R"({"jsonrpc":"1.0","id":1,"method":"totals"})",
        ControlError::InvalidRequest);
    row("method no string", R"({"jsonrpc":"2.0","id":1,"method":1})", ControlError::InvalidRequest);
    row("id an object", R"({"jsonrpc":"2.0","id":{},"method":"totals"})",
        ControlError::InvalidRequest);
    row("params a list", R"({"jsonrpc":"2.0","id":1,"method":"totals","params":[1]})",
        ControlError::InvalidRequest);
    row("unknown method", R"({"jsonrpc":"2.0","id":1,"method":"quit"})",
        ControlError::MethodNotFound);
    row("method of markup", R"({"jsonrpc":"2.0","id":1,"method":"<b>\u001b[31m"})",
        ControlError::MethodNotFound);
    row("unknown parameter", R"({"jsonrpc":"2.0","id":1,"method":"clients.list","params":{"x":1}})",
        ControlError::InvalidParams);
}

void TestControlSessions::badLinesGetAnError()
{
    QFETCH(QByteArray, line);
    RawViewer other = viewer();
    RawViewer raw = viewer();
    const QJsonObject answer = raw.ask(line);
    QTEST(codeOf(answer), "code");
    QVERIFY(!answer["error"_L1]["message"_L1].toString().isEmpty());
    QFETCH(bool, closes);
    if (closes)
        QVERIFY(raw.waitForEnd());
    else
        QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":7,"method":"totals"})")["id"_L1].toInt(), 7);
    // Nothing else happened: the other session lives and the Config is what it was.
    QCOMPARE(other.ask(R"({"jsonrpc":"2.0","id":8,"method":"totals"})")["id"_L1].toInt(), 8);
    QCOMPARE(m_limiter->configRevision().revision, 1u);
}

void TestControlSessions::splitAndJoinedLines()
{
    RawViewer raw = viewer();
    const QByteArray line = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\r\n";
    for (const char byte : line) {
        raw.socket().putChar(byte);
        raw.socket().flush();
        QCoreApplication::processEvents();
    }
    QCOMPARE(raw.answer()["id"_L1].toInt(), 1);
    raw.socket().write("\n\n" + line + line + "\n");
    QCOMPARE(raw.answer()["id"_L1].toInt(), 1);
    QCOMPARE(raw.answer()["id"_L1].toInt(), 1);
}

void TestControlSessions::answersAfterTheLastRequest()
{
    // As `printf ... | socat - UNIX:...` does: all requests at once, and the end right behind them.
    const int descriptor = connectTo(m_server->path());
    QVERIFY(descriptor != -1);
    static const char requests[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\n"
                                   "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"totals\"}\n";
    QCOMPARE(::send(descriptor, requests, sizeof requests - 1, 0), ssize_t(sizeof requests - 1));
    QCOMPARE(::shutdown(descriptor, SHUT_WR), 0);
    QByteArray answers;
    QTRY_VERIFY([&] {
        char bytes[4096];
        const ssize_t length = ::recv(descriptor, bytes, sizeof bytes, MSG_DONTWAIT);
        if (length > 0)
            answers.append(bytes, length);
        return length == 0;
    }());
    QCOMPARE(answers.count('\n'), 2);
    QVERIFY(answers.contains("\"id\":1") && answers.contains("\"id\":2"));
    ::close(descriptor);
}

void TestControlSessions::endlessLineClosesTheSession()
{
    RawViewer raw = viewer();
    QByteArray longest = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"";
    longest += QByteArray(ControlServer::maximumLineLength - longest.size() - 2, ' ') + '}';
    QCOMPARE(raw.ask(longest)["id"_L1].toInt(), 1);

    RawViewer other = viewer(); // a line feed at the end does not make it short enough
    QCOMPARE(codeOf(other.ask(longest + ' ')), int(ControlError::ParseError));
    QVERIFY(other.waitForEnd());

    const QByteArray block(1 << 20, 'x');
    for (int i = 0; i < 100 && raw.isAttached(); ++i) {
        raw.socket().write(block);
        QVERIFY(
            waitUntil([&raw] { return !raw.isAttached() || raw.socket().bytesToWrite() == 0; }));
    }
    QVERIFY(raw.waitForEnd());
}

void TestControlSessions::viewerThatDoesNotRead()
{
    // Raw, because a QLocalSocket reads by itself. It asks for frames and never takes one.
    std::vector<Admission> open;
    for (quint32 i = 0; i < 1000; ++i)
        open.push_back(m_limiter->acquire(QHostAddress(0x0a000000u + i)));
    const int descriptor = connectTo(m_server->path(), SOCK_NONBLOCK);
    QVERIFY(descriptor != -1);
    const QByteArray request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"clients.list\","
                               "\"params\":{\"count\":1000}}\n";
    qint64 sent = 0;
    RawViewer other = viewer();
    // Until the server has stopped reading, because its socket buffer and the kernel's are full.
    for (int stalled = 0; stalled < 50;) {
        const ssize_t written
            = ::send(descriptor, request.constData(), std::size_t(request.size()), MSG_NOSIGNAL);
        stalled = written == request.size() ? 0 : stalled + 1;
        sent += written == request.size();
        QCOMPARE(other.ask(R"({"jsonrpc":"2.0","id":8,"method":"totals"})")["id"_L1].toInt(), 8);
        QVERIFY(sent < 20000);
    }
    ::close(descriptor);
}

void TestControlSessions::manyRequestsAtOnce()
{
    RawViewer greedy = viewer();
    RawViewer other = viewer();
    QByteArray requests;
    for (int i = 0; i < 10000; ++i)
        requests
            += "{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(i) + ",\"method\":\"totals\"}\n";
    greedy.socket().write(requests);
    // The other one is served between: long before the last of the 10,000.
    QCOMPARE(other.ask(R"({"jsonrpc":"2.0","id":8,"method":"totals"})")["id"_L1].toInt(), 8);
    int answered = 0;
    for (; answered < 10000; ++answered) {
        const QJsonObject answer = greedy.answer();
        QCOMPARE(answer["id"_L1].toInt(-1), answered);
    }
}

void TestControlSessions::sessionsAreBounded()
{
    std::vector<std::unique_ptr<RawViewer>> viewers;
    for (int i = 0; i < ControlServer::maximumSessions; ++i) {
        viewers.push_back(std::make_unique<RawViewer>(m_server->path()));
        QCOMPARE(
            viewers.back()->ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(),
            1);
    }
    RawViewer tooMany = viewer();
    QVERIFY(tooMany.waitForEnd());
    viewers.pop_back();
    QVERIFY(QTest::qWaitFor([this] {
        RawViewer next = viewer();
        return next.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt() == 1;
    }));
}

void TestControlSessions::viewersThatComeAndGo()
{
    const int before = openDescriptors();
    for (int i = 0; i < 500; ++i) {
        RawViewer raw = viewer();
        if (i % 2)
            QCOMPARE(raw.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
    }
    QTRY_COMPARE(openDescriptors(), before);
}

void TestControlSessions::answersWithoutDescriptors()
{
    RawViewer first = viewer();
    QCOMPARE(first.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
    RawViewer second(QString{}); // its descriptor is taken before they run out
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    const sockaddr_un address = unixAddress(m_server->path());

    rlimit limits;
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limits), 0);
    std::vector<int> fillers;
    const rlimit low{256, limits.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &low), 0);
    for (int filler; (filler = ::dup(0)) != -1;)
        fillers.push_back(filler);

    // The descriptor in reserve lets one in.
    QCOMPARE(::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address),
             0);
    static const char request[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"totals\"}\n";
    QCOMPARE(::send(descriptor, request, sizeof request - 1, MSG_NOSIGNAL),
             ssize_t(sizeof request - 1));
    char byte = 0;
    QTRY_COMPARE(::recv(descriptor, &byte, 1, 0), 1);

    for (const int filler : fillers)
        ::close(filler);
    ::close(descriptor);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limits), 0);
    RawViewer later = viewer();
    QCOMPARE(later.ask(R"({"jsonrpc":"2.0","id":1,"method":"totals"})")["id"_L1].toInt(), 1);
}

QTEST_GUILESS_MAIN(TestControlSessions)

#include "tst_controlsessions.moc"
