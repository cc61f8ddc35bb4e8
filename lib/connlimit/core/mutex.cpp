// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "mutex_p.h"

#include <chrono>
#include <thread>

namespace ConnLimit {

static void pauseProcessor() noexcept
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

void Mutex::lockContended() noexcept
{
    constexpr int spins = 100;
    constexpr int yields = 20;
    for (int round = 0;; ++round) {
        if (!m_isLocked.load(std::memory_order_relaxed)
            && !m_isLocked.exchange(true, std::memory_order_acquire))
            return;
        if (round < spins)
            pauseProcessor();
        else if (round < spins + yields)
            std::this_thread::yield();
        else
            std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
}

} // namespace ConnLimit
