// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "configreader_p.h"

#include <connlimit/control/livemessages.h>

#include <QtCore/QJsonArray>

namespace ConnLimit {

static void readSubnets(ObjectReader &reader, std::vector<ClientKey> &subnets)
{
    const QJsonArray array = reader.array("removeRules");
    for (qsizetype i = 0; i < array.size() && !reader.error(); ++i) {
        const QString field = QStringLiteral("removeRules[%1]").arg(i);
        subnets.push_back(reader.clientOf(field, array[i].toString()));
    }
}

QJsonObject toJson(const ConfigPatch &patch)
{
    QJsonObject fields;
    for (const PatchField &field : patchFields) {
        if (patch.*field.member)
            fields.insert(QLatin1StringView(field.name), qint64(*(patch.*field.member)));
    }
    if (patch.dryRun)
        fields.insert(QStringLiteral("dryRun"), *patch.dryRun);
    if (patch.rules)
        fields.insert(QStringLiteral("rules"), listToJson(*patch.rules));

    QJsonObject object;
    if (patch.revision)
        object.insert(QStringLiteral("revision"), qint64(*patch.revision));
    if (!fields.isEmpty())
        object.insert(QStringLiteral("config"), fields);
    if (!patch.setRules.empty())
        object.insert(QStringLiteral("setRules"), listToJson(patch.setRules));
    QJsonArray removed;
    for (const ClientKey &subnet : patch.removeRules)
        removed.append(QString::fromStdString(subnet.toString()));
    if (!removed.isEmpty())
        object.insert(QStringLiteral("removeRules"), removed);
    return object;
}

template<>
ControlReply<ConfigPatch> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ConfigPatch patch;
    if (reader.contains("revision"))
        patch.revision = reader.number("revision");
    if (reader.contains("config")) {
        ObjectReader config(reader.object("config"));
        readConfigFields(config, patch);
        if (config.error())
            reader.fail(*config.error());
    }
    if (reader.contains("setRules"))
        reader.list("setRules", patch.setRules);
    if (reader.contains("removeRules"))
        readSubnets(reader, patch.removeRules);
    reader.rejectUnknown();
    return reader.result(patch);
}

static QJsonValue valueToJson(const FieldValue &value)
{
    if (const std::uint32_t *number = std::get_if<std::uint32_t>(&value))
        return qint64(*number);
    if (const bool *flag = std::get_if<bool>(&value))
        return *flag;
    if (const Rule *rule = std::get_if<Rule>(&value))
        return toJson(*rule);
    return QJsonValue::Null;
}

static FieldValue readValue(ObjectReader &reader, const char *name)
{
    const QJsonValue value = reader.take(name);
    if (value.isBool())
        return value.toBool();
    if (value.isObject()) {
        const ControlReply<Rule> rule = fromJson<Rule>(value.toObject());
        if (const Rule *read = std::get_if<Rule>(&rule))
            return *read;
    }
    const qint64 number = value.toInteger(-1);
    if (number >= 0 && number <= std::numeric_limits<quint32>::max())
        return std::uint32_t(number);
    if (!value.isNull())
        reader.fail(QLatin1StringView(name),
                    QStringLiteral("must be a number, a switch, a rule or null"));
    return {};
}

QJsonObject toJson(const FieldChange &change)
{
    return {{QStringLiteral("field"), QString::fromStdString(change.field)},
            {QStringLiteral("from"), valueToJson(change.from)},
            {QStringLiteral("to"), valueToJson(change.to)}};
}

template<>
ControlReply<FieldChange> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    FieldChange change;
    change.field = reader.text("field").toStdString();
    change.from = readValue(reader, "from");
    change.to = readValue(reader, "to");
    return reader.result(change);
}

QJsonObject toJson(const ChangeRecord &record)
{
    return {{QStringLiteral("revision"), qint64(record.revision)},
            {QStringLiteral("time"), timeText(record.time)},
            {QStringLiteral("who"), record.who},
            {QStringLiteral("changes"), listToJson(record.changes)},
            {QStringLiteral("leftOut"), qint64(record.leftOut)}};
}

template<>
ControlReply<ChangeRecord> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    ChangeRecord record;
    record.revision = reader.number("revision");
    record.time = reader.clockTime("time");
    record.who = reader.text("who");
    reader.list("changes", record.changes);
    record.leftOut = reader.number("leftOut");
    return reader.result(record);
}

QJsonObject toJson(const QList<ChangeRecord> &records)
{
    return {{QStringLiteral("changes"), listToJson(records)}};
}

template<>
ControlReply<QList<ChangeRecord>> fromJson(const QJsonObject &object)
{
    ObjectReader reader(object);
    QList<ChangeRecord> records;
    reader.list("changes", records);
    return reader.result(records);
}

} // namespace ConnLimit
