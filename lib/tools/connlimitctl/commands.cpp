// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "commands.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

#include <optional>
#include <set>

using namespace ConnLimit;

void Command::fail(const ControlError &error)
{
    if (error.code == ControlError::NotAttached)
        return; // the client has changed its state, and that ends the program
    complain(error.message);
    QCoreApplication::exit(Refused);
}

namespace {

/// All clients, most connections first.
class ListCommand : public Command
{
public:
    using Command::Command;

    void run() override
    {
        // By address, because that order stays while counts change: no client is passed over.
        const ClientsRequest request{ClientOrder::Client,
                                     SortDirection::Ascending,
                                     {},
                                     m_offset,
                                     ClientsRequest::maximumCount};
        m_client.requestClients(request, [this](const ControlReply<ClientsFrame> &reply) {
            if (const ControlError *error = std::get_if<ControlError>(&reply))
                return fail(*error);
            take(std::get<ClientsFrame>(reply));
        });
    }

private:
    void take(const ClientsFrame &frame)
    {
        for (const ClientStatus &client : frame.clients) {
            if (m_seen.insert(client.client).second)
                m_clients.append(client);
        }
        m_offset += ClientsRequest::maximumCount;
        if (m_offset < frame.matching)
            return run();
        std::stable_sort(m_clients.begin(), m_clients.end(),
                         [](const auto &a, const auto &b) { return a.open > b.open; });
        write(frame.totals);
        QCoreApplication::exit(Done);
    }

    void write(const Totals &totals) const
    {
        if (m_options.isJson) {
            QJsonArray clients;
            for (const ClientStatus &client : m_clients)
                clients.append(toJson(client));
            return print(QJsonObject{{QStringLiteral("clients"), clients},
                                     {QStringLiteral("totals"), toJson(totals)}});
        }
        for (const QString &line : clientTable(m_clients).lines())
            print(line);
        print(totalsLine(totals));
    }

    quint32 m_offset = 0;
    std::set<ClientKey> m_seen;
    QList<ClientStatus> m_clients;
};

class ShowCommand : public Command
{
public:
    using Command::Command;

    void run() override
    {
        const QString client = m_options.arguments.constFirst();
        m_client.requestClient(client, [this, client](const ControlReply<ClientStatus> &reply) {
            if (const ControlError *error = std::get_if<ControlError>(&reply))
                return fail(*error);
            const ClientStatus &status = std::get<ClientStatus>(reply);
            if (status.open == 0 && status.refused == 0) {
                complain(client + u" has no connection open and was not refused one");
                return QCoreApplication::exit(Refused);
            }
            if (m_options.isJson) {
                print(toJson(status));
            } else {
                for (const QString &line : clientTable({status}).lines())
                    print(line);
            }
            QCoreApplication::exit(Done);
        });
    }
};

const ConfigField *findField(const QString &key)
{
    for (const ConfigField &field : configFields()) {
        if (key == QLatin1StringView(field.key))
            return &field;
    }
    QStringList keys;
    for (const ConfigField &field : configFields())
        keys.append(QLatin1StringView(field.key));
    complain(u"no such key: " + key + u"; there are " + keys.join(u", "));
    return nullptr;
}

class GetCommand : public Command
{
public:
    GetCommand(ControlClient &client, const Options &options, QList<const ConfigField *> fields)
        : Command(client, options)
        , m_fields(std::move(fields))
    {}

    void run() override
    {
        m_client.requestConfig([this](const ControlReply<ConfigRevision> &reply) {
            if (const ControlError *error = std::get_if<ControlError>(&reply))
                return fail(*error);
            const ConfigRevision &revision = std::get<ConfigRevision>(reply);
            if (m_options.isJson)
                print(toJson(revision));
            else
                for (const ConfigField *field : m_fields)
                    print(QLatin1StringView(field->key) + u'='
                          + QString::number(revision.config.*field->member));
            QCoreApplication::exit(Done);
        });
    }

private:
    const QList<const ConfigField *> m_fields;
};

struct Assignment
{
    const ConfigField *field = nullptr;
    std::uint32_t value = 0;
};

class SetCommand : public Command
{
public:
    SetCommand(ControlClient &client, const Options &options, QList<Assignment> assignments)
        : Command(client, options)
        , m_assignments(std::move(assignments))
    {}

