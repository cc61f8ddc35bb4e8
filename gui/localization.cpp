// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "localization.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLibraryInfo>
#include <QtCore/QLocale>
#include <QtCore/QTranslator>
#include <QtGui/QGuiApplication>

#include <memory>

/// The language that was found; empty for none.
static QString install(const QString &name, const QString &directory)
{
    auto translator = std::make_unique<QTranslator>(QCoreApplication::instance());
    if (!translator->load(QLocale(), name, QStringLiteral("_"), directory))
        return {};
    QCoreApplication::installTranslator(translator.get());
    return translator.release()->language(); // its parent deletes it
}

void installTranslations()
{
    // Qt's own, for the buttons of dialogs, then ours.
    install(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    const QString language = install(QStringLiteral("connlimit"), QStringLiteral(":/i18n"));
    if (!language.isEmpty())
        QGuiApplication::setLayoutDirection(QLocale(language).textDirection());
}

QIcon applicationIcon()
{
    QIcon icon;
    for (const int size : {16, 32, 48, 128, 256})
        icon.addFile(QStringLiteral(":/icons/%1.png").arg(size), QSize(size, size));
    return icon;
}
