// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "sparkline.h"

#include "output.h"

#include <algorithm>
#include <cmath>

static QList<std::optional<double>> condensed(const QList<std::optional<double>> &values, int width)
{
    const qsizetype count = std::min<qsizetype>(values.size(), std::max(width, 1));
    QList<std::optional<double>> result(count);
    for (qsizetype i = 0; i < values.size(); ++i) {
        std::optional<double> &place = result[i * count / values.size()];
        place = std::max(place, values[i]); // nothing is less than any value
    }
    return result;
}

QString sparkline(const QList<std::optional<double>> &values, int width)
{
    static const QString levels
        = isUnicode() ? QStringLiteral("▁▂▃▄▅▆▇█") : QStringLiteral("_.:-=+*#");
    const QList<std::optional<double>> columns = condensed(values, width);
    double most = 0;
    for (const std::optional<double> value : columns)
        most = std::max(most, value.value_or(0));
    QString line;
    for (const std::optional<double> value : columns) {
        // Whatever is more than nothing is seen to be.
        const auto level = most > 0 && value ? std::ceil(*value / most * 7) : 0.0;
        line += value ? levels[qsizetype(level)] : u' ';
    }
    return line;
}
