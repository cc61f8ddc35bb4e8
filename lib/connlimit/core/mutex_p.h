// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <mutex>

// Clang's thread safety analysis (-Wthread-safety) knows no std::mutex unless the standard
// library was built for it, so this wrapper carries the annotations.
#ifdef __clang__
#define CONNLIMIT_ANNOTATE(x) __attribute__((x))
#else
#define CONNLIMIT_ANNOTATE(x)
#endif
#define CONNLIMIT_GUARDED_BY(mutex) CONNLIMIT_ANNOTATE(guarded_by(mutex))

namespace ConnLimit {

class CONNLIMIT_ANNOTATE(capability("mutex")) Mutex
{
public:
    void lock() CONNLIMIT_ANNOTATE(acquire_capability()) { m_mutex.lock(); }
    void unlock() CONNLIMIT_ANNOTATE(release_capability()) { m_mutex.unlock(); }

private:
    std::mutex m_mutex;
};

class CONNLIMIT_ANNOTATE(scoped_lockable) MutexLocker
{
public:
    explicit MutexLocker(Mutex &mutex) CONNLIMIT_ANNOTATE(acquire_capability(mutex))
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
