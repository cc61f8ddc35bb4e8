// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "require.h"

#include <connlimit/control/livemessages.h>

#include <QtCore/QJsonDocument>

using namespace ConnLimit;

static bool isField(const std::string &name)
{
    const auto &fields = configFields();
    return std::any_of(fields.begin(), fields.end(),
                       [&name](const ConfigField &field) { return name == field.name; });
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    const Config before{7, 8, 24, 48};
    const ControlReply<ConfigPatch> reply
        = fromJson<ConfigPatch>({{QStringLiteral("config"), object}});
    if (const auto *error = std::get_if<ControlError>(&reply)) {
        require(error->code == ControlError::InvalidParams, "the parameters are wrong");
        require(error->message.startsWith(error->field + QStringLiteral(": ")),
                "the message names the field");
        // A part of a rule is named like "rules[2].limit".
        require(object.contains(error->field) || object.contains(error->field.section(u'[', 0, 0)),
                "the field is one that was sent");
        return 0;
    }

    Config config = before;
    require(!std::get<ConfigPatch>(reply).applyTo(config), "values can be set whatever there is");
    for (const ConfigField &field : configFields()) {
        const QJsonValue sent = object.value(QLatin1StringView(field.name));
        require(config.*field.member
                    == (sent.isUndefined() ? before.*field.member : sent.toInteger(-1)),
                "a field is what was sent, or what it was");
    }
    const ControlReply<Config> again = fromJson<Config>(toJson(config));
    require(std::holds_alternative<Config>(again) && std::get<Config>(again) == config,
            "a config survives the way");

    const std::optional<ConfigError> error = config.validate();
    require(!error || (isField(error->field) && !error->reason.empty()),
            "an error names a field and a reason");
    Limiter limiter;
    const ConfigChange change = limiter.setConfig(config);
    require(change.isApplied() == !error, "a config is applied if it is valid");
    require(limiter.configRevision().config == (error ? Config() : config),
            "a config that is not valid changes nothing");
    return 0;
}
