// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "command.h"

#include "configkeys.h"

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

Command::Command(ControlClient &client, const Options &options)
    : m_client(client)
    , m_options(options)
{
    connect(&m_client, &ControlClient::stateChanged, this,
            [this](ControlClient::State state) { follow(state); });
}

void Command::follow(ControlClient::State state)
{
    if (state == ControlClient::State::Attached)
        return run();
    if (state != ControlClient::State::Detached)
        return;
    complain(m_client.errorString());
    QCoreApplication::exit(NoServer);
}

QString Command::typedFor(const QString &field) const
{
    if (field == u"client")
        return m_options.arguments.value(0);
    if (field == u"filter")
        return QStringLiteral("--filter");
    if (field == u"count")
        return QStringLiteral("--limit");
    if (field == u"revision")
        return QStringLiteral("--revision");
    if (field == u"span")
        return QStringLiteral("--span");
    return field;
}

void Command::fail(const ControlError &error) const
{
    if (error.code == ControlError::NotAttached)
        return; // follow() hears of that
    const bool isNamed = !error.field.isEmpty() && error.message.startsWith(error.field + u": ");
    complain(isNamed ? typedFor(error.field) + error.message.sliced(error.field.size())
                     : error.message);
    if (m_options.isJson)
        ::print(QJsonObject{{QStringLiteral("error"), toJson(error)}});
    if (error.current) {
        complain(u"in force is revision " + QString::number(error.current->revision) + u':');
        for (const QString &line : configLines(error.current->config))
            complain(u"  " + line);
    }
    QCoreApplication::exit(Refused);
}

void Command::print(const Lines &lines, const QJsonObject &object) const
{
    if (m_options.isJson)
        ::print(object);
    else
        ::print(lines);
}

void LiveCommand::follow(ControlClient::State state)
{
    if (state == ControlClient::State::Attached) {
        // From now on for as long as we run: the server may be started again.
        m_client.setRetryInterval(std::chrono::milliseconds(500));
        m_wasAttached = true;
        run();
    } else if (state == ControlClient::State::Detached) {
        Command::follow(state);
    } else if (m_wasAttached) {
        m_wasAttached = false; // said once
        lose(m_client.errorString());
    }
}

void LiveCommand::lose(const QString &reason)
{
    complain(reason + u"; waiting for it");
}
