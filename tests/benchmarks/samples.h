// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

/// What the rounds of one measurement gave. Empty if it was not possible.
class Samples
{
public:
    void add(double value) { m_values.insert(std::ranges::upper_bound(m_values, value), value); }

    bool isEmpty() const { return m_values.empty(); }
    std::size_t count() const { return m_values.size(); }
    double minimum() const { return m_values.front(); }
    double maximum() const { return m_values.back(); }
    double median() const
    {
        const std::size_t middle = count() / 2;
        return count() % 2 ? m_values[middle] : (m_values[middle - 1] + m_values[middle]) / 2;
    }

private:
    std::vector<double> m_values; // in ascending order
};
