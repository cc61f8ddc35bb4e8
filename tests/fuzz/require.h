// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// What libFuzzer calls with each input, and what replays the seeds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

/// Ends the process unless \a condition holds, in every type of build.
inline void require(bool condition, const char *what)
{
    if (condition)
        return;
    std::fprintf(stderr, "Not true: %s\n", what);
    std::abort();
}
