// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientcommands.h"
#include "table.h"

#include <connlimit/control/text.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <algorithm>
#include <compare>
#include <set>

using namespace ConnLimit;

namespace {

std::partial_ordering compare(const ClientStatus &a, const ClientStatus &b, ClientOrder order)
{
    const auto limit = [](const ClientStatus &client) {
        return client.limit == 0 ? std::numeric_limits<double>::infinity() : double(client.limit);
    };
    switch (order) {
    case ClientOrder::Client: return a.client <=> b.client;
    case ClientOrder::Open: return a.open <=> b.open;
    case ClientOrder::Limit: return limit(a) <=> limit(b);
    case ClientOrder::Refused: return a.refused <=> b.refused;
    case ClientOrder::LastRefused: return a.lastRefused <=> b.lastRefused;
    case ClientOrder::Share: return a.open / limit(a) <=> b.open / limit(b);
    case ClientOrder::RefusedLastMinute: return a.refusedLastMinute <=> b.refusedLastMinute;
    }
    Q_UNREACHABLE();
}

/// As the server does: equal clients by address.
void sortClients(QList<ClientStatus> &clients, const ClientsRequest &request)
{
    std::sort(clients.begin(), clients.end(), [&](const ClientStatus &a, const ClientStatus &b) {
        const auto result = compare(a, b, request.order);
        if (result == 0)
            return a.client < b.client;
        return request.direction == SortDirection::Ascending ? result < 0 : result > 0;
    });
}

/// The clients, all of them or as many as are wanted, in one piece.
class ListCommand : public Command
{
public:
    using Command::Command;

protected:
    void run() override
    {
        ClientsRequest request = m_options.clients;
        if (isOneFrame()) {
            request.count = *m_options.limit;
        } else {
            // By address, because that order stays while counts change: nobody is passed over.
            request.order = ClientOrder::Client;
            request.direction = SortDirection::Ascending;
            request.offset = m_offset;
            request.count = ClientsRequest::maximumCount;
        }
        m_client.requestClients(request, [this](const ControlReply<ClientsFrame> &reply) {
            if (const ClientsFrame *frame = valueOf(reply))
                take(*frame);
        });
    }

private:
    bool isOneFrame() const
    {
        return m_options.limit && *m_options.limit <= ClientsRequest::maximumCount;
    }

    void take(const ClientsFrame &frame)
    {
        for (const ClientStatus &client : frame.clients) {
            if (m_seen.insert(client.client).second)
                m_clients.append(client);
        }
        m_offset += ClientsRequest::maximumCount;
        if (!isOneFrame()) {
            if (m_offset < frame.matching)
                return run();
            sortClients(m_clients, m_options.clients);
            if (m_options.limit && m_clients.size() > qsizetype(*m_options.limit))
                m_clients.resize(qsizetype(*m_options.limit));
        }
        ClientsFrame whole = frame;
        whole.clients = m_clients;
        write(whole);
        QCoreApplication::exit(Done);
    }

    void write(const ClientsFrame &frame) const
    {
        Lines lines = clientTable(frame.clients, m_options.clients.order).lines();
        if (frame.matching > quint64(frame.clients.size()))
            lines.append(
                {u"and " + countText(frame.matching - quint64(frame.clients.size())) + u" more"});
        lines.append({totalsText(frame.totals)});
        print(lines, toJson(frame));
    }

    quint32 m_offset = 0;
    std::set<ClientKey> m_seen;
    QList<ClientStatus> m_clients;
};

} // namespace

std::unique_ptr<Command> makeList(ControlClient &client, const Options &options)
{
    return std::make_unique<ListCommand>(client, options);
}
