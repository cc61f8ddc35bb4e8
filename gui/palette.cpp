// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "palette.h"

static bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightnessF() < palette.color(QPalette::Text).lightnessF();
}

static QColor mixed(const QColor &a, const QColor &b, float share)
{
    const float rest = 1 - share;
    return QColor::fromRgbF(a.redF() * share + b.redF() * rest,
                            a.greenF() * share + b.greenF() * rest,
                            a.blueF() * share + b.blueF() * rest);
}

QColor alertColor(const QPalette &palette)
{
    return QColor::fromHslF(0.02f, 0.75f, isDark(palette) ? 0.62f : 0.46f);
}

QColor warningColor(const QPalette &palette)
{
    return QColor::fromHslF(0.10f, 0.80f, isDark(palette) ? 0.58f : 0.38f);
}

QColor goodColor(const QPalette &palette)
{
    return QColor::fromHslF(0.38f, 0.55f, isDark(palette) ? 0.55f : 0.35f);
}

QColor quietColor(const QPalette &palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.62f);
}

QColor lineColor(const QPalette &palette)
{
    return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.16f);
}
