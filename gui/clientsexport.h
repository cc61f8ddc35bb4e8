// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientformat.h"

#include <connlimit/control/controlclient.h>

#include <QtCore/QObject>
#include <QtCore/QSaveFile>
#include <QtCore/QThread>

#include <memory>

/// Writes all clients that match to a file, page by page as the server sends them, by address.
///
/// Clients that come and go meanwhile may be in the file or not; all those that are there from the
/// beginning to the end are in it, each once. Until the end there is no file, or the one from
/// before: so it stays if the export fails, is cancelled, or is destroyed.
class ClientsExport : public QObject
{
    Q_OBJECT

public:
    explicit ClientsExport(ConnLimit::ControlClient &client, QObject *parent = nullptr);
    ~ClientsExport() override;

    /// Begins to write to \a fileName those clients that \a request selects; its order and window
    /// do not matter. Ends with a finished() or failed(), never before the return. Nothing happens
    /// while another one is running.
    void start(const QString &fileName, const ConnLimit::ClientsRequest &request);
    /// Ends without a file, and emits nothing. If all clients have been written it is too late.
    void cancel();

    [[nodiscard]] bool isRunning() const { return m_file != nullptr; }
    [[nodiscard]] QString fileName() const { return m_fileName; }
    [[nodiscard]] quint64 rows() const { return m_rows; }

Q_SIGNALS:
    /// \a rows are written, of about \a matching.
    void progressed(quint64 rows, quint64 matching);
    void finished();
    void failed(const QString &reason);

private:
    void ask();
    void take(const ConnLimit::ClientsFrame &frame);
    void write(const ConnLimit::ClientStatus &client);
    void commit();
    void fail(const QString &reason);

    ConnLimit::ControlClient &m_client;
    ConnLimit::ClientsRequest m_request;
    QString m_fileName;
    std::unique_ptr<QSaveFile> m_file;
    std::unique_ptr<QThread> m_committing;
    ClientFormat m_format = ClientFormat::Csv;
    quint64 m_run = 0; // counts the starts, so that answers to a cancelled one are known
    quint64 m_rows = 0;
    quint32 m_stepBack = 1;
    ConnLimit::ClientKey m_last; // that was written
};
