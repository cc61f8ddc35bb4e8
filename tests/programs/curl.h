// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "programs.h"

#include <QtCore/QStandardPaths>

/// Skips the test where a program is not installed.
#define REQUIRE_PROGRAM(name)                                                                      \
    if (QStandardPaths::findExecutable(QStringLiteral(name)).isEmpty())                            \
    QSKIP(name " is not installed")

/// What curl(1) says of the \a urls, all fetched at the same time: their status codes, "000" for
/// one without a reply. Any certificate will do.
inline QByteArrayList curl(const QStringList &urls, const QStringList &options = {})
{
    QStringList arguments = words("-q --silent --insecure --http1.1 --noproxy * --parallel "
                                  "--max-time 60 --write-out %{http_code}\\n")
                            + options;
    for (const QString &url : urls)
        arguments += {QStringLiteral("--output"), QStringLiteral("/dev/null"), url};
    QProcess process;
    process.start(QStringLiteral("curl"), arguments);
    process.waitForFinished(90'000);
    QByteArrayList lines = process.readAllStandardOutput().split('\n');
    lines.removeAll({});
    return lines;
}
