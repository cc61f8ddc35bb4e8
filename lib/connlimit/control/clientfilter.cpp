// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientfilter_p.h"

#include <connlimit/core/subnet_p.h>

#include <array>
#include <string_view>

namespace ConnLimit {

std::function<bool(const ClientKey &)> clientFilter(const QString &text)
{
    if (text.isEmpty())
        return {};
    const std::string part = text.toLower().toStdString();
    const std::optional<ClientKey> subnet = ClientKey::fromString(part);
    if (subnet && text.contains(u'/')) {
        return [subnet = *subnet](const ClientKey &client) {
            return isWithin(client, subnet) || isWithin(subnet, client);
        };
    }
    if (part.size() > ClientKey::maximumTextLength && !subnet)
        return [](const ClientKey &) { return false; };
    const ClientKey address = subnet.value_or(ClientKey());
    return [part, address](const ClientKey &client) {
        if (client.contains(address))
            return true;
        std::array<char, ClientKey::maximumTextLength> buffer;
        const std::string_view written(buffer.data(), client.toChars(buffer));
        return written.find(part) != written.npos;
    };
}

} // namespace ConnLimit
