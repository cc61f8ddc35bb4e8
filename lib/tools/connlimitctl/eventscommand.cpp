// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "pastcommands.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>

using namespace ConnLimit;

namespace {

/// The events that the server remembers and, if wanted, those that come.
class EventsCommand : public LiveCommand
{
public:
    EventsCommand(ControlClient &client, const Options &options)
        : LiveCommand(client, options)
    {
        m_next.setSingleShot(true);
        m_next.setInterval(options.interval);
        connect(&m_next, &QTimer::timeout, this, [this] { ask(); });
    }

protected:
    void run() override { ask(); }

    void lose(const QString &reason) override
    {
        m_next.stop();
        if (m_options.isFollowing)
            return LiveCommand::lose(reason);
        complain(reason);
        QCoreApplication::exit(NoServer);
    }

private:
    void ask()
    {
        m_client.requestEvents({m_after, EventsRequest::maximumCount},
                               [this](const ControlReply<EventList> &reply) {
                                   if (const EventList *list = valueOf(reply))
                                       take(*list);
                               });
    }

    void take(const EventList &list)
    {
        if (std::exchange(m_list.log, list.log) != list.log && m_after != 0) { // numbered anew
            m_after = 0;
            return ask();
        }
        m_list.events += list.events;
        m_list.lost += list.lost;
        m_list.last = list.last;
        const bool isComplete
            = list.events.isEmpty() || list.events.constLast().sequence >= list.last;
        m_after = list.events.isEmpty() ? list.last : list.events.constLast().sequence;
        if (!isComplete)
            return ask();
        show();
        if (m_options.isFollowing)
            m_next.start();
        else
            QCoreApplication::exit(Done);
    }

    void show()
    {
        const qsizetype most
            = m_isFirst && m_options.limit ? qsizetype(*m_options.limit) : m_list.events.size();
        if (m_list.events.size() > most)
            m_list.events = m_list.events.last(most);
        Lines lines;
        if (m_list.lost > 0 && !m_isFirst)
            lines.append({QStringLiteral("%1 more are no longer remembered").arg(m_list.lost)});
        for (const Event &event : m_list.events)
            lines.append({dateText(event.time) + u"  " + harmless(eventText(event))});
        if (!lines.isEmpty() || !m_options.isFollowing)
            print(lines, toJson(m_list));
        m_list.events.clear();
        m_list.lost = 0;
        m_isFirst = false;
    }

    QTimer m_next;
    quint64 m_after = 0;
    EventList m_list; // that is not shown yet; its log is the one that m_after belongs to
    bool m_isFirst = true;
};

} // namespace

std::unique_ptr<Command> makeEvents(ControlClient &client, const Options &options)
{
    return std::make_unique<EventsCommand>(client, options);
}
