// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/export.h>

#include <atomic>

// Clang's thread safety analysis (-Wthread-safety) knows what these attributes say.
#ifdef __clang__
#define CONNLIMIT_ANNOTATE(x) __attribute__((x))
#else
#define CONNLIMIT_ANNOTATE(x)
#endif
#define CONNLIMIT_GUARDED_BY(mutex) CONNLIMIT_ANNOTATE(guarded_by(mutex))

namespace ConnLimit {

/// A lock of one byte for critical sections of nanoseconds to microseconds.
///
/// Half the price of std::mutex, because unlock() is a plain store. That is also its
/// last look at the memory: whoever locks next may destroy the lock. A waiter spins for a moment,
/// then yields, then sleeps, so that a holder that was preempted gets to run, whatever its
/// priority.
class CONNLIMIT_ANNOTATE(capability("mutex")) Mutex
{
public:
    void lock() noexcept CONNLIMIT_ANNOTATE(acquire_capability())
    {
        if (m_isLocked.exchange(true, std::memory_order_acquire))
            lockContended();
    }
    void unlock() noexcept CONNLIMIT_ANNOTATE(release_capability())
    {
        m_isLocked.store(false, std::memory_order_release);
    }

private:
    CONNLIMIT_CORE_EXPORT void lockContended() noexcept;

    std::atomic<bool> m_isLocked = false;
};

class CONNLIMIT_ANNOTATE(scoped_lockable) MutexLocker
{
public:
    explicit MutexLocker(Mutex &mutex) noexcept CONNLIMIT_ANNOTATE(acquire_capability(mutex))
        : m_mutex(mutex)
    {
        m_mutex.lock();
    }
    ~MutexLocker() CONNLIMIT_ANNOTATE(release_capability()) { m_mutex.unlock(); }
    MutexLocker(const MutexLocker &) = delete;
    MutexLocker &operator=(const MutexLocker &) = delete;

private:
    Mutex &m_mutex;
};

} // namespace ConnLimit
