// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "monitor.h"

#include <connlimit/control/runtimedirectory.h>

using namespace ConnLimit;
using namespace std::chrono_literals;

Monitor::Monitor(QObject *parent)
    : QObject(parent)
    , m_lookout(this)
    , m_next(this)
{
    m_request.count = ClientsRequest::maximumCount;
    m_client.setParent(this);
    m_client.setRetryInterval(500ms);
    m_lookout.setInterval(500ms);
    m_next.setInterval(500ms);
    m_next.setSingleShot(true);
    connect(&m_client, &ControlClient::stateChanged, this, &Monitor::handleState);
    connect(&m_lookout, &QTimer::timeout, this, &Monitor::look);
    connect(&m_next, &QTimer::timeout, this, &Monitor::ask);
}

void Monitor::follow(const QString &nameOrPath)
{
    m_wasAttached = false;
    m_lookout.stop();
    if (!nameOrPath.isEmpty())
        return m_client.attach(nameOrPath);
    m_client.detach();
    m_lookout.start();
    Q_EMIT statusChanged();
    look();
}

void Monitor::look()
{
    if (const QList<ControlSocket> sockets = findControlSockets(); !sockets.isEmpty())
        follow(sockets.constFirst().path);
}

bool Monitor::isAttached() const
{
    return m_client.state() == ControlClient::State::Attached;
}

QString Monitor::statusText() const
{
    if (isAttached())
        return tr("attached");
    if (m_client.state() == ControlClient::State::Detached)
        return tr("no server is running; waiting for one to start");
    if (m_client.errorString().isEmpty())
        return tr("attaching…");
    return m_wasAttached ? tr("lost: %1; attaching again…").arg(m_client.errorString())
                         : tr("%1; waiting for it…").arg(m_client.errorString());
}

void Monitor::setRequest(const ClientsRequest &request)
{
    if (request == m_request)
        return;
    m_request = request;
    ask();
}

void Monitor::setLimit(quint32 limit, const ConfigRevision &basedOn)
{
    Config config = basedOn.config;
    config.maximumConnectionsPerClient = limit;
    const ConfigPatch patch = ConfigPatch::between(basedOn, config);
    m_client.setConfig(patch, [this](const ControlReply<ConfigChange> &reply) {
        if (const ControlError *error = std::get_if<ControlError>(&reply)) {
            Q_EMIT limitRefused(*error);
        } else {
            const ConfigChange &change = std::get<ConfigChange>(reply);
            m_config = change.after;
            Q_EMIT limitApplied(change);
        }
    });
}

void Monitor::handleState()
{
    if (isAttached()) {
        m_wasAttached = true;
        m_isAsking = false;
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
    m_client.requestClients(m_request, [this, asked = m_request](const auto &reply) {
        m_isAsking = false;
        const ClientsFrame *frame = std::get_if<ClientsFrame>(&reply);
        if (!frame)
            return; // the server has gone, and handleState() is told as well
        if (asked != m_request)
            return ask(); // what is wanted by now is something else
        takeFrame(*frame);
    });
}

void Monitor::takeFrame(const ClientsFrame &frame)
{
    Q_EMIT frameReceived(frame);
    if (frame.configRevision != m_config.revision)
        askForConfig();
    m_next.start();
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