    void run() override
    {
        m_client.requestConfig([this](const ControlReply<ConfigRevision> &reply) {
            if (const ControlError *error = std::get_if<ControlError>(&reply))
                return fail(*error);
            ConfigRevision revision = std::get<ConfigRevision>(reply);
            for (const Assignment &assignment : m_assignments)
                revision.config.*assignment.field->member = assignment.value;
            m_client.setConfig(
                revision.config, revision.revision,
                [this](const ControlReply<ConfigChange> &change) { report(change); });
        });
    }

private:
    void report(const ControlReply<ConfigChange> &reply) const
    {
        if (const ControlError *error = std::get_if<ControlError>(&reply))
            return fail(*error);
        const ConfigChange &change = std::get<ConfigChange>(reply);
        if (m_options.isJson)
            print(toJson(change));
        else
            for (const Assignment &assignment : m_assignments)
                print(QStringLiteral("%1: %2 -> %3")
                          .arg(QLatin1StringView(assignment.field->key))
                          .arg(change.before.config.*assignment.field->member)
                          .arg(change.after.config.*assignment.field->member));
        QCoreApplication::exit(Done);
    }

    const QList<Assignment> m_assignments;
};

std::unique_ptr<Command> makeGet(ControlClient &client, const Options &options)
{
    QList<const ConfigField *> fields;
    for (const QString &key : options.arguments) {
        fields.append(findField(key));
        if (!fields.constLast())
            return nullptr;
    }
    if (fields.isEmpty()) {
        for (const ConfigField &field : configFields())
            fields.append(&field);
    }
    return std::make_unique<GetCommand>(client, options, fields);
}

std::unique_ptr<Command> makeSet(ControlClient &client, const Options &options)
{
    QList<Assignment> assignments;
    for (const QString &argument : options.arguments) {
        const qsizetype equals = argument.indexOf(u'=');
        if (equals == -1) {
            complain(u"not KEY=VALUE: " + argument);
            return nullptr;
        }
        const ConfigField *field = findField(argument.first(equals));
        if (!field)
            return nullptr;
        bool isNumber = false;
        const uint value = argument.sliced(equals + 1).toUInt(&isNumber);
        if (!isNumber) {
            complain(QLatin1StringView(field->key) + u": not a whole number from 0 to 4294967295: "
                     + argument.sliced(equals + 1));
            return nullptr;
        }
        const bool isTwice
            = std::any_of(assignments.begin(), assignments.end(),
                          [field](const auto &other) { return other.field == field; });
        if (isTwice) {
            complain(QLatin1StringView(field->key) + QStringLiteral(": given twice"));
            return nullptr;
        }
        assignments.append({field, value});
    }
    if (assignments.isEmpty()) {
        complain(QStringLiteral("set: what? Give KEY=VALUE"));
        return nullptr;
    }
    return std::make_unique<SetCommand>(client, options, assignments);
}

std::unique_ptr<Command> makeShow(ControlClient &client, const Options &options)
{
    if (options.arguments.size() == 1
        && ClientKey::fromString(options.arguments.constFirst().toStdString()))
        return std::make_unique<ShowCommand>(client, options);
    complain(QStringLiteral("show: give one address or subnet"));
    return nullptr;
}

} // namespace

std::unique_ptr<Command> makeCommand(const QString &name, ControlClient &client,
                                     const Options &options)
{
    if (name == u"get")
        return makeGet(client, options);
    if (name == u"set")
        return makeSet(client, options);
    if (name == u"show")
        return makeShow(client, options);
    if (name != u"list") {
        complain(u"no such command: " + name);
        return nullptr;
    }
    if (options.arguments.isEmpty())
        return std::make_unique<ListCommand>(client, options);
    complain(QStringLiteral("list: unexpected argument: ") + options.arguments.constFirst());
    return nullptr;
}
