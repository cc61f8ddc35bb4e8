// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstdint>

/// How often this process, in all its threads, has asked for memory; 0 if that is not counted.
std::uint64_t allocations() noexcept;

/// Bytes that it has from the C library now.
std::uint64_t bytesInUse() noexcept;
