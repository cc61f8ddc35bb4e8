// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// What a viewer asks of the Config.

#include "controlmethods_p.h"

#include <connlimit/control/livemessages.h>
#include <connlimit/net/limitergate_p.h>

namespace ConnLimit {

static ControlError invalidParams(const ConfigError &error)
{
    return {ControlError::InvalidParams,
            QString::fromStdString(error.toString()),
            QString::fromStdString(error.field),
            {}};
}

ControlResult getConfig(const ControlRequest &request)
{
    return toJson(request.gate.limiter().configRevision());
}

/// The Config that a patch makes of \a current.
static ControlReply<Config> patched(const QJsonObject &params, const ConfigRevision &current)
{
    const ControlReply<ConfigPatch> parsed = fromJson<ConfigPatch>(params);
    if (const ControlError *error = std::get_if<ControlError>(&parsed))
        return *error;
    const ConfigPatch &patch = std::get<ConfigPatch>(parsed);
    if (patch.revision && *patch.revision != current.revision)
        return ControlError{ControlError::Conflict,
                            QStringLiteral("the config was changed by somebody else"),
                            {},
                            current};
    Config config = current.config;
    if (const std::optional<ConfigError> error = patch.applyTo(config))
        return invalidParams(*error);
    return config;
}

static void log(const ConfigChange &change, const ControlRequest &request, const QString &who)
{
    ChangeRecord record;
    record.changes = changesBetween(change.before.config, change.after.config);
    qCInfo(lcControl).noquote() << request.server.name << "config revision" << change.after.revision
                                << "by" << who + u':'
                                << changesText(record, ChangeRecord::changesInALine);
}

ControlResult setConfig(const ControlRequest &request)
{
    for (;;) { // again only if somebody else changes the Config between the look and the change
        const ConfigRevision current = request.gate.limiter().configRevision();
        const ControlReply<Config> config = patched(request.params, current);
        if (const ControlError *error = std::get_if<ControlError>(&config))
            return *error;
        const QString who = request.who();
        const ConfigChange change
            = request.gate.setConfig(std::get<Config>(config), current.revision, who);
        switch (change.outcome) {
        case ConfigChange::Outcome::Applied:
            if (change.after.revision != change.before.revision)
                log(change, request, who);
            return toJson(change);
        case ConfigChange::Outcome::Invalid: return invalidParams(change.error);
        case ConfigChange::Outcome::Conflict: break;
        }
    }
}

ControlResult previewConfig(const ControlRequest &request)
{
    const Limiter &limiter = request.gate.limiter();
    const ConfigRevision current = limiter.configRevision();
    const ControlReply<Config> config = patched(request.params, current);
    if (const ControlError *error = std::get_if<ControlError>(&config))
        return *error;
    const auto after = limiter.preview(std::get<Config>(config));
    if (const ConfigError *error = std::get_if<ConfigError>(&after))
        return invalidParams(*error);
    return toJson(ConfigPreview{current.revision,
                                std::get<ConfigEffect>(limiter.preview(current.config)),
                                std::get<ConfigEffect>(after)});
}

ControlResult listChanges(const ControlRequest &request)
{
    return toJson(request.gate.changes());
}

} // namespace ConnLimit
