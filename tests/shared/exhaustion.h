// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <cstddef>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

/// Takes all descriptors that this process may have, 256, until it is destroyed.
class Exhaustion
{
public:
    Exhaustion()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_limits);
        const rlimit low{256, m_limits.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &low);
        take();
    }
    ~Exhaustion()
    {
        free(m_taken.size());
        ::setrlimit(RLIMIT_NOFILE, &m_limits);
    }
    Exhaustion(const Exhaustion &) = delete;
    Exhaustion &operator=(const Exhaustion &) = delete;

    /// Takes all that there are again, and returns how many that were.
    int take()
    {
        int count = 0;
        for (int descriptor; (descriptor = ::dup(0)) != -1; ++count)
            m_taken.push_back(descriptor);
        return count;
    }

    /// Gives back those that were taken last: of the first ones taken, the highest numbers.
    void free(std::size_t count)
    {
        for (; count > 0; --count) {
            ::close(m_taken.back());
            m_taken.pop_back();
        }
    }

    /// Gives back the one with the lowest number, and returns that.
    int freeLowest()
    {
        const int lowest = m_taken.front();
        ::close(lowest);
        m_taken.erase(m_taken.begin());
        return lowest;
    }

private:
    rlimit m_limits{};
    std::vector<int> m_taken;
};
