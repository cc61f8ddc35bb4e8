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

/// What the tool calls a part of the Config: a number, dry-run or the rules.
struct Key
{
    QString name;
    const ConfigField *field = nullptr; // only of a number
};

QList<Key> allKeys()
{
    QList<Key> keys;
    for (const ConfigField &field : configFields())
        keys.append({QLatin1StringView(field.key), &field});
    keys.append({QStringLiteral("dry-run")});
    keys.append({QStringLiteral("rules")});
    return keys;
}

std::optional<Key> findKey(const QString &name)
{
    QStringList names;
    for (const Key &key : allKeys()) {
        if (key.name == name)
            return key;
        names.append(key.name);
    }
    complain(u"no such key: " + name + u"; there are " + names.join(u", "));
    return std::nullopt;
}

/// The value of a \a key that is not rules.
QString valueText(const Key &key, const Config &config)
{
    if (key.field)
        return QString::number(config.*key.field->member);
    return config.dryRun ? QStringLiteral("on") : QStringLiteral("off");
}

class GetCommand : public Command
{
public:
    GetCommand(ControlClient &client, const Options &options, QList<Key> keys)
        : Command(client, options)
        , m_keys(std::move(keys))
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
                for (const Key &key : m_keys)
                    printKey(key, revision.config);
            QCoreApplication::exit(Done);
        });
    }

private:
    static void printKey(const Key &key, const Config &config)
    {
        if (key.name != u"rules")
            return print(key.name + u'=' + valueText(key, config));
        for (const Rule &rule : config.rules)
            print(u"rule=" + ruleText(rule));
    }

    const QList<Key> m_keys;
};

struct Assignment
{
    Key key;
    std::uint32_t value = 0; // of dry-run: 1 = on
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
            const ConfigRevision &revision = std::get<ConfigRevision>(reply);
            Config config = revision.config;
            for (const Assignment &assignment : m_assignments) {
                if (const ConfigField *field = assignment.key.field)
                    config.*field->member = assignment.value;
                else
                    config.dryRun = assignment.value != 0;
            }
            m_client.setConfig(
                ConfigPatch::between(revision, config),
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
                          .arg(assignment.key.name, valueText(assignment.key, change.before.config),
                               valueText(assignment.key, change.after.config)));
        QCoreApplication::exit(Done);
    }

    const QList<Assignment> m_assignments;
};

std::unique_ptr<Command> makeGet(ControlClient &client, const Options &options)
{
    QList<Key> keys;
    for (const QString &name : options.arguments) {
        const std::optional<Key> key = findKey(name);
        if (!key)
            return nullptr;
        keys.append(*key);
    }
    return std::make_unique<GetCommand>(client, options, keys.isEmpty() ? allKeys() : keys);
}

/// Reads KEY=VALUE, or complains.
std::optional<Assignment> readAssignment(const QString &argument)
{
    const qsizetype equals = argument.indexOf(u'=');
    if (equals == -1) {
        complain(u"not KEY=VALUE: " + argument);
        return std::nullopt;
    }
    const std::optional<Key> key = findKey(argument.first(equals));
    if (!key)
        return std::nullopt;
    const QString value = argument.sliced(equals + 1);
    if (key->name == u"rules") {
        complain(QStringLiteral("rules: cannot be set here"));
        return std::nullopt;
    }
    if (!key->field) {
        if (value == u"on" || value == u"off")
            return Assignment{*key, value == u"on"};
        complain(key->name + u": not on or off: " + value);
        return std::nullopt;
    }
    bool isNumber = false;
    const uint number = value.toUInt(&isNumber);
    if (isNumber)
        return Assignment{*key, number};
    complain(key->name + u": not a whole number from 0 to 4294967295: " + value);
    return std::nullopt;
}

std::unique_ptr<Command> makeSet(ControlClient &client, const Options &options)
{
    QList<Assignment> assignments;
    for (const QString &argument : options.arguments) {
        const std::optional<Assignment> assignment = readAssignment(argument);
        if (!assignment)
            return nullptr;
        const bool isTwice
            = std::any_of(assignments.begin(), assignments.end(), [&](const Assignment &other) {
                  return other.key.name == assignment->key.name;
              });
        if (isTwice) {
            complain(assignment->key.name + u": given twice");
            return nullptr;
        }
        assignments.append(*assignment);
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
