// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QString>

#include <chrono>

/// A vertical axis from 0 to `maximum`, a multiple of `step`.
struct AxisScale
{
    double maximum = 1;
    double step = 1;

    friend bool operator==(const AxisScale &, const AxisScale &) = default;
};

/// The axis that has \a largest on it, in at most \a count steps of 1, 2 or 5 times a power of ten.
///
/// Of values that are whole numbers (\a smallestStep 1) there is no step between two of them.
[[nodiscard]] AxisScale axisScale(double largest, int count, double smallestStep);

/// The step of a time axis over \a span: a round number of seconds, minutes or hours, such that
/// there are at most \a count.
[[nodiscard]] std::chrono::seconds timeStep(std::chrono::seconds span, int count);

/// "0", "0.5", "1,200": a value on an axis or at a point.
[[nodiscard]] QString axisText(double value);
