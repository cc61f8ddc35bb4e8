// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/clientkey.h>

#include <charconv>
#include <utility>

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

namespace {

char *writeDecimal(char *to, unsigned value) // up to 255
{
    if (value >= 100)
        *to++ = static_cast<char>('0' + value / 100);
    if (value >= 10)
        *to++ = static_cast<char>('0' + value / 10 % 10);
    *to++ = static_cast<char>('0' + value % 10);
    return to;
}

char *writeHexadecimal(char *to, unsigned value) // up to 0xffff
{
    static constexpr char digits[] = "0123456789abcdef";
    int shift = 12;
    while (shift > 0 && value >> shift == 0)
        shift -= 4;
    for (; shift >= 0; shift -= 4)
        *to++ = digits[value >> shift & 0xf];
    return to;
}

char *writeIPv4(char *to, const std::uint8_t *bytes)
{
    for (int i = 0; i < 4; ++i) {
        if (i > 0)
            *to++ = '.';
        to = writeDecimal(to, bytes[i]);
    }
    return to;
}

using Groups = std::array<unsigned, 8>;

/// The first of the longest rows of zeros, which is written as "::"; one zero alone is none
/// (RFC 5952, 4.2).
std::pair<std::size_t, std::size_t> longestZeros(const Groups &groups)
{
    std::size_t begin = 0;
    std::size_t length = 1;
    for (std::size_t i = 0; i < groups.size();) {
        std::size_t end = i;
        while (end < groups.size() && groups[end] == 0)
            ++end;
        if (end - i > length) {
            begin = i;
            length = end - i;
        }
        i = end + 1;
    }
    return length > 1 ? std::pair(begin, length) : std::pair(groups.size(), std::size_t(0));
}

char *writeIPv6(char *to, const ClientKey::Bytes &bytes)
{
    Groups groups;
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = static_cast<unsigned>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    const auto [zeros, length] = longestZeros(groups);
    for (std::size_t i = 0; i < groups.size();) {
        if (i == zeros) {
            *to++ = ':';
            i += length;
            if (i == groups.size())
                *to++ = ':';
            continue;
        }
        if (i > 0)
            *to++ = ':';
        to = writeHexadecimal(to, groups[i++]);
    }
    return to;
}

} // namespace

std::size_t ClientKey::toChars(std::span<char, maximumTextLength> text) const noexcept
{
    if (isNull())
        return 0;
    char *end
        = isIPv4() ? writeIPv4(text.data(), m_bytes.data() + 12) : writeIPv6(text.data(), m_bytes);
    if (m_bits != 128) {
        *end++ = '/';
        end = writeDecimal(end, prefixLength());
    }
    return static_cast<std::size_t>(end - text.data());
}

std::string ClientKey::toString() const
{
    std::array<char, maximumTextLength> text;
    return {text.data(), toChars(text)};
}

} // namespace ConnLimit
