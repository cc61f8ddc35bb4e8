// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "tablecomparison.h"

#include <QtCore/QCoreApplication>

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const Options options = readOptions(
        {QStringLiteral("times"), QStringLiteral("memory"), QStringLiteral("snapshots")});
    Report report(QStringLiteral("table"));
    if (options.has(QStringLiteral("memory")))
        measureMemory(report, options);
    if (options.has(QStringLiteral("snapshots")))
        measureSnapshots(report, options);
    if (options.has(QStringLiteral("times")))
        measureTimes(report, options);
    return report.write(options.json) ? 0 : 1;
}
