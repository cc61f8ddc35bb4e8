// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "configcommands.h"

#include "configkeys.h"
#include "patchcommand.h"
#include "table.h"

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

namespace {

class GetCommand : public Command
{
public:
    GetCommand(ControlClient &client, const Options &options, QList<ConfigKey> keys)
        : Command(client, options)
        , m_keys(std::move(keys))
    {}

protected:
    void run() override
    {
        m_client.requestConfig([this](const ControlReply<ConfigRevision> &reply) {
            const ConfigRevision *revision = valueOf(reply);
            if (!revision)
                return;
            Lines lines;
            for (const QString &line : configLines(revision->config, m_keys))
                lines.append({line});
            print(lines, toJson(*revision));
            QCoreApplication::exit(Done);
        });
    }

private:
    const QList<ConfigKey> m_keys;
};

/// Who has changed the Config, when and how.
class ChangesCommand : public Command
{
public:
    using Command::Command;

protected:
    void run() override
    {
        m_client.requestChanges([this](const ControlReply<QList<ChangeRecord>> &reply) {
            const QList<ChangeRecord> *records = valueOf(reply);
            if (!records)
                return;
            Table table({{"REVISION", 1},
                         {"TIME", 0, Qt::AlignLeft},
                         {"WHO", 2, Qt::AlignLeft},
                         {"CHANGES", 0, Qt::AlignLeft}});
            for (const ChangeRecord &record : *records) {
                const QString who = record.who.isEmpty() ? QStringLiteral("the application")
                                                         : harmless(record.who);
                table.addRow({QString::number(record.revision), dateText(record.time), who,
                              harmless(changesText(record))});
            }
            print(table.lines(std::numeric_limits<int>::max()), toJson(*records));
            QCoreApplication::exit(Done);
        });
    }
};

/// Reads all arguments, each KEY=VALUE. Null after a complaint.
std::unique_ptr<Command> makePatch(ControlClient &client, const Options &options,
                                   const QString &name)
{
    ConfigPatch patch;
    QList<ConfigKey> keys;
    for (const QString &argument : options.arguments) {
        const std::optional<ConfigKey> key = readAssignment(argument, patch);
        if (!key)
            return nullptr;
        keys.append(*key);
    }
    if (keys.isEmpty()) {
        complain(name + u": what? Give KEY=VALUE");
        return nullptr;
    }
    return std::make_unique<PatchCommand>(client, options, patch, keys);
}

} // namespace

std::unique_ptr<Command> makeGet(ControlClient &client, const Options &options)
{
    QList<ConfigKey> keys;
    for (const QString &name : options.arguments) {
        const std::optional<ConfigKey> key = findConfigKey(name);
        if (!key)
            return nullptr;
        keys.append(*key);
    }
    return std::make_unique<GetCommand>(client, options, keys.isEmpty() ? configKeys() : keys);
}

std::unique_ptr<Command> makeSet(ControlClient &client, const Options &options)
{
    return makePatch(client, options, QStringLiteral("set"));
}

std::unique_ptr<Command> makePreview(ControlClient &client, const Options &options)
{
    Options preview = options;
    preview.isPreview = true;
    return makePatch(client, preview, QStringLiteral("preview"));
}

std::unique_ptr<Command> makeChanges(ControlClient &client, const Options &options)
{
    return std::make_unique<ChangesCommand>(client, options);
}
