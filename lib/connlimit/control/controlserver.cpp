// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controlsession_p.h"
#include "locallistener_p.h"
#include "privatedirectory_p.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/control/runtimedirectory.h>
#include <connlimit/net/connectionlimiter.h>

#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

namespace ConnLimit {

class ControlServer::Private
{
public:
    explicit Private(ConnectionLimiter *limiter);

    const std::shared_ptr<LimiterGate> gate;
    std::shared_ptr<const ControlService> service;
    std::unique_ptr<QObject> sessions; // their parent
    LocalListener listener;
    QString name;
    QString path;
    QString errorString;
};

ControlServer::Private::Private(ConnectionLimiter *limiter)
    : gate(limiter->gate())
    , listener([this](SocketDescriptor socket, const QString &peer) {
        if (sessions->children().size() < maximumSessions)
            new ControlSession(service, std::move(socket), peer, sessions.get());
    })
{}

ControlServer::ControlServer(ConnectionLimiter *limiter, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(limiter))
{
    d->listener.setParent(this); // moves to another thread with the server
}

ControlServer::~ControlServer() = default;

bool ControlServer::listen(const QString &nameOrPath)
{
    close();
    QString path = nameOrPath;
    if (!nameOrPath.contains(u'/')) {
        static const QRegularExpression valid(
            QRegularExpression::anchoredPattern(u"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}"));
        if (!valid.match(nameOrPath).hasMatch()) {
            d->errorString
                = QStringLiteral("a name is 1 to 64 letters, digits and . _ -, and begins "
                                 "with none of . and -");
            return false;
        }
        const QString directory = runtimeDirectory();
        d->errorString = makePrivateDirectory(directory);
        if (!d->errorString.isEmpty())
            return false;
        path = directory + u'/' + nameOrPath + u".sock";
    }
    d->errorString = d->listener.listen(path);
    if (!d->errorString.isEmpty())
        return false;
    d->path = path;
    d->name = QFileInfo(path).fileName();
    if (d->name.endsWith(u".sock"))
        d->name.chop(5);
    d->service = std::make_shared<ControlService>(d->gate, d->name);
    d->sessions = std::make_unique<QObject>(this);
    return true;
}

void ControlServer::close()
{
    d->listener.close();
    d->sessions.reset();
    d->name.clear();
    d->path.clear();
}

bool ControlServer::isListening() const
{
    return d->listener.isListening();
}

QString ControlServer::name() const
{
    return d->name;
}

QString ControlServer::path() const
{
    return d->path;
}

QString ControlServer::errorString() const
{
    return d->errorString;
}

} // namespace ConnLimit

#include "moc_controlserver.cpp"
