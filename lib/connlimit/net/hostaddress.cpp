// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/net/hostaddress.h>

namespace ConnLimit {

ClientKey toClientKey(const QHostAddress &address)
{
    // QHostAddress::Any is the "::" of a dual-stack listener, never the address of a peer.
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return ClientKey::fromIPv4(address.toIPv4Address());
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return {};
    const Q_IPV6ADDR ip = address.toIPv6Address();
    return ClientKey::fromIPv6(std::to_array(ip.c));
}

QHostAddress toHostAddress(const ClientKey &client)
{
    if (client.isNull())
        return {};
    const ClientKey::Bytes &bytes = client.bytes();
    if (!client.isIPv4())
        return QHostAddress(bytes.data());
    return QHostAddress(quint32(bytes[12]) << 24 | quint32(bytes[13]) << 16
                        | quint32(bytes[14]) << 8 | bytes[15]);
}

} // namespace ConnLimit
