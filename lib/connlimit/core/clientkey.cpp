// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/clientkey.h>

#include <charconv>

#ifdef _WIN32
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif

namespace ConnLimit {

std::optional<ClientKey> ClientKey::fromString(std::string_view text)
{
    if (text.find('\0') != text.npos) // inet_pton() would not see what is behind it
        return std::nullopt;
    std::optional<unsigned> prefixLength;
    if (const auto slash = text.find('/'); slash != text.npos) {
        const std::string_view digits = text.substr(slash + 1);
        unsigned value = 0;
        const auto [end, error]
            = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc() || end != digits.data() + digits.size() || value > 128)
            return std::nullopt;
        prefixLength = value;
        text = text.substr(0, slash);
    }

    ClientKey address;
    if (text.find(':') == text.npos) {
        in_addr parsed;
        if (prefixLength > 32u || inet_pton(AF_INET, std::string(text).c_str(), &parsed) != 1)
            return std::nullopt;
        address = fromIPv4(ntohl(parsed.s_addr));
    } else {
        const auto scope = text.find('%');
        Bytes parsed;
        if (inet_pton(AF_INET6, std::string(text.substr(0, scope)).c_str(), parsed.data()) != 1)
            return std::nullopt;
        address = fromIPv6(parsed);
    }
    if (!prefixLength)
        return address;
    // Written as IPv6, an IPv4-mapped subnet counts its bits from the front of the 128.
    const bool isDotted = text.find(':') == text.npos;
    const ClientKey subnet(address.m_bytes, isDotted ? mappedBits + *prefixLength : *prefixLength);
    if (subnet.m_bytes != address.m_bytes)
        return std::nullopt;
    return subnet;
}

std::string ClientKey::toString() const
{
    if (isNull())
        return {};
    char buffer[INET6_ADDRSTRLEN];
    std::string text = isIPv4() ? inet_ntop(AF_INET, m_bytes.data() + 12, buffer, sizeof buffer)
                                : inet_ntop(AF_INET6, m_bytes.data(), buffer, sizeof buffer);
    if (m_bits != 128)
        text += '/' + std::to_string(prefixLength());
    return text;
}

} // namespace ConnLimit
