// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "demo.h"

#include <QtCore/QCoreApplication>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

Demo::Demo(QObject *parent)
    : QObject(parent)
{
    connect(&m_server, &QProcess::readyReadStandardOutput, this, &Demo::startCrowd);
}

Demo::~Demo()
{
    for (QProcess *process : {&m_crowd, &m_server}) {
        process->disconnect(this);
        process->terminate();
    }
    for (QProcess *process : {&m_crowd, &m_server})
        process->waitForFinished();
}

QString Demo::serverName() const
{
    return QStringLiteral("demo-%1").arg(QCoreApplication::applicationPid());
}

void Demo::start()
{
    startProgram(m_server, QStringLiteral("connlimit-echo"),
                 {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"),
                  QStringLiteral("--max-per-client"), QStringLiteral("5"), QStringLiteral("--name"),
                  serverName()});
}

void Demo::startCrowd()
{
    const QString line = QString::fromLocal8Bit(m_server.readLine()).trimmed();
    if (const auto greeting = QLatin1StringView("listening on "); line.startsWith(greeting))
        startProgram(m_crowd, QStringLiteral("connlimit-crowd"), {line.sliced(greeting.size())});
}

void Demo::startProgram(QProcess &process, const QString &program, const QStringList &arguments)
{
    connect(&process, &QProcess::errorOccurred, this,
            [this, program, &process](QProcess::ProcessError error) {
                if (error == QProcess::FailedToStart)
                    Q_EMIT failed(tr("%1: %2").arg(program, process.errorString()));
            });
    connect(&process, &QProcess::finished, this,
            [this, program] { Q_EMIT failed(tr("%1 has ended").arg(program)); });
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
#ifdef Q_OS_LINUX
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); }); // if we are killed
#endif
    process.start(QCoreApplication::applicationDirPath() + u'/' + program, arguments);
}

#include "moc_demo.cpp"
