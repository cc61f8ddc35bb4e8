// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// From left to right, and never past the first byte that is wrong or missing: that alone makes the
// result for a part of a header agree with the one for the whole, wherever the network has cut it.
// What stands in quotes is from the specification, HAProxy's proxy-protocol.txt.

#include <connlimit/net/proxyheader.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace ConnLimit {

using namespace std::string_view_literals;

static constexpr std::size_t maximumLineLength = 107; // of version 1, CRLF included
static constexpr std::size_t fixedLength = 16;        // of version 2

static ProxyHeader relayed(unsigned version, std::size_t length,
                           std::optional<ProxyHeader::Endpoints> endpoints = {})
{
    return {version, ProxyHeader::Command::Proxy, endpoints, length};
}

// -- Version 1: a line of text

namespace {

/// A field of the line: what it may look like, and how it is read.
struct Field
{
    std::string_view characters;
    std::size_t maximumLength;
    bool (*read)(std::string_view text, ProxyHeader::Endpoint &endpoint);
    std::string_view reason; // if it cannot be read
};

} // namespace

template<bool isIPv6>
static bool readAddress(std::string_view text, ProxyHeader::Endpoint &endpoint)
{
    const std::optional<ClientKey> address = ClientKey::fromString(text);
    endpoint.address = address.value_or(ClientKey());
    // By how it is written: "::ffff:1.2.3.4" is IPv6 here.
    return address && (text.find(':') != text.npos) == isIPv6;
}

static bool readPort(std::string_view text, ProxyHeader::Endpoint &endpoint)
{
    // Nothing but digits; too many, and none, are an error.
    const auto result = std::from_chars(text.data(), text.data() + text.size(), endpoint.port);
    const bool isZeroLed = text.size() > 1 && text.front() == '0';
    return result.ec == std::errc() && !isZeroLed;
}

/// The line goes on, and is \a shortest bytes long at the least.
static ProxyHeaderResult incompleteLine(std::string_view line, std::size_t shortest)
{
    const std::size_t end = line.ends_with('\r') ? 1 : 2;
    const std::size_t missing = std::max(shortest, line.size() + end) - line.size();
    if (line.size() + missing > maximumLineLength)
        return InvalidProxyHeader{"the line is too long"};
    return IncompleteProxyHeader{missing};
}

/// A line whose \a head, "PROXY TCP4 " or "PROXY TCP6 ", has come.
static ProxyHeaderResult readAddresses(std::string_view line, std::string_view head,
                                       std::size_t shortest)
{
    static constexpr Field ipv4{"0123456789.", 15, readAddress<false>, "no IPv4 address"};
    static constexpr Field ipv6{"0123456789abcdefABCDEF:.", 45, readAddress<true>,
                                "no IPv6 address"};
    static constexpr Field port{"0123456789", 5, readPort, "no port"};
    const Field &address = head.ends_with("6 ") ? ipv6 : ipv4;

    ProxyHeader::Endpoints endpoints;
    const struct
    {
        const Field &field;
        ProxyHeader::Endpoint &endpoint;
        char delimiter;
    } parts[] = {{address, endpoints.source, ' '},
                 {address, endpoints.destination, ' '},
                 {port, endpoints.source, ' '},
                 {port, endpoints.destination, '\r'}};

    std::string_view rest = line.substr(head.size());
    for (const auto &[field, endpoint, delimiter] : parts) {
        const std::size_t end = rest.find(delimiter);
        const std::string_view text = rest.substr(0, end);
        if (text.size() > field.maximumLength
            || text.find_first_not_of(field.characters) != text.npos)
            return InvalidProxyHeader{field.reason};
        if (end == rest.npos)
            return incompleteLine(line, shortest);
        if (!field.read(text, endpoint))
            return InvalidProxyHeader{field.reason};
        rest.remove_prefix(end + 1);
    }
    if (rest.empty())
        return incompleteLine(line, shortest);
    if (rest.front() != '\n')
        return InvalidProxyHeader{"no line feed after the carriage return"};
    return relayed(1, line.size() - rest.size() + 1, endpoints);
}

/// "the receiver must ignore anything presented before the CRLF is found"
static ProxyHeaderResult readUnknown(std::string_view line, std::size_t shortest)
{
    const std::size_t end = line.find("\r\n"sv);
    return end == line.npos ? incompleteLine(line, shortest) : relayed(1, end + 2);
}

// -- Version 2: binary

static unsigned byteAt(std::string_view bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at]);
}

static unsigned shortAt(std::string_view bytes, std::size_t at)
{
    return byteAt(bytes, at) << 8 | byteAt(bytes, at + 1);
}

/// CRC32c (RFC 4960, appendix B) of \a bytes behind what \a crc is of already; starts with ~0.
static std::uint32_t crc32c(std::string_view bytes, std::uint32_t crc)
{
    static constexpr auto table = [] {
        std::array<std::uint32_t, 256> entries{};
        for (std::uint32_t i = 0; i < entries.size(); ++i) {
            std::uint32_t entry = i;
            for (int bit = 0; bit < 8; ++bit)
                entry = entry >> 1 ^ (entry & 1 ? 0x82f63b78u : 0u);
            entries[i] = entry;
        }
        return entries;
    }();
    for (const char byte : bytes)
        crc = crc >> 8 ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xff];
    return crc;
}

/// Whether the checksum at \a at is that of \a header with zeros in its place.
static bool isChecksumRight(std::string_view header, std::size_t at)
{
    std::uint32_t crc = crc32c(header.substr(0, at), ~std::uint32_t(0));
    crc = crc32c("\0\0\0\0"sv, crc);
    crc = ~crc32c(header.substr(at + 4), crc);
    return crc == (shortAt(header, at) << 16 | shortAt(header, at + 2));
}

