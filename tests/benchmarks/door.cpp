// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "doorparts.h"

#include <QtCore/QCoreApplication>

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const Options options = readOptions({QStringLiteral("refused"), QStringLiteral("admitted"),
                                         QStringLiteral("gap"), QStringLiteral("exhaustion")});
    Report report(QStringLiteral("door"));
    if (options.has(QStringLiteral("refused")))
        measureRefused(report, options);
    if (options.has(QStringLiteral("admitted")))
        measureAdmitted(report, options);
    if (options.has(QStringLiteral("gap")))
        measureGap(report, options);
    if (options.has(QStringLiteral("exhaustion")))
        measureExhaustion(report, options);
    return report.write(options.json) ? 0 : 1;
}
