// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "objectreader_p.h"

#include <connlimit/control/configpatch.h>

namespace ConnLimit {

/// A number of a ConfigPatch and its name in JSON, which is that in Config.
struct PatchField
{
    const char *name;
    std::optional<quint32> ConfigPatch::*member;
};

inline constexpr PatchField patchFields[] = {
    {"maximumConnectionsPerClient", &ConfigPatch::maximumConnectionsPerClient},
    {"maximumConnections", &ConfigPatch::maximumConnections},
    {"ipv4PrefixLength", &ConfigPatch::ipv4PrefixLength},
    {"ipv6PrefixLength", &ConfigPatch::ipv6PrefixLength},
};

/// Takes the fields of a Config, as far as they are there, into \a patch. Unknown ones are an
/// error.
void readConfigFields(ObjectReader &reader, ConfigPatch &patch);

} // namespace ConnLimit
