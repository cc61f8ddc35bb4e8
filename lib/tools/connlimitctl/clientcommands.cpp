// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientcommands.h"

#include "table.h"

#include <connlimit/control/text.h>

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

namespace {

class ShowCommand : public Command
{
public:
    using Command::Command;

protected:
    void run() override
    {
        ConnectionsRequest request;
        request.client = m_options.arguments.constFirst();
        request.count = m_options.limit.value_or(ConnectionsRequest::maximumCount);
        m_client.requestConnections(request, [this](const ControlReply<ConnectionsFrame> &reply) {
            if (const ConnectionsFrame *frame = valueOf(reply))
                show(*frame);
        });
    }

private:
    void show(const ConnectionsFrame &frame) const
    {
        if (frame.client.open == 0 && frame.client.refused == 0 && frame.list.known == 0) {
            complain(m_options.arguments.constFirst()
                     + u" has no connection open and was not refused one");
            print({}, toJson(frame));
            return QCoreApplication::exit(Refused);
        }
        Lines lines = frame.clients ? subnetLines(frame) : clientTable({frame.client}).lines();
        if (frame.client.rule)
            lines.append({u"rule: " + ruleText(*frame.client.rule)});
        if (frame.client.lastVerdict) {
            const std::string_view name = verdictName(*frame.client.lastVerdict);
            lines.append({u"last refused because of: "
                          + QLatin1StringView(name.data(), qsizetype(name.size()))});
        }
        if (frame.list.known > 0)
            lines += Lines{Line()} + connectionLines(frame);
        if (frame.client.open > frame.list.known)
            lines.append({countText(frame.client.open - frame.list.known)
                          + u" without a socket that is known"});
        print(lines, toJson(frame));
        QCoreApplication::exit(Done);
    }

    /// Of all clients in it: how near one of them is to its limit, their sum does not say.
    static Lines subnetLines(const ConnectionsFrame &frame)
    {
        Table table({{"SUBNET", 0, Qt::AlignLeft},
                     {"CLIENTS", 0},
                     {"OPEN", 0},
                     {"REFUSED", 1},
                     {"MINUTE", 3},
                     {"LAST REFUSED", 2}});
        const ClientStatus &sum = frame.client;
        table.addRow({QString::fromStdString(sum.client.toString()), countText(*frame.clients),
                      countText(sum.open), countText(sum.refused), countText(sum.refusedLastMinute),
                      agoText(sum.lastRefused)});
        return table.lines();
    }

    static Lines connectionLines(const ConnectionsFrame &frame)
    {
        Table table({{"ID", 0},
                     {"ADDRESS", 0, Qt::AlignLeft},
                     {"PORT", 0},
                     {"SINCE", 1, Qt::AlignLeft},
                     {"AGE", 3},
                     {"TLS", 2, Qt::AlignLeft},
                     {"LISTENER", 4, Qt::AlignLeft}});
        for (const ConnectionInfo &connection : frame.list.connections) {
            table.addRow({QString::number(connection.id), harmless(connection.address.toString()),
                          QString::number(connection.port), dateText(connection.since),
                          agoText(connection.since).remove(QStringLiteral(" ago")),
                          connection.isEncrypted ? QStringLiteral("tls") : QStringLiteral("-"),
                          connection.listener.isEmpty() ? QStringLiteral("-")
                                                        : harmless(connection.listener)});
        }
        Lines lines = table.lines();
        const quint64 hidden = frame.list.known - quint64(frame.list.connections.size());
        if (hidden > 0 && hidden <= frame.list.known)
            lines.append({u"and " + countText(hidden) + u" more"});
        return lines;
    }
};

/// Ends all connections of a client, or those with the given IDs one after the other.
class DisconnectCommand : public Command
{
public:
    DisconnectCommand(ControlClient &client, const Options &options,
                      QList<std::optional<quint64>> ids)
        : Command(client, options)
        , m_ids(std::move(ids))
    {}

protected:
    void run() override
    {
        if (m_ids.isEmpty())
            return finish();
        const std::optional<quint64> id = m_ids.takeFirst();
        m_client.disconnectClient({m_options.arguments.constFirst(), id},
                                  [this, id](const ControlReply<Disconnected> &reply) {
                                      if (const Disconnected *disconnected = valueOf(reply))
                                          take(*disconnected, id);
                                  });
    }

private:
    void take(const Disconnected &disconnected, std::optional<quint64> id)
    {
        if (id && disconnected.count == 0) {
            complain(m_options.arguments.constFirst() + u" has no connection "
                     + QString::number(*id));
            m_isMissing = true;
        }
        if (!m_sum)
            m_sum = Disconnected{0, disconnected.open};
        m_sum->count += disconnected.count;
        run();
    }

    void finish() const
    {
        const QString client = m_options.arguments.constFirst();
        if (m_sum->count == 0 && !m_isMissing)
            complain(client
                     + (m_sum->open == 0 ? u" has no connection open"
                                         : u" has no connection whose socket is known"));
        print({{QStringLiteral("%1: ending %2 of %3 connections")
                    .arg(client, countText(m_sum->count), countText(m_sum->open))}},
              toJson(*m_sum));
        QCoreApplication::exit(m_isMissing || m_sum->count == 0 ? Refused : Done);
    }

    QList<std::optional<quint64>> m_ids; // that are left
    std::optional<Disconnected> m_sum;
    bool m_isMissing = false;
};

/// Whether the first argument names a client; complains if not.
bool isClientNamed(const Options &options, const QString &command)
{
    const QString name = options.arguments.value(0);
    if (ClientKey::fromString(name.toStdString()))
        return true;
    complain(command
             + (name.isEmpty() ? QStringLiteral(": whom? Give an address or a subnet")
                               : u": not an address or a subnet: " + name));
    return false;
}

} // namespace

std::unique_ptr<Command> makeShow(ControlClient &client, const Options &options)
{
    if (!isClientNamed(options, QStringLiteral("show")))
        return nullptr;
    return std::make_unique<ShowCommand>(client, options);
}

std::unique_ptr<Command> makeDisconnect(ControlClient &client, const Options &options)
{
    if (!isClientNamed(options, QStringLiteral("disconnect")))
        return nullptr;
    QList<std::optional<quint64>> ids;
    for (const QString &argument : options.arguments.sliced(1)) {
        bool isNumber = false;
        ids.append(argument.toULongLong(&isNumber));
        if (!isNumber) {
            complain(u"disconnect: not the ID of a connection: " + argument);
            return nullptr;
        }
    }
    if (ids.isEmpty())
        ids.append(std::nullopt);
    return std::make_unique<DisconnectCommand>(client, options, ids);
}
