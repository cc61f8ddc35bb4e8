// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "proxyheaders.h"

#include <connlimit/net/proxyheader.h>

#include <QtCore/QString>

#include <span>
#include <variant>

/// What readProxyHeader() makes of \a bytes.
inline ConnLimit::ProxyHeaderResult read(const QByteArray &bytes)
{
    return ConnLimit::readProxyHeader(
        std::as_bytes(std::span(bytes.constData(), std::size_t(bytes.size()))));
}

/// How many bytes are still missing; 0 if it is decided.
inline std::size_t missingBytes(const QByteArray &bytes)
{
    const ConnLimit::ProxyHeaderResult result = read(bytes);
    const auto *incomplete = std::get_if<ConnLimit::IncompleteProxyHeader>(&result);
    return incomplete ? incomplete->missing : 0;
}

/// What a header says, in one line.
inline QString describe(const ConnLimit::ProxyHeader &header)
{
    QString text
        = QStringLiteral("%1 %2 ")
              .arg(header.version)
              .arg(header.command == ConnLimit::ProxyHeader::Command::Local ? u"local" : u"proxy");
    if (!header.endpoints)
        return text + u"none";
    for (const auto &[address, port] : {header.endpoints->source, header.endpoints->destination})
        text += QString::fromStdString(address.toString()) + u' ' + QString::number(port) + u' ';
    return text.chopped(1);
}

inline QString describe(const ConnLimit::ProxyHeaderResult &result)
{
    if (const auto *incomplete = std::get_if<ConnLimit::IncompleteProxyHeader>(&result))
        return u"incomplete " + QString::number(incomplete->missing);
    if (const auto *invalid = std::get_if<ConnLimit::InvalidProxyHeader>(&result))
        return u"invalid: " + QLatin1StringView(invalid->reason.data(), invalid->reason.size());
    return describe(std::get<ConnLimit::ProxyHeader>(result));
}
