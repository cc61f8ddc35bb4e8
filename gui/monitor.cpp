// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "monitor.h"

#include <QtCore/QFileInfo>

using namespace ConnLimit;
using namespace std::chrono_literals;

Monitor::Monitor(QObject *parent)
    : QObject(parent)
    , m_next(this)
{
    m_client.setParent(this);
    m_client.setRetryInterval(500ms);
    m_next.setInterval(500ms);
    m_next.setSingleShot(true);
    connect(&m_client, &ControlClient::stateChanged, this, &Monitor::handleState);
    connect(&m_next, &QTimer::timeout, this, &Monitor::ask);
}

void Monitor::follow(const QString &nameOrPath)
{
    m_wasAttached = false;
    m_client.attach(nameOrPath);
}

void Monitor::retry()
{
    if (!isAttached())
        m_client.attach(m_client.target());
}

Monitor::State Monitor::state() const
{
    if (m_client.state() == ControlClient::State::Attached)
        return State::Attached;
    if (m_client.state() == ControlClient::State::Detached)
        return State::Idle;
    switch (m_client.error()) {
    case ControlClient::Error::NoPermission: return State::NoPermission;
    case ControlClient::Error::Incompatible: return State::Incompatible;
    case ControlClient::Error::None: return m_wasAttached ? State::Lost : State::Attaching;
    default: return m_wasAttached ? State::Lost : State::NotRunning;
    }
}

QString Monitor::statusText() const
{
    switch (state()) {
    case State::Idle: return tr("no server");
    case State::Attaching: return tr("attaching…");
    case State::Attached: return tr("attached");
    case State::Lost: return tr("lost: %1; attaching again…").arg(m_client.errorString());
    default: return tr("%1; waiting for it…").arg(m_client.errorString());
    }
}

/// Without what would change the look of the text around it.
static QString harmless(QString text)
{
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Format; });
    return text.simplified().left(80);
}

QString Monitor::serverName() const
{
    if (m_wasAttached && !m_client.server().name.isEmpty())
        return harmless(m_client.server().name);
    const QString target = m_client.target();
    return harmless(target.contains(u'/') ? QFileInfo(target).completeBaseName() : target);
}

void Monitor::setRequest(const ClientsRequest &request)
{
    if (request == m_request)
        return;
    m_request = request;
    ask();
}

void Monitor::refresh()
{
    m_sinceEffect.invalidate();
    ask();
}

void Monitor::handleState()
{
    if (isAttached()) {
        m_wasAttached = true;
        m_isAsking = false;
        m_isAskingForEffect = false;
        m_sinceEffect.invalidate();
        m_config = {{}, 0};
        askForConfig();
        ask();
    } else {
        m_next.stop();
    }
    Q_EMIT statusChanged();
}

void Monitor::ask()
{
    if (!isAttached() || m_isAsking)
        return;
    m_isAsking = true;
    m_next.stop();
    m_client.requestClients(m_request, [this, asked = m_request](const auto &reply) {
        m_isAsking = false;
        if (isAttached()) // else the server has gone, and handleState() is told as well
            takeAnswer(reply, asked);
    });
    askForEffect();
}

void Monitor::takeAnswer(const ControlReply<ClientsFrame> &reply, const ClientsRequest &asked)
{
    if (asked != m_request)
        ask();
    else
        m_next.start();
    if (const ControlError *error = std::get_if<ControlError>(&reply)) {
        if (asked == m_request)
            Q_EMIT frameRefused(*error);
        return;
    }
    const ClientsFrame &frame = std::get<ClientsFrame>(reply);
    ClientsRequest window = asked; // other rows of the same are good to have, while some scroll on
    window.offset = m_request.offset;
    window.count = m_request.count;
    m_numClients = frame.totals.clients;
    if (frame.configRevision != m_config.revision)
        askForConfig();
    if (window == m_request)
        Q_EMIT frameReceived(frame, asked);
}

/// With every frame of a server to which it is nothing to look at all of its clients; otherwise
/// once a second.
void Monitor::askForEffect()
{
    constexpr quint64 many = 20'000;
    const bool isRecent
        = m_numClients > many && m_sinceEffect.isValid() && !m_sinceEffect.hasExpired(1000);
    if (m_isAskingForEffect || isRecent)
        return;
    m_isAskingForEffect = true;
    m_sinceEffect.start();
    m_client.previewConfig({}, [this](const ControlReply<ConfigPreview> &reply) {
        m_isAskingForEffect = false;
        if (const ConfigPreview *preview = std::get_if<ConfigPreview>(&reply))
            Q_EMIT effectReceived(preview->before);
    });
}

void Monitor::askForConfig()
{
    m_client.requestConfig([this](const ControlReply<ConfigRevision> &reply) {
        if (const ConfigRevision *config = std::get_if<ConfigRevision>(&reply))
            takeConfig(*config);
    });
}

void Monitor::takeConfig(const ConfigRevision &config)
{
    if (config.revision <= m_config.revision)
        return;
    m_config = config;
    Q_EMIT configReceived(m_config);
}

#include "moc_monitor.cpp"
