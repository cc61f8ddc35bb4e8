// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controlthread_p.h"
#include "privatedirectory_p.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/control/runtimedirectory.h>
#include <connlimit/net/connectionlimiter.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>
#include <QtCore/QRegularExpression>

namespace ConnLimit {

class ControlServer::Private
{
public:
    const std::shared_ptr<LimiterGate> gate;
    std::unique_ptr<ControlThread> thread; // while listening
    qint64 process = 0;                    // that has the thread
    QString name;
    QString path;
    QString errorString;
};

ControlServer::ControlServer(ConnectionLimiter *limiter, QObject *parent)
    : QObject(parent)
    , d(new Private{limiter->gate(), {}, 0, {}, {}, {}})
{}

ControlServer::~ControlServer()
{
    close();
}

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
    QString name = QFileInfo(path).fileName();
    if (name.endsWith(u".sock"))
        name.chop(5);
    auto thread = std::make_unique<ControlThread>(d->gate, name, path);
    d->errorString = thread->open();
    if (!d->errorString.isEmpty())
        return false;
    d->thread = std::move(thread);
    d->process = QCoreApplication::applicationPid();
    d->name = name;
    d->path = path;
    return true;
}

void ControlServer::close()
{
    // A child that was forked has no such thread to wait for; the socket is its parent's.
    if (d->process != QCoreApplication::applicationPid()) [[maybe_unused]]
        auto *const parents = d->thread.release();
    d->thread.reset();
    d->name.clear();
    d->path.clear();
}

bool ControlServer::isListening() const
{
    return d->thread != nullptr;
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
