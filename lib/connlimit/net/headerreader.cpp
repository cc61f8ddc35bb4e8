// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// A header is looked at where it is, in the kernel's buffer, and taken from there when it is whole.
// So there is nothing to allocate for those who send half of one, and what follows it stays for the
// application.

#include "headerreader_p.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#ifdef Q_OS_LINUX
#include <cerrno>
#include <sys/socket.h>
#endif

namespace ConnLimit {

using namespace std::string_view_literals;
using FirstBytes = HeaderReader::FirstBytes;

/// Whether \a text begins like a header, in one version or the other.
static FirstBytes expectNoHeader(std::string_view text)
{
    bool isUnknown = false;
    for (const std::string_view head : {"PROXY "sv, "\r\n\r\n\0\r\nQUIT\n"sv}) {
        if (text.starts_with(head))
            return FirstBytes::Wrong;
        isUnknown = isUnknown || head.starts_with(text);
    }
    return isUnknown ? FirstBytes::Unknown : FirstBytes::AsExpected;
}

#ifdef Q_OS_LINUX

/// Throws away the header, and nothing else. False if it is not there any more.
static bool skip(int connection, std::size_t length)
{
    return ::recv(connection, nullptr, length, MSG_TRUNC | MSG_DONTWAIT) == ssize_t(length);
}

FirstBytes HeaderReader::look(const SocketDescriptor &connection, Expected expected,
                              std::optional<ProxyHeader> &header)
{
    const int descriptor = int(connection.get());
    const FirstBytes atTheEnd
        = expected == Expected::Header ? FirstBytes::Wrong : FirstBytes::AsExpected;
    std::array<std::byte, ProxyHeader::maximumLength> buffer;
    const std::size_t wanted = expected == Expected::Header ? buffer.size() : 12;
    const ssize_t got = ::recv(descriptor, buffer.data(), wanted, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return FirstBytes::Unknown;
    if (got <= 0)
        return atTheEnd;
    const std::span bytes(buffer.data(), std::size_t(got));
    if (expected == Expected::NoHeader)
        return expectNoHeader({reinterpret_cast<const char *>(bytes.data()), bytes.size()});

    const ProxyHeaderResult result = readProxyHeader(bytes);
    if (std::holds_alternative<IncompleteProxyHeader>(result))
        return FirstBytes::Unknown;
    const auto *whole = std::get_if<ProxyHeader>(&result);
    if (!whole || !skip(descriptor, whole->length))
        return FirstBytes::Wrong;
    header = *whole;
    return FirstBytes::AsExpected;
}

#else

FirstBytes HeaderReader::look(const SocketDescriptor &, Expected expected,
                              std::optional<ProxyHeader> &)
{
    return expected == Expected::Header ? FirstBytes::Wrong : expectNoHeader("GET");
}

#endif

bool HeaderReader::add(SocketDescriptor connection, Guest guest, std::chrono::milliseconds timeout)
{
    using namespace std::chrono_literals;
    const bool isRelayed = guest.expected == Expected::Header;
    const auto deadline = Clock::now() + std::clamp<std::chrono::milliseconds>(timeout, 0ms, 24h);
    if (!m_waiting.add(std::move(connection), std::move(guest), deadline))
        return false;
    m_relayed += isRelayed;
    return true;
}

std::vector<HeaderReader::Guest> HeaderReader::process()
{
    std::vector<Guest> refused;
    m_waiting.process([&](Connections::Entry &entry, WaitEvent event) {
        Guest &guest = entry.state;
        std::optional<ProxyHeader> header;
        FirstBytes bytes = look(entry.connection, guest.expected, header);
        if (bytes == FirstBytes::Unknown) {
            if (event == WaitEvent::Readable)
                return false;
            bytes = guest.expected == Expected::Header ? FirstBytes::Wrong : FirstBytes::AsExpected;
        }
        if (bytes == FirstBytes::AsExpected) {
            m_ready.push_back({{std::move(entry.connection), std::move(guest.admission),
                                std::move(guest.handshake), header},
                               guest.peer});
        } else {
            m_relayed -= guest.expected == Expected::Header;
            refused.push_back(std::move(guest));
        }
        return true;
    });
    return refused;
}

void HeaderReader::clear()
{
    const std::deque<Ready> dropped = std::exchange(m_ready, {});
    m_relayed = 0;
    m_waiting.clear();
}

HeaderReader::Ready HeaderReader::takeReady()
{
    Ready ready = std::move(m_ready.front());
    m_ready.pop_front();
    m_relayed -= ready.arrival.header.has_value();
    return ready;
}

} // namespace ConnLimit
