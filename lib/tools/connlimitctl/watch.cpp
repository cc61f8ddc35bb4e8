// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "watch.h"

#include "table.h"
#include "terminal.h"
#include "top.h"

#include <connlimit/control/text.h>

#include <QtCore/QTimer>

using namespace ConnLimit;

namespace {

class Watch : public LiveCommand
{
public:
    Watch(ControlClient &client, const Options &options)
        : LiveCommand(client, options)
        , m_isInPlace(!options.isJson && isTerminal())
    {
        m_next.setSingleShot(true);
        m_next.setInterval(options.interval);
        connect(&m_next, &QTimer::timeout, this, [this] { run(); });
    }

protected:
    void run() override
    {
        ClientsRequest request = m_options.clients;
        if (m_options.limit)
            request.count = *m_options.limit;
        if (m_isInPlace)
            request.count = std::min(request.count, quint32(std::max(1, terminalSize().rows - 4)));
        m_client.requestClients(request, [this](const ControlReply<ClientsFrame> &reply) {
            if (const ClientsFrame *frame = valueOf(reply)) {
                show(*frame);
                m_next.start();
            }
        });
    }

    void lose(const QString &reason) override
    {
        m_next.stop();
        LiveCommand::lose(reason);
    }

private:
    void show(const ClientsFrame &frame) const
    {
        Lines lines = clientTable(frame.clients, m_options.clients.order).lines();
        const quint64 hidden = frame.matching - quint64(frame.clients.size());
        if (hidden > 0 && hidden <= frame.matching)
            lines.append({u"and " + countText(hidden) + u" more"});
        lines.append({harmless(m_client.server().name) + u": " + totalsText(frame.totals)});
        if (m_isInPlace)
            return redraw(lines);
        lines.append(Line());
        print(lines, toJson(frame));
    }

    /// In place and in one piece, so that nothing flickers: each line is cleared behind its text,
    /// the rest below.
    static void redraw(const Lines &lines)
    {
        QString text = QStringLiteral("\x1b[H");
        for (const Line &line : lines)
            text += styled({line.text.left(terminalWidth()), line.style}) + u"\x1b[K\n";
        ::print(text + u"\x1b[J");
    }

    const bool m_isInPlace;
    QTimer m_next;
};

} // namespace

std::unique_ptr<Command> makeWatch(ControlClient &client, const Options &options)
{
    return std::make_unique<Watch>(client, options);
}

std::unique_ptr<Command> makeTop(ControlClient &client, const Options &options)
{
    if (options.isJson || !isTerminal() || !Terminal::canRead())
        return makeWatch(client, options);
    return std::make_unique<Top>(client, options);
}
