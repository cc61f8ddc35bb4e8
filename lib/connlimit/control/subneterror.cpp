// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "subneterror_p.h"

#include <connlimit/core/clientkey.h>

#include <QtCore/QStringBuilder>

namespace ConnLimit {

QString subnetError(const QString &text)
{
    const QString none = QStringLiteral("must be an address or a subnet");
    const QString address = text.section(u'/', 0, 0);
    bool isNumber = false;
    const uint length = text.section(u'/', 1).toUInt(&isNumber);
    const auto key = ClientKey::fromString(address.toStdString());
    if (!key || !isNumber)
        return none;
    const bool isDotted = !address.contains(u':');
    if (length > (isDotted ? 32 : 128))
        return QStringLiteral("must have a prefix length of at most %1").arg(isDotted ? 32 : 128);
    const ClientKey subnet = ClientKey::fromIPv6(key->bytes(), isDotted ? 96 + length : length);
    if (subnet.bytes() == key->bytes()) // a number that is written in another way
        return none;
    return u"must not have address bits behind its prefix; the subnet is "
           + QString::fromStdString(subnet.toString());
}

} // namespace ConnLimit