/// What is wrong with the extensions of \a header, which begin at \a at; empty if nothing is.
static std::string_view checkExtensions(std::string_view header, std::size_t at)
{
    constexpr unsigned checksumType = 3;
    constexpr std::size_t headLength = 3; // type, length
    std::optional<std::size_t> checksum;
    while (at < header.size()) {
        if (header.size() - at < headLength)
            return "an extension is cut off";
        const unsigned type = byteAt(header, at);
        const std::size_t length = shortAt(header, at + 1);
        at += headLength;
        if (header.size() - at < length)
            return "an extension is longer than the header";
        if (type == checksumType) {
            if (length != 4)
                return "the checksum has not four bytes";
            if (checksum) // either would have to be right with zeros for itself alone
                return "there are two checksums";
            checksum = at;
        }
        at += length;
    }
    if (checksum && !isChecksumRight(header, *checksum))
        return "the checksum is wrong";
    return {};
}

static ProxyHeader::Endpoints readEndpoints(std::string_view header, bool isIPv6)
{
    const std::size_t addressLength = isIPv6 ? 16 : 4;
    const auto address = [&](std::size_t at) {
        if (!isIPv6)
            return ClientKey::fromIPv4(shortAt(header, at) << 16 | shortAt(header, at + 2));
        ClientKey::Bytes bytes;
        std::copy_n(header.begin() + std::ptrdiff_t(at), bytes.size(), bytes.begin());
        return ClientKey::fromIPv6(bytes);
    };
    const auto port = [&](std::size_t at) { return std::uint16_t(shortAt(header, at)); };
    const std::size_t ports = fixedLength + 2 * addressLength;
    return {{address(fixedLength), port(ports)},
            {address(fixedLength + addressLength), port(ports + 2)}};
}

/// A header whose signature has come.
static ProxyHeaderResult readBinary(std::string_view bytes)
{
    enum { Unspecified, IPv4, IPv6, Unix }; // families
    constexpr unsigned stream = 1;
    constexpr unsigned datagram = 2;
    static constexpr std::size_t addressesLengths[] = {0, 12, 36, 216};

    unsigned family = Unspecified;
    unsigned transport = 0;
    bool isLocal = false;
    if (bytes.size() > 12) {
        if (byteAt(bytes, 12) >> 4 != 2)
            return InvalidProxyHeader{"another version than 1 or 2"};
        if ((byteAt(bytes, 12) & 0xf) > 1)
            return InvalidProxyHeader{"an unknown command"};
        isLocal = (byteAt(bytes, 12) & 0xf) == 0;
    }
    if (bytes.size() > 13 && !isLocal) {
        family = byteAt(bytes, 13) >> 4;
        transport = byteAt(bytes, 13) & 0xf;
        if (family > Unix)
            return InvalidProxyHeader{"an unknown address family"};
        if (transport > datagram)
            return InvalidProxyHeader{"an unknown transport protocol"};
        if (transport == 0) // no addresses that could be told from extensions, then
            family = Unspecified;
    }
    if (bytes.size() < fixedLength)
        return IncompleteProxyHeader{fixedLength - bytes.size()};

    const std::size_t length = fixedLength + shortAt(bytes, 14);
    const std::size_t addressesEnd = fixedLength + addressesLengths[family];
    if (length > ProxyHeader::maximumLength)
        return InvalidProxyHeader{"the header is too long"};
    if (length < addressesEnd)
        return InvalidProxyHeader{"the header is too short for its addresses"};
    if (bytes.size() < length)
        return IncompleteProxyHeader{length - bytes.size()};
    const std::string_view header = bytes.substr(0, length);

    // "must accept this connection as valid and must [...] discard the protocol block"
    if (isLocal)
        return ProxyHeader{2, ProxyHeader::Command::Local, {}, length};
    if (family == Unspecified)
        return relayed(2, length);
    if (const std::string_view reason = checkExtensions(header, addressesEnd); !reason.empty())
        return InvalidProxyHeader{reason};
    // "automatically falls back to the UNSPEC mode for the valid combinations above that it does
    // not support"
    if (family == Unix || transport != stream)
        return relayed(2, length);
    return relayed(2, length, readEndpoints(header, family == IPv6));
}

// -- Which of them it is

ProxyHeaderResult readProxyHeader(std::span<const std::byte> bytes)
{
    enum Kind { Addresses, Unknown, Binary };
    static constexpr struct
    {
        std::string_view head;
        std::size_t shortest; // of the headers that begin so
        Kind kind;
    } kinds[] = {
        {"PROXY TCP4 "sv, "PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n"sv.size(), Addresses},
        {"PROXY TCP6 "sv, "PROXY TCP6 :: :: 0 0\r\n"sv.size(), Addresses},
        {"PROXY UNKNOWN "sv, "PROXY UNKNOWN \r\n"sv.size(), Unknown},
        {"PROXY UNKNOWN\r\n"sv, "PROXY UNKNOWN\r\n"sv.size(), Unknown},
        {"\r\n\r\n\0\r\nQUIT\n"sv, fixedLength, Binary},
    };

    const std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    const std::string_view line = text.substr(0, maximumLineLength);
    std::optional<std::size_t> shortest;
    for (const auto &[head, length, kind] : kinds) {
        if (text.starts_with(head)) {
            switch (kind) {
            case Addresses: return readAddresses(line, head, length);
            case Unknown: return readUnknown(line, length);
            case Binary: return readBinary(text);
            }
        }
        if (head.starts_with(text))
            shortest = std::min(length, shortest.value_or(length));
    }
    if (!shortest)
        return InvalidProxyHeader{"no PROXY protocol"};
    return IncompleteProxyHeader{*shortest - bytes.size()};
}

} // namespace ConnLimit
