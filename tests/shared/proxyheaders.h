// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QtEndian>

// What a proxy sends, by the PROXY protocol. Nothing is checked: wrong headers are wanted, too.

/// "PROXY TCP4 192.0.2.1 192.0.2.2 4711 443", the rest of which is \a fields, as a line.
inline QByteArray proxyLine(const QByteArray &fields)
{
    return "PROXY " + fields + "\r\n";
}

template<class Number>
QByteArray bigEndian(Number number)
{
    QByteArray bytes(sizeof number, Qt::Uninitialized);
    qToBigEndian(number, bytes.data());
    return bytes;
}

/// An extension of a binary header, a TLV.
inline QByteArray proxyExtension(quint8 type, const QByteArray &value)
{
    return char(type) + bigEndian(quint16(value.size())) + value;
}

/// A binary header: version and command, family and transport, and what follows its length.
inline QByteArray proxyBinary(quint8 command, quint8 family, const QByteArray &block = {})
{
    using namespace std::string_view_literals;
    constexpr auto signature = "\r\n\r\n\0\r\nQUIT\n"sv;
    return QByteArray(signature.data(), signature.size()) + char(command) + char(family)
           + bigEndian(quint16(block.size())) + block;
}

/// Source, destination and their ports: 192.0.2.1:4711 to 198.51.100.2:443.
inline QByteArray ipv4Addresses()
{
    return QByteArray::fromHex("c0000201 c6336402 1267 01bb");
}

/// The same: [2001:db8::1]:4711 to [2001:db8::2]:443.
inline QByteArray ipv6Addresses()
{
    return QByteArray::fromHex("20010db8000000000000000000000001 20010db8000000000000000000000002"
                               "1267 01bb");
}

/// CRC32c bit by bit, as RFC 3385 defines it.
inline quint32 checksumBitByBit(const QByteArray &bytes)
{
    quint32 crc = ~quint32(0);
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? crc >> 1 ^ 0x82f63b78u : crc >> 1;
    }
    return ~crc;
}

/// A binary header with a checksum between \a before and \a after it, each of them extensions.
inline QByteArray proxyWithChecksum(quint8 family, const QByteArray &addresses,
                                    const QByteArray &before = {}, const QByteArray &after = {})
{
    const auto header = [&](quint32 checksum) {
        return proxyBinary(0x21, family,
                           addresses + before + proxyExtension(3, bigEndian(checksum)) + after);
    };
    return header(checksumBitByBit(header(0)));
}
