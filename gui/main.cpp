// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// connlimit-dashboard: watches a limited server and changes its limit, in a window.

#include "localization.h"
#include "mainwindow.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QSettings>
#include <QtCore/QTimer>
#include <QtGui/QPixmap>
#include <QtWidgets/QApplication>

#include <cmath>
#include <cstdio>
#include <memory>

namespace {

enum ExitStatus { Done = 0, Failed = 1, Usage = 2 };

int fail(ExitStatus status, const QString &message)
{
    std::fprintf(stderr, "connlimit-dashboard: %s\n", message.toLocal8Bit().constData());
    return status;
}

bool isWithoutDisplay()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    return !qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
           && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return false;
#endif
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setOrganizationName(QStringLiteral("ConnLimit"));
    QCoreApplication::setApplicationName(QStringLiteral("connlimit-dashboard"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CONNLIMIT_VERSION));

    // Before there is a QApplication, which wants a display.
    const QCommandLineOption demo(
        QStringLiteral("demo"),
        QStringLiteral("Start a limited server with a crowd of clients, and show it."));
    const QCommandLineOption screenshot(
        QStringLiteral("screenshot"), QStringLiteral("Write a PNG picture of the window, and end."),
        QStringLiteral("FILE"));
    const QCommandLineOption after(QStringLiteral("after"),
                                   QStringLiteral("Seconds until the picture is made."),
                                   QStringLiteral("SECONDS"), QStringLiteral("3"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Watches a limited server and changes its limit."));
    parser.addOptions({demo, screenshot, after});
    parser.addPositionalArgument(
        QStringLiteral("server"),
        QStringLiteral("Name or control socket of the server; the one that runs if left out."),
        QStringLiteral("[NAME|PATH]"));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const bool isParsed = parser.parse(arguments);
    if (isParsed && (parser.isSet(help) || parser.isSet(version))) {
        QCoreApplication application(argc, argv);
        if (parser.isSet(version))
            parser.showVersion();
        parser.showHelp();
    }
    const QStringList servers = parser.positionalArguments();
    bool isNumber = false;
    const double seconds = parser.value(after).toDouble(&isNumber);
    if (!isParsed)
        return fail(Usage, parser.errorText());
    if (servers.size() > 1 || (parser.isSet(demo) && !servers.isEmpty()))
        return fail(Usage, u"unexpected argument: " + servers.constLast());
    if (!isNumber || !(seconds >= 0 && seconds <= 3600))
        return fail(Usage,
                    u"--after: not a number of seconds from 0 to 3600: " + parser.value(after));
    if (parser.isSet(after) && !parser.isSet(screenshot))
        return fail(Usage, QStringLiteral("--after goes with --screenshot"));

    if (isWithoutDisplay()) {
        if (!parser.isSet(screenshot))
            return fail(Failed,
                        QStringLiteral("there is no display; connlimitctl watch needs none"));
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }

    QApplication application(argc, argv);
    QApplication::setWindowIcon(applicationIcon());
    QGuiApplication::setDesktopFileName(QStringLiteral("connlimit-dashboard"));
    installTranslations();
    // A picture shows what everybody sees, not what this user has made of it.
    const auto settings = parser.isSet(screenshot) ? nullptr : std::make_unique<QSettings>();
    MainWindow window(settings.get());
    if (parser.isSet(demo)) {
        QObject::connect(&window, &MainWindow::demoFailed, &application, [](const QString &reason) {
            QCoreApplication::exit(fail(Failed, u"demo: " + reason));
        });
        window.startDemo();
    } else {
        window.follow(servers.value(0));
    }
    window.show();
    if (parser.isSet(screenshot)) {
        QTimer::singleShot(std::chrono::milliseconds(std::llround(seconds * 1000)), &window, [&] {
            const QString file = parser.value(screenshot);
            const bool isWritten = window.grab().save(file, "PNG");
            QCoreApplication::exit(isWritten ? Done : fail(Failed, u"cannot write " + file));
        });
    }
    return application.exec();
}
