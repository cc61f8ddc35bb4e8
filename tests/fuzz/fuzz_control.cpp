// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A session of the control channel: what a viewer sends, cut into lines and carried out.

#include "require.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/control/controlservice_p.h>
#include <connlimit/control/linereader_p.h>
#include <connlimit/control/livemessages.h>
#include <connlimit/net/limitergate_p.h>

#include <QtCore/QJsonDocument>

using namespace ConnLimit;

namespace {

/// A limiter with a few clients, one of which was refused.
struct Server
{
    const std::shared_ptr<LimiterGate> gate = std::make_shared<LimiterGate>();
    ControlService service{gate, QStringLiteral("fuzzed")};
    std::vector<Admission> connections;

    Server()
    {
        gate->setConfig({2, 0, 32, 64});
        for (const char *client :
             {"127.0.0.1", "203.0.113.7", "203.0.113.7", "203.0.113.7", "2001:db8:1:2::1"})
            connections.push_back(gate->acquire(*ClientKey::fromString(client)));
    }
};

template<class T>
bool isA(const QJsonObject &object)
{
    return std::holds_alternative<T>(fromJson<T>(object));
}

struct Result
{
    const char *method;
    bool (*isRight)(const QJsonObject &);
};

constexpr Result results[] = {
    {"hello", isA<ServerInfo>},
    {"totals", isA<Totals>},
    {"history", isA<History>},
    {"events.list", isA<EventList>},
    {"config.get", isA<ConfigRevision>},
    {"config.set", isA<ConfigChange>},
    {"config.preview", isA<ConfigPreview>},
    {"config.history", isA<QList<ChangeRecord>>},
    {"clients.list", isA<ClientsFrame>},
    {"clients.get", isA<ClientStatus>},
    {"connections.list", isA<ConnectionsFrame>},
    {"connections.disconnect", isA<Disconnected>},
};

void checkMethods()
{
    const QStringList methods = ControlService::methods();
    require(std::size_t(methods.size()) == std::size(results),
            "the result of every method is known");
}

void checkResult(const QString &method, const QJsonObject &result)
{
    for (const Result &known : results) {
        if (method == QLatin1StringView(known.method))
            return require(known.isRight(result), "a client can read the result");
    }
    require(false, "only a method that there is has a result");
}

void checkAnswer(const ControlService::Answer &answer, const QByteArray &line)
{
    const QJsonObject request = QJsonDocument::fromJson(line).object();
    if (answer.line.isEmpty()) {
        require(!answer.closesSession, "who is cut off is told why");
        require(request.value(QLatin1StringView("method")).isString()
                    && !request.contains(QLatin1StringView("id")),
                "only a notification has no answer");
        return;
    }

    require(answer.line.indexOf('\n') == answer.line.size() - 1, "an answer is one line");
    const QJsonObject object = QJsonDocument::fromJson(answer.line).object();
    require(object.value(QLatin1StringView("jsonrpc")) == QLatin1StringView("2.0"),
            "an answer is JSON-RPC 2.0");
    const QJsonValue result = object.value(QLatin1StringView("result"));
    const QJsonObject error = object.value(QLatin1StringView("error")).toObject();
    require(result.isObject() == error.isEmpty(), "an answer has a result or an error");
    require(object.size() == 3 && object.contains(QLatin1StringView("id")),
            "an answer has an id, and nothing more");

    const QJsonValue id = object.value(QLatin1StringView("id"));
    if (result.isObject()) {
        require(id == request.value(QLatin1StringView("id")), "a result has its request's id");
        checkResult(request.value(QLatin1StringView("method")).toString(), result.toObject());
        return;
    }
    require(id.isNull() || id == request.value(QLatin1StringView("id")),
            "an error has its request's id, or none");
    require(error.value(QLatin1StringView("code")).isDouble()
                && !error.value(QLatin1StringView("message")).toString().isEmpty(),
            "an error has a code and a message");
    require(answer.closesSession
                == (error.value(QLatin1StringView("code")).toInt() == ControlError::ParseError),
            "what cannot be parsed ends the session, and nothing else does");
}

/// Carries out the lines that have come; false after one that ends the session.
bool answerLines(LineReader &input, Server &server)
{
    const Limiter &limiter = server.gate->limiter();
    const std::uint64_t open = limiter.totals().open;
    while (const std::optional<QByteArray> line = input.takeLine()) {
        require(line->size() < ControlServer::maximumLineLength, "a line is bounded");
        const ConfigRevision before = limiter.configRevision();
        const ControlService::Answer answer
            = server.service.answer(*line, [] { return QStringLiteral("fuzzer"); });
        checkAnswer(answer, *line);
        const ConfigRevision after = limiter.configRevision();
        require(!after.config.validate(), "the config in force is valid");
        require(after.revision == before.revision + (after.config == before.config ? 0 : 1),
                "every change makes the next revision");
        require(limiter.totals().open == open, "no request opens or closes a connection");
        if (answer.closesSession)
            return false;
    }
    return !input.isTooLong();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const auto silent
        = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) {});
    Q_UNUSED(silent);

    static const bool isChecked = (checkMethods(), true);
    Q_UNUSED(isChecked);
    Server server;
    LineReader input(ControlServer::maximumLineLength);
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    input.append(bytes.first(bytes.size() / 2));
    if (answerLines(input, server)) {
        input.append(bytes.sliced(bytes.size() / 2) + '\n');
        answerLines(input, server);
    }
    return 0;
}
