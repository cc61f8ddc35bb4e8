// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientsexport.h"
#include "messagelabel.h"

#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QWidget>

/// Asks for a file, and shows how far the export to it is and how it ended. Hidden otherwise.
class ExportBar : public QWidget
{
    Q_OBJECT

public:
    explicit ExportBar(ConnLimit::ControlClient &client, QWidget *parent = nullptr);

    /// Asks for the name of a file, and exports to it what \a request selects.
    void askForFile(const ConnLimit::ClientsRequest &request);
    void start(const QString &fileName, const ConnLimit::ClientsRequest &request);
    [[nodiscard]] bool isRunning() const { return m_export.isRunning(); }

private:
    enum class Mood { Busy, Good, Bad };

    void say(const QString &text, Mood mood);
    void showProgress(quint64 rows, quint64 matching);
    void dismiss();

    ClientsExport m_export;
    QProgressBar *const m_progress;
    MessageLabel *const m_text;
    QPushButton *const m_button;
};
