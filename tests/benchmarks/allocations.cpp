// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// Stands in for the C library's functions, so that Qt's allocations count as well. Not where a
// sanitizer does the same.

#include "allocations.h"

#include <atomic>
#include <cstddef>
#include <malloc.h>

#if defined(__GLIBC__) && !defined(BENCHMARK_SANITIZED)

static std::atomic<std::uint64_t> count{0};

extern "C" {
void *__libc_malloc(std::size_t size);
void *__libc_calloc(std::size_t number, std::size_t size);
void *__libc_realloc(void *memory, std::size_t size);

__attribute__((visibility("default"))) void *malloc(std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_malloc(size);
}

__attribute__((visibility("default"))) void *calloc(std::size_t number, std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_calloc(number, size);
}

__attribute__((visibility("default"))) void *realloc(void *memory, std::size_t size)
{
    count.fetch_add(1, std::memory_order_relaxed);
    return __libc_realloc(memory, size);
}
}

std::uint64_t allocations() noexcept
{
    return count;
}

#else

std::uint64_t allocations() noexcept
{
    return 0;
}

#endif

std::uint64_t bytesInUse() noexcept
{
    const struct mallinfo2 info = ::mallinfo2();
    return info.uordblks + info.hblkhd;
}
