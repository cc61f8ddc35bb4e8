// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "configcommands.h"
#include "configkeys.h"
#include "patchcommand.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>

using namespace ConnLimit;

namespace {

class RuleListCommand : public Command
{
public:
    using Command::Command;

protected:
    void run() override
    {
        m_client.requestConfig([this](const ControlReply<ConfigRevision> &reply) {
            const ConfigRevision *revision = valueOf(reply);
            if (!revision)
                return;
            Lines lines;
            QJsonArray rules;
            for (const Rule &rule : revision->config.rules) {
                lines.append({ruleWords(rule)});
                rules.append(toJson(rule));
            }
            print(lines, {{QStringLiteral("revision"), qint64(revision->revision)},
                          {QStringLiteral("rules"), rules}});
            QCoreApplication::exit(Done);
        });
    }
};

} // namespace

std::unique_ptr<Command> makeRuleList(ControlClient &client, const Options &options)
{
    return std::make_unique<RuleListCommand>(client, options);
}

std::unique_ptr<Command> makeRuleAdd(ControlClient &client, const Options &options)
{
    const std::optional<std::vector<Rule>> rules = readRules(options.arguments);
    if (!rules)
        return nullptr;
    if (rules->empty()) {
        complain(QStringLiteral("rule add: what? Give SUBNET limit N, exempt or block"));
        return nullptr;
    }
    ConfigPatch patch;
    patch.setRules = *rules;
    return std::make_unique<PatchCommand>(client, options, patch);
}

std::unique_ptr<Command> makeRuleRemove(ControlClient &client, const Options &options)
{
    ConfigPatch patch;
    for (const QString &argument : options.arguments) {
        const std::optional<ClientKey> subnet = ClientKey::fromString(argument.toStdString());
        if (!subnet) {
            complain(u"rule remove: not an address or a subnet: " + argument);
            return nullptr;
        }
        patch.removeRules.push_back(*subnet);
    }
    if (patch.removeRules.empty()) {
        complain(QStringLiteral("rule remove: what? Give a SUBNET"));
        return nullptr;
    }
    return std::make_unique<PatchCommand>(client, options, patch);
}
