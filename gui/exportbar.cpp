// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "exportbar.h"

#include <connlimit/control/text.h>

#include <QtCore/QDir>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>

using namespace ConnLimit;

ExportBar::ExportBar(ControlClient &client, QWidget *parent)
    : QWidget(parent)
    , m_export(client)
    , m_progress(new QProgressBar)
    , m_text(new MessageLabel(QStringLiteral("exportText")))
    , m_button(new QPushButton)
{
    m_progress->setObjectName(QStringLiteral("exportProgress"));
    m_progress->setAccessibleName(tr("Progress of the export"));
    m_progress->setRange(0, 1000); // per mille: a count may be more than an int
    m_progress->setTextVisible(false);
    m_button->setObjectName(QStringLiteral("exportButton"));

    auto layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_text, 2);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &ExportBar::dismiss);
    connect(&m_export, &ClientsExport::progressed, this, &ExportBar::showProgress);
    connect(&m_export, &ClientsExport::finished, this, [this] {
        say(tr("Exported: %1 clients to %2")
                .arg(countText(m_export.rows()), QDir::toNativeSeparators(m_export.fileName())),
            Mood::Good);
    });
    connect(&m_export, &ClientsExport::failed, this, [this](const QString &reason) {
        say(tr("Not exported, no file was written: %1").arg(reason), Mood::Bad);
    });
    hide();
}

void ExportBar::askForFile(const ClientsRequest &request)
{
    auto dialog = new QFileDialog(this, tr("Export the clients"), QString(),
                                  tr("CSV (*.csv);;JSON (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("exportFile"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(QStringLiteral("clients.csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1StringView("json"))
                                     ? QStringLiteral("json")
                                     : QStringLiteral("csv"));
    });
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, request](const QString &file) { start(file, request); });
    dialog->open();
}

void ExportBar::start(const QString &fileName, const ClientsRequest &request)
{
    if (isRunning())
        return;
    m_progress->setValue(0);
    m_export.start(fileName, request);
    say(tr("Exporting…"), Mood::Busy);
}

void ExportBar::showProgress(quint64 rows, quint64 matching)
{
    m_progress->setValue(matching == 0 ? 1000 : int(rows * 1000 / matching));
    m_text->setText(tr("Exporting: %1 of %2 clients").arg(countText(rows), countText(matching)));
}

void ExportBar::say(const QString &text, Mood mood)
{
    m_text->say(text, mood == Mood::Bad ? MessageLabel::Alert : MessageLabel::Quiet);
    m_progress->setVisible(mood == Mood::Busy);
    m_button->setText(mood == Mood::Busy ? tr("Cancel") : tr("Close"));
    m_button->setAccessibleName(mood == Mood::Busy ? tr("Cancel the export")
                                                   : tr("Close the message"));
    show();
}

void ExportBar::dismiss()
{
    if (isRunning()) {
        m_export.cancel();
        if (isRunning()) // it was at its end
            return;
        return say(tr("The export was cancelled, no file was written."), Mood::Good);
    }
    hide();
}

#include "moc_exportbar.cpp"
