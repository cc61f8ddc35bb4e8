// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "watch.h"

#include <QtCore/QCoreApplication>

#include <sys/ioctl.h>
#include <unistd.h>

using namespace ConnLimit;

static int terminalLines()
{
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

Watch::Watch(ControlClient &client, const Options &options)
    : m_client(client)
    , m_options(options)
    , m_isTerminal(!options.isJson && ::isatty(STDOUT_FILENO))
{
    m_next.setSingleShot(true);
    m_next.setInterval(options.interval);
    connect(&m_next, &QTimer::timeout, this, &Watch::ask);
    connect(&m_client, &ControlClient::stateChanged, this, &Watch::follow);
}

void Watch::follow(ControlClient::State state)
{
    if (state == ControlClient::State::Attached) {
        // From now on for as long as we run: the server may be started again.
        m_client.setRetryInterval(std::chrono::milliseconds(500));
        m_wasAttached = true;
        ask();
    } else if (state == ControlClient::State::Detached) {
        complain(m_client.errorString());
        QCoreApplication::exit(NoServer);
    } else if (m_wasAttached) {
        m_wasAttached = false; // said once
        m_next.stop();
        complain(m_client.errorString() + u"; waiting for it");
    }
}

void Watch::ask()
{
    ClientsRequest request;
    if (m_isTerminal)
        request.count = quint32(std::max(1, terminalLines() - 4));
    m_client.requestClients(request, [this](const ControlReply<ClientsFrame> &reply) {
        const ClientsFrame *frame = std::get_if<ClientsFrame>(&reply);
        if (!frame)
            return; // the server has gone: follow() is told as well
        show(*frame);
        m_next.start();
    });
}

void Watch::show(const ClientsFrame &frame) const
{
    if (m_options.isJson)
        return print(toJson(frame));
    QStringList lines = clientTable(frame.clients).lines();
    const qsizetype hidden = qsizetype(frame.matching) - frame.clients.size();
    if (hidden > 0)
        lines.append(QStringLiteral("and %1 more").arg(hidden));
    lines.append(harmless(m_client.server().name) + u": " + totalsLine(frame.totals));
    if (m_isTerminal)
        return redraw(lines);
    lines.append(QString());
    for (const QString &line : lines)
        print(line);
}

/// In place and in one piece, so that nothing flickers: each line is cleared behind its text, the
/// rest below.
void Watch::redraw(const QStringList &lines) const
{
    print(u"\x1b[H" + lines.join(u"\x1b[K\n") + u"\x1b[K\n\x1b[J");
}

#include "moc_watch.cpp"
