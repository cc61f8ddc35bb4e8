// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "linereader_p.h"
#include "privatedirectory_p.h"

#include <connlimit/control/controlclient.h>
#include <connlimit/control/controlserver.h>
#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QHash>
#include <QtCore/QJsonDocument>
#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtNetwork/QLocalSocket>

#include <cerrno>

namespace ConnLimit {

class ControlClient::Private
{
public:
    using RawHandler = Handler<QJsonObject>;

    explicit Private(ControlClient *client);

    void tryAttach();
    void connectSocket();
    void sayHello();
    void finishHello(const ControlReply<QJsonObject> &reply);
    void handleSilence();
    void lose(const QString &reason, Error why = Error::Lost);
    void leave(State newState, const QString &reason, Error why = Error::None);
    void dropSocket();
    void setState(State newState, const QString &reason, Error why = Error::None);

    void send(const QString &method, const QJsonObject &params, RawHandler handler);
    void readAnswers();
    bool takeAnswer(const QByteArray &line);

    template<class T>
    void request(const QString &method, const QJsonObject &params, Handler<T> handler);

    // The longest answer is a ConfigChange: twice Config::maximumRules, of about 80 bytes each.
    static constexpr qint64 maximumAnswerLength = 4 * 1024 * 1024;

    ControlClient *const q;
    State state = State::Detached;
    QString target;
    Error failure = Error::None;
    QString errorString;
    ServerInfo server;
    std::chrono::milliseconds retryInterval{0};
    QTimer retry{q};
    QTimer patience{q}; // runs while an answer is awaited
    QTimer queue{q};    // until there may be a place in the server's queue
    QPointer<QLocalSocket> socket;
    LineReader reader{maximumAnswerLength};
    qint64 lastId = 0;
    QHash<qint64, RawHandler> pending;
};

ControlClient::Private::Private(ControlClient *client)
    : q(client)
{
    retry.setSingleShot(true);
    connect(&retry, &QTimer::timeout, q, [this] { tryAttach(); });
    queue.setSingleShot(true);
    queue.setInterval(100);
    connect(&queue, &QTimer::timeout, q, [this] { connectSocket(); });
    patience.setSingleShot(true);
    patience.setInterval(std::chrono::seconds(5));
    connect(&patience, &QTimer::timeout, q, [this] { handleSilence(); });
}

void ControlClient::Private::setState(State newState, const QString &reason, Error why)
{
    if (state == newState && errorString == reason && failure == why)
        return;
    state = newState;
    failure = why;
    errorString = reason;
    Q_EMIT q->stateChanged(state);
}

void ControlClient::Private::tryAttach()
{
    patience.start();
    connectSocket();
}

/// Not by QLocalSocket, which tries again without a pause, at the price of a processor, while the
/// queue of a server is full.
void ControlClient::Private::connectSocket()
{
    const int descriptor = connectLocalSocket(controlSocketPath(target));
    if (descriptor == -1) {
        switch (errno) {
        case EAGAIN: return queue.start();
        case ENOENT:
        case ECONNREFUSED: return lose(tr("no such server is running"), Error::NotRunning);
        case EACCES:
        case EPERM:
            return lose(tr("this user may not use the server's control channel"),
                        Error::NoPermission);
        default: return lose(qt_error_string(errno));
        }
    }
    socket = new QLocalSocket(q);
    reader = LineReader(maximumAnswerLength);
    socket->setReadBufferSize(maximumAnswerLength);
    connect(socket, &QLocalSocket::readyRead, q, [this] { readAnswers(); });
    connect(socket, &QLocalSocket::disconnected, q,
            [this] { lose(tr("the server has closed the channel")); });
    connect(socket, &QLocalSocket::errorOccurred, q, [this](QLocalSocket::LocalSocketError error) {
        if (error != QLocalSocket::PeerClosedError) // disconnected() follows, after what is left
            lose(socket->errorString());            // to read
    });
    socket->setSocketDescriptor(descriptor);
    sayHello();
}

void ControlClient::Private::sayHello()
{
    send(QStringLiteral("hello"), {{QStringLiteral("protocol"), controlProtocolVersion}},
         [this](const ControlReply<QJsonObject> &reply) { finishHello(reply); });
}

void ControlClient::Private::finishHello(const ControlReply<QJsonObject> &reply)
{
    ControlReply<ServerInfo> info = ServerInfo();
    if (const ControlError *error = std::get_if<ControlError>(&reply)) {
        if (error->code == ControlError::NotAttached) // lose() is what calls this
            return;
        info = *error;
    } else {
        info = fromJson<ServerInfo>(std::get<QJsonObject>(reply));
    }
    if (const ControlError *error = std::get_if<ControlError>(&info))
        return lose(tr("the server cannot be understood: %1").arg(error->message),
                    Error::Incompatible);
    server = std::get<ServerInfo>(info);
    if (server.protocol != controlProtocolVersion)
        return lose(
            tr("the server speaks version %1 of the control protocol, this program version %2")
                .arg(server.protocol)
                .arg(controlProtocolVersion),
            Error::Incompatible);
    setState(State::Attached, {});
}

void ControlClient::Private::handleSilence()
{
    const QString reason = tr("the server does not answer");
    // Another try would fare no better, and each leaves one more connection in the queue of a
    // server that is stopped, dead or not: the answer may still come on this one.
    if (state == State::Attaching && socket && retryInterval.count() > 0)
        return setState(State::Attaching, reason, Error::Lost);
    lose(reason);
}

void ControlClient::Private::dropSocket()
{
    patience.stop();
    queue.stop();
    if (!socket)
        return;
    socket->disconnect(q);
    socket->abort();
    socket->setParent(nullptr); // it may be its signal that has led to the end of the client
    socket->deleteLater();
    socket = nullptr;
}

void ControlClient::Private::lose(const QString &reason, Error why)
{
    const bool triesAgain = retryInterval.count() > 0;
    if (triesAgain)
        retry.start(retryInterval);
    leave(triesAgain ? State::Attaching : State::Detached, reason, why);
}

void ControlClient::Private::leave(State newState, const QString &reason, Error why)
{
    dropSocket();
    const QPointer<ControlClient> guard(q); // handlers and receivers may do as they please
    const auto unanswered = std::exchange(pending, {});
    const ControlError error{ControlError::NotAttached, reason, {}, {}};
    setState(newState, reason, why);
    for (const RawHandler &handler : unanswered) {
        if (!guard)
            return;
        handler(error);
    }
}

void ControlClient::Private::send(const QString &method, const QJsonObject &params,
                                  RawHandler handler)
{
    const qint64 id = ++lastId;
    const QJsonObject request{{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                              {QStringLiteral("id"), id},
                              {QStringLiteral("method"), method},
                              {QStringLiteral("params"), params}};
    const QByteArray line = QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
    if (line.size() > ControlServer::maximumLineLength) {
        const ControlError error{ControlError::InvalidParams,
                                 tr("this is too much for one request: make it several"),
                                 {},
                                 {}};
        QMetaObject::invokeMethod(
            q, [handler = std::move(handler), error] { handler(error); }, Qt::QueuedConnection);
        return;
    }
    pending.insert(id, std::move(handler));
    socket->write(line);
    if (!patience.isActive())
        patience.start();
}

void ControlClient::Private::readAnswers()
{
    const QPointer<ControlClient> guard(q);
    const QLocalSocket *const current = socket;
    reader.append(socket->readAll());
    while (guard && current == socket) { // a handler may detach, or destroy the client
        const std::optional<QByteArray> line = reader.takeLine();
        if (line ? !takeAnswer(*line) : reader.isTooLong())
            return lose(tr("the server does not speak the control protocol"), Error::Incompatible);
        if (!line)
            return;
    }
}

bool ControlClient::Private::takeAnswer(const QByteArray &line)
{
    const QJsonObject answer = QJsonDocument::fromJson(line).object();
    const RawHandler handler = pending.take(answer.value(QLatin1StringView("id")).toInteger(-1));
    if (!handler)
        return false;
    if (pending.isEmpty())
        patience.stop();
    else
        patience.start();
    const QJsonValue result = answer.value(QLatin1StringView("result"));
    if (result.isObject())
        handler(result.toObject());
    else
        handler(errorFromJson(answer.value(QLatin1StringView("error")).toObject()));
    return true;
}

template<class T>
void ControlClient::Private::request(const QString &method, const QJsonObject &params,
                                     Handler<T> handler)
{
    if (state != State::Attached) {
        const ControlError error{
            ControlError::NotAttached, ControlClient::tr("not attached to a server"), {}, {}};
        QMetaObject::invokeMethod(
            q, [handler = std::move(handler), error] { handler(error); }, Qt::QueuedConnection);
        return;
    }
    send(method, params, [handler = std::move(handler)](const ControlReply<QJsonObject> &reply) {
        if (const ControlError *error = std::get_if<ControlError>(&reply))
            handler(*error);
        else
            handler(fromJson<T>(std::get<QJsonObject>(reply)));
    });
}

ControlClient::ControlClient(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{}

ControlClient::~ControlClient()
{
    d->dropSocket();
}

void ControlClient::setRetryInterval(std::chrono::milliseconds interval)
{
    d->retryInterval = interval;
}

std::chrono::milliseconds ControlClient::retryInterval() const
{
    return d->retryInterval;
}

void ControlClient::attach(const QString &nameOrPath)
{
    d->target = nameOrPath;
    d->retry.start(0); // from the event loop, so that the outcome comes after this call
    d->leave(State::Attaching, {});
}

void ControlClient::detach()
{
    d->retry.stop();
    d->leave(State::Detached, {});
}

ControlClient::State ControlClient::state() const
{
    return d->state;
}

ControlClient::Error ControlClient::error() const
{
    return d->failure;
}

QString ControlClient::errorString() const
{
    return d->errorString;
}

QString ControlClient::target() const
{
    return d->target;
}

ServerInfo ControlClient::server() const
{
    return d->server;
}

void ControlClient::requestTotals(Handler<Totals> handler)
{
    d->request(QStringLiteral("totals"), {}, std::move(handler));
}

void ControlClient::requestClients(const ClientsRequest &request, Handler<ClientsFrame> handler)
{
    d->request(QStringLiteral("clients.list"), toJson(request), std::move(handler));
}

void ControlClient::requestClient(const QString &client, Handler<ClientStatus> handler)
{
    d->request(QStringLiteral("clients.get"), {{QStringLiteral("client"), client}},
               std::move(handler));
}

void ControlClient::requestConfig(Handler<ConfigRevision> handler)
{
    d->request(QStringLiteral("config.get"), {}, std::move(handler));
}

void ControlClient::setConfig(const ConfigPatch &patch, Handler<ConfigChange> handler)
{
    d->request(QStringLiteral("config.set"), toJson(patch), std::move(handler));
}

void ControlClient::previewConfig(const ConfigPatch &patch, Handler<ConfigPreview> handler)
{
    d->request(QStringLiteral("config.preview"), toJson(patch), std::move(handler));
}

void ControlClient::requestChanges(Handler<QList<ChangeRecord>> handler)
{
    d->request(QStringLiteral("config.history"), {}, std::move(handler));
}

void ControlClient::requestConnections(const ConnectionsRequest &request,
                                       Handler<ConnectionsFrame> handler)
{
    d->request(QStringLiteral("connections.list"), toJson(request), std::move(handler));
}

void ControlClient::disconnectClient(const DisconnectRequest &request,
                                     Handler<Disconnected> handler)
{
    d->request(QStringLiteral("connections.disconnect"), toJson(request), std::move(handler));
}

void ControlClient::requestHistory(std::chrono::seconds span, Handler<History> handler)
{
    d->request(QStringLiteral("history"), {{QStringLiteral("span"), qint64(span.count())}},
               std::move(handler));
}

void ControlClient::requestEvents(const EventsRequest &request, Handler<EventList> handler)
{
    d->request(QStringLiteral("events.list"), toJson(request), std::move(handler));
}

} // namespace ConnLimit

#include "moc_controlclient.cpp"
