// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "require.h"

#include <connlimit/net/proxyheader.h>

#include <algorithm>
#include <vector>

using namespace ConnLimit;

namespace {

/// Reads beginnings of an input, each at the end of its memory: AddressSanitizer sees what is read
/// behind them.
class Beginnings
{
public:
    explicit Beginnings(std::span<const std::byte> bytes)
        : m_bytes(bytes)
        , m_memory(bytes.size())
    {}

    ProxyHeaderResult read(std::size_t length)
    {
        const std::span<std::byte> end = std::span(m_memory).last(length);
        std::copy_n(m_bytes.begin(), length, end.begin());
        return readProxyHeader(end);
    }

private:
    std::span<const std::byte> m_bytes;
    std::vector<std::byte> m_memory;
};

void checkHeader(const ProxyHeader &header, Beginnings &input, std::size_t size)
{
    require(header.length <= size, "a header is no longer than what has come");
    require(header.length <= ProxyHeader::maximumLength, "a header is no longer than it may be");
    require(header.version == 1 || header.version == 2, "the version is one that there is");
    require(header.version == 2 || header.length <= 107, "a line is no longer than it may be");
    const bool isLocal = header.command == ProxyHeader::Command::Local;
    require(!isLocal || (header.version == 2 && !header.endpoints), "LOCAL says nothing");
    if (header.endpoints) {
        for (const ClientKey &address :
             {header.endpoints->source.address, header.endpoints->destination.address})
            require(!address.isNull() && address == address.masked(32, 128)
                        && address.prefixLength() == (address.isIPv4() ? 32u : 128u),
                    "an address is a single one");
    }

    const ProxyHeaderResult again = input.read(header.length);
    require(std::holds_alternative<ProxyHeader>(again) && std::get<ProxyHeader>(again) == header,
            "what follows a header changes nothing");
}

/// Checks the result for \a length bytes against the one for \a whole.
void checkPart(Beginnings &input, std::size_t length, const ProxyHeaderResult &whole)
{
    const ProxyHeaderResult part = input.read(length);
    if (const auto *header = std::get_if<ProxyHeader>(&part)) {
        require(std::holds_alternative<ProxyHeader>(whole)
                    && std::get<ProxyHeader>(whole) == *header,
                "a header stays what it is");
    } else if (std::holds_alternative<InvalidProxyHeader>(part)) {
        require(std::holds_alternative<InvalidProxyHeader>(whole), "what is wrong stays wrong");
    } else {
        const std::size_t missing = std::get<IncompleteProxyHeader>(part).missing;
        require(missing > 0, "something is missing");
        require(length + missing <= ProxyHeader::maximumLength, "what is missing is bounded");
        if (const auto *all = std::get_if<ProxyHeader>(&whole))
            require(length + missing <= all->length, "not more is missing than there is");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Beginnings input(std::as_bytes(std::span(data, size)));
    const ProxyHeaderResult whole = input.read(size);
    if (const auto *header = std::get_if<ProxyHeader>(&whole))
        checkHeader(*header, input, size);
    if (const auto *invalid = std::get_if<InvalidProxyHeader>(&whole))
        require(!invalid->reason.empty(), "there is a reason");
    if (const auto *incomplete = std::get_if<IncompleteProxyHeader>(&whole))
        require(incomplete->missing > 0 && size < ProxyHeader::maximumLength,
                "what is incomplete goes on");

    // Each beginning; of a long input, those where something is decided, and the last ones.
    constexpr std::size_t headLength = 128;
    for (std::size_t length = 0; length < std::min(size, headLength); ++length)
        checkPart(input, length, whole);
    const auto *header = std::get_if<ProxyHeader>(&whole);
    const std::size_t end = header ? header->length : size;
    for (std::size_t length = std::max(headLength, end - std::min(end, headLength / 2));
         length < end; ++length)
        checkPart(input, length, whole);
    return 0;
}
