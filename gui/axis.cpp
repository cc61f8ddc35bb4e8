// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "axis.h"

#include <QtCore/QLocale>

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

AxisScale axisScale(double largest, int count, double smallestStep)
{
    if (!std::isfinite(largest) || largest <= 0)
        return {smallestStep, smallestStep};
    count = std::max(count, 1);
    const double least = std::max(largest / count, smallestStep);
    double power = std::pow(10, std::floor(std::log10(least)));
    double step = 10 * power;
    for (const double factor : {1, 2, 5}) {
        if (factor * power >= least * (1 - 1e-9)) {
            step = factor * power;
            break;
        }
    }
    return {step * std::ceil(largest / step * (1 - 1e-9)), step};
}

std::chrono::seconds timeStep(std::chrono::seconds span, int count)
{
    constexpr std::chrono::seconds steps[]
        = {1s, 2s, 5s, 10s, 15s, 30s, 1min, 2min, 5min, 10min, 15min, 30min, 1h, 2h, 6h, 12h};
    for (const std::chrono::seconds step : steps) {
        if (span / step <= std::max(count, 1))
            return step;
    }
    return 24h;
}

QString axisText(double value)
{
    const bool isWhole = std::abs(value - std::round(value)) < 1e-9 * std::max(1.0, value);
    const int digits = isWhole || value >= 100 ? 0 : value >= 1 ? 1 : 2;
    QString text = QLocale().toString(value, 'f', digits);
    const QString point = QLocale().decimalPoint();
    while (text.contains(point) && text.endsWith(QLocale().zeroDigit()))
        text.chop(1);
    if (text.endsWith(point))
        text.chop(point.size());
    return text;
}
