// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "changeset.h"

#include <connlimit/control/controlserver.h>
#include <connlimit/control/livemessages.h>

#include <QtCore/QJsonDocument>

#include <map>

using namespace ConnLimit;

namespace {

/// Looks values up that changes name; rules by their subnets.
class Values
{
public:
    explicit Values(const Config &config)
        : m_config(config)
    {
        for (const Rule &rule : config.rules)
            m_rules.emplace(rule.subnet, &rule);
    }

    FieldValue valueOf(const FieldChange &change) const
    {
        for (const ConfigField &field : configFields()) {
            if (change.field == field.name)
                return m_config.*field.member;
        }
        if (change.field == "dryRun")
            return m_config.dryRun;
        const Rule *rule = std::get_if<Rule>(&change.from);
        rule = rule ? rule : std::get_if<Rule>(&change.to);
        const auto found = rule ? m_rules.find(rule->subnet) : m_rules.end();
        return found == m_rules.end() ? FieldValue() : FieldValue(*found->second);
    }

private:
    const Config &m_config;
    std::map<ClientKey, const Rule *> m_rules;
};

} // namespace

ChangeSet reversed(const ChangeSet &changes)
{
    ChangeSet result = changes;
    for (FieldChange &change : result)
        std::swap(change.from, change.to);
    return result;
}

static std::optional<quint32> ConfigPatch::*patchMember(const std::string &field)
{
    if (field == "maximumConnectionsPerClient")
        return &ConfigPatch::maximumConnectionsPerClient;
    if (field == "maximumConnections")
        return &ConfigPatch::maximumConnections;
    if (field == "ipv4PrefixLength")
        return &ConfigPatch::ipv4PrefixLength;
    return field == "ipv6PrefixLength" ? &ConfigPatch::ipv6PrefixLength : nullptr;
}

ConfigPatch patchFor(const ChangeSet &changes)
{
    ConfigPatch patch;
    for (const FieldChange &change : changes) {
        const auto member = patchMember(change.field);
        if (const auto *number = std::get_if<std::uint32_t>(&change.to); number && member)
            patch.*member = *number;
        else if (const bool *flag = std::get_if<bool>(&change.to))
            patch.dryRun = *flag;
        else if (const Rule *rule = std::get_if<Rule>(&change.to))
            patch.setRules.push_back(*rule);
        else if (const Rule *removed = std::get_if<Rule>(&change.from))
            patch.removeRules.push_back(removed->subnet);
    }
    return patch;
}

ChangeSet applicable(const ChangeSet &changes, const Config &config)
{
    const Values values(config);
    ChangeSet result;
    for (const FieldChange &change : changes) {
        if (values.valueOf(change) == change.from)
            result.push_back(change);
    }
    return result;
}

std::optional<FieldChange> findOverwritten(const ChangeSet &changes, const Config &config)
{
    const Values values(config);
    for (const FieldChange &change : changes) {
        if (FieldValue value = values.valueOf(change); value != change.from)
            return FieldChange{change.field, change.from, std::move(value)};
    }
    return std::nullopt;
}

QList<ConfigPatch> partsOf(const ConfigPatch &patch)
{
    constexpr qint64 room = ControlServer::maximumLineLength - 1024; // beside fields and envelope
    ConfigPatch part = patch;
    part.setRules.clear();
    part.removeRules.clear();
    QList<ConfigPatch> parts;
    qint64 length = 0;
    const auto addTo = [&](auto list, const auto &item, qint64 itemLength) {
        if (length + itemLength > room) {
            parts.append(std::exchange(part, {}));
            length = 0;
        }
        (part.*list).push_back(item);
        length += itemLength;
    };
    for (const ClientKey &subnet : patch.removeRules)
        addTo(&ConfigPatch::removeRules, subnet, qint64(subnet.toString().size()) + 3);
    for (const Rule &rule : patch.setRules)
        addTo(&ConfigPatch::setRules, rule,
              QJsonDocument(toJson(rule)).toJson(QJsonDocument::Compact).size() + 1);
    parts.append(part);
    return parts;
}
