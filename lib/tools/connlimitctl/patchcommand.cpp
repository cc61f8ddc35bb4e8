// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "patchcommand.h"

#include "configkeys.h"

#include <connlimit/control/text.h>

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

static Line effectLine(const QString &when, const ConfigEffect &effect)
{
    QString text = QStringLiteral("%1 %2 clients, %3 open; %4 at their limit, %5 over it")
                       .arg(when, countText(effect.clients), countText(effect.open),
                            countText(effect.clientsAtLimit - effect.clientsOver),
                            countText(effect.clientsOver));
    if (effect.clientsOver > 0)
        text += QStringLiteral(" with %1 connections, %2 too many")
                    .arg(countText(effect.connectionsOver), countText(effect.excess));
    if (effect.isTotalReached)
        text += QStringLiteral("; the limit of all is reached");
    return {text, effect.clientsOver > 0 || effect.isTotalReached ? Style::Full : Style::Plain};
}

static Lines previewLines(const ConfigPreview &preview)
{
    Lines lines{effectLine(QStringLiteral("now: "), preview.before),
                effectLine(QStringLiteral("then:"), preview.after)};
    if (preview.after.clientsOver > preview.before.clientsOver)
        lines.append({QStringLiteral("All stay open; who is over gets no new one.")});
    return lines;
}

PatchCommand::PatchCommand(ControlClient &client, const Options &options, ConfigPatch patch,
                           QList<ConfigKey> keys)
    : Command(client, options)
    , m_patch(std::move(patch))
    , m_keys(std::move(keys))
{
    m_patch.revision = options.revision;
}

void PatchCommand::run()
{
    if (!m_options.isPreview) {
        m_client.setConfig(m_patch, [this](const ControlReply<ConfigChange> &reply) {
            if (const ConfigChange *change = valueOf(reply))
                report(*change);
        });
        return;
    }
    m_client.previewConfig(m_patch, [this](const ControlReply<ConfigPreview> &reply) {
        const ConfigPreview *preview = valueOf(reply);
        if (!preview)
            return;
        print(previewLines(*preview), toJson(*preview));
        QCoreApplication::exit(Done);
    });
}

/// "removeRules[1]" is the second argument, "setRules[1].subnet" the subnet of the second rule.
QString PatchCommand::typedFor(const QString &field) const
{
    for (const ConfigKey &key : configKeys()) {
        if (key.field && field == QLatin1StringView(key.field->name))
            return key.name;
    }
    if (field == u"dryRun")
        return QStringLiteral("dry-run");
    const QString list = field.section(u'[', 0, 0);
    const auto place = field.section(u'[', 1).section(u']', 0, 0).toUInt();
    if (list == u"removeRules" && place < m_patch.removeRules.size())
        return m_options.arguments.value(place);
    if (list == u"setRules" && place < m_patch.setRules.size())
        return QString::fromStdString(m_patch.setRules[place].subnet.toString());
    return Command::typedFor(field);
}

void PatchCommand::report(const ConfigChange &change) const
{
    const Config &before = change.before.config;
    const Config &after = change.after.config;
    Lines lines;
    for (const ConfigKey &key : m_keys)
        lines.append({key.name + u": " + valueText(key, before) + u" -> " + valueText(key, after)});
    const auto ruleFor = [](const Config &config, const ClientKey &subnet) {
        const auto found = std::find_if(config.rules.begin(), config.rules.end(),
                                        [&](const Rule &rule) { return rule.subnet == subnet; });
        return found == config.rules.end() ? QStringLiteral("none")
                                           : ruleWords(*found).section(u' ', 1);
    };
    std::vector<ClientKey> subnets = m_patch.removeRules;
    for (const Rule &rule : m_patch.setRules)
        subnets.push_back(rule.subnet);
    for (const ClientKey &subnet : subnets)
        lines.append({QString::fromStdString(subnet.toString()) + u": " + ruleFor(before, subnet)
                      + u" -> " + ruleFor(after, subnet)});
    print(lines, toJson(change));
    QCoreApplication::exit(Done);
}
