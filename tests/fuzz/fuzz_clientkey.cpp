// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "require.h"

#include <connlimit/core/clientkey.h>

#include <algorithm>

using namespace ConnLimit;

static void checkTextSurvives(const ClientKey &key)
{
    const std::string text = key.toString();
    const std::optional<ClientKey> read = ClientKey::fromString(text);
    require(read && *read == key, "the text of a client reads as that client");
    require(read->toString() == text, "there is one text for a client");
}

static void checkText(const std::string &text)
{
    const std::optional<ClientKey> key = ClientKey::fromString(text);
    if (!key)
        return;
    require(!key->isNull(), "a text is some client");
    require(key->prefixLength() <= (key->isIPv4() ? 32u : 128u), "the prefix is in its range");
    require(key->contains(*key), "a client is within itself");
    checkTextSurvives(*key);
}

/// The first byte is a prefix length, 16 bytes behind it an address.
static void checkBytes(const std::uint8_t *data)
{
    ClientKey::Bytes bytes;
    std::copy_n(data + 1, bytes.size(), bytes.begin());
    const unsigned prefixLength = data[0];
    const ClientKey address = ClientKey::fromIPv6(bytes);
    const ClientKey client = ClientKey::fromIPv6(bytes, prefixLength);
    checkTextSurvives(address);
    checkTextSurvives(client);
    checkTextSurvives(address.masked(prefixLength, prefixLength));
    require(client.contains(address), "an address is within its subnet");
    require(client.masked(32, 128) == client, "the longest prefixes mask nothing");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    checkText(std::string(reinterpret_cast<const char *>(data), size));
    if (size == 1 + std::tuple_size_v<ClientKey::Bytes>)
        checkBytes(data);
    return 0;
}
