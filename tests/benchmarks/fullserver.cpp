// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// bench-fullserver [--clients N] [--name NAME] [--churn]
//
// A control channel of a limiter that is full of clients, without a socket of theirs: what viewers
// make of a million clients can be tried on any machine. Prints a line when it is ready, and runs
// until it is ended. --churn changes some of the counts ten times a second.

#include "fulllimiter.h"

#include <connlimit/control/controlserver.h>

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QLoggingCategory>
#include <QtCore/QTimer>

#include <cstdio>

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption clients(QStringLiteral("clients"), QStringLiteral("How many."),
                                     QStringLiteral("N"), QStringLiteral("1000000"));
    const QCommandLineOption name(QStringLiteral("name"),
                                  QStringLiteral("Of the channel, or its path."),
                                  QStringLiteral("NAME"), QStringLiteral("full"));
    const QCommandLineOption churn(QStringLiteral("churn"), QStringLiteral("Change some counts."));
    parser.addOptions({clients, name, churn});
    parser.addHelpOption();
    parser.process(application);
    bool isNumber = false;
    const quint32 count = parser.value(clients).toUInt(&isNumber);
    if (!isNumber || count == 0 || count > 10'000'000 || !parser.positionalArguments().isEmpty())
        parser.showHelp(2);

    QLoggingCategory::setFilterRules(QStringLiteral("connlimit.refusals=false"));
    FullLimiter full(count);
    ConnLimit::ControlServer control(&full.limiter());
    if (!control.listen(parser.value(name))) {
        std::fprintf(stderr, "%s\n", qPrintable(control.errorString()));
        return 1;
    }
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer,
                     [&] { full.churn(std::min(count / 1'000 + 1, 200u)); });
    if (parser.isSet(churn))
        timer.start(100);

    const ConnLimit::Totals totals = full.limiter().totals();
    std::printf("%s: %llu clients, %llu connections, %llu refused\n", qPrintable(control.path()),
                static_cast<unsigned long long>(totals.clients),
                static_cast<unsigned long long>(totals.open),
                static_cast<unsigned long long>(totals.refused()));
    std::fflush(stdout);
    return application.exec();
}
