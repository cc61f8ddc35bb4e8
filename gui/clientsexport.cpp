// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientsexport.h"

#include <QtCore/QPointer>

// Pages are windows of a list that lives. Each begins one row before the end of the last: if it
// does not show the client that was written last, or one before it, others have left from in front
// of the window, and what has moved out of it must be looked for further back.

using namespace ConnLimit;

ClientsExport::ClientsExport(ControlClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{}

ClientsExport::~ClientsExport()
{
    if (m_committing)
        m_committing->wait();
}

void ClientsExport::start(const QString &fileName, const ClientsRequest &request)
{
    if (isRunning())
        return;
    m_fileName = fileName;
    m_format = formatFor(fileName);
    m_request = request;
    m_request.order = ClientOrder::Client;
    m_request.direction = SortDirection::Ascending;
    m_request.offset = 0;
    m_request.count = ClientsRequest::maximumCount;
    m_rows = 0;
    m_stepBack = 1;
    m_last = {};
    m_file = std::make_unique<QSaveFile>(fileName);
    if (m_file->open(QIODevice::WriteOnly)) {
        m_file->write(beginOfFile(m_format));
        return ask();
    }
    QMetaObject::invokeMethod(
        this,
        [this, run = m_run] {
            if (run == m_run && m_file)
                fail(m_file->errorString());
        },
        Qt::QueuedConnection);
}

void ClientsExport::cancel()
{
    if (m_committing) // too late: all of it is there
        return;
    ++m_run;
    m_file.reset();
}

void ClientsExport::ask()
{
    m_client.requestClients(m_request, [guard = QPointer<ClientsExport>(this),
                                        run = m_run](const ControlReply<ClientsFrame> &reply) {
        if (!guard || run != guard->m_run)
            return;
        if (const ControlError *error = std::get_if<ControlError>(&reply))
            guard->fail(error->message);
        else
            guard->take(std::get<ClientsFrame>(reply));
    });
}

void ClientsExport::take(const ClientsFrame &frame)
{
    const QList<ClientStatus> &clients = frame.clients;
    const bool hasGap
        = m_request.offset > 0 && (clients.isEmpty() || clients.constFirst().client > m_last);
    if (hasGap) {
        m_request.offset -= std::min(m_request.offset, m_stepBack);
        m_stepBack = std::min(2 * m_stepBack, ClientsRequest::maximumCount / 2);
        return ask();
    }
    m_stepBack = 1;
    for (const ClientStatus &client : clients) {
        if (m_rows == 0 || client.client > m_last)
            write(client);
    }
    if (m_file->error() != QFileDevice::NoError)
        return fail(m_file->errorString());
    Q_EMIT progressed(m_rows, std::max(m_rows, frame.matching));
    if (!m_file) // a receiver has cancelled
        return;
    const quint64 end = m_request.offset + quint64(clients.size());
    if (end >= frame.matching)
        return commit();
    if (clients.size() < 2) // no page comes near the end: this would go on for ever
        return fail(tr("the server does not send all clients"));
    m_request.offset = quint32(end) - 1;
    ask();
}

void ClientsExport::write(const ClientStatus &client)
{
    m_file->write(clientEntry(m_format, client, m_rows == 0));
    m_last = client.client;
    ++m_rows;
}

/// In a thread, because it waits for the disk.
void ClientsExport::commit()
{
    m_file->write(endOfFile(m_format));
    const auto isDone = std::make_shared<bool>(false);
    m_committing.reset(
        QThread::create([file = m_file.get(), isDone] { *isDone = file->commit(); }));
    connect(m_committing.get(), &QThread::finished, this, [this, isDone, run = m_run] {
        if (run != m_run)
            return;
        m_committing->wait();
        m_committing.reset();
        if (!*isDone)
            return fail(m_file->errorString());
        m_file.reset();
        Q_EMIT finished();
    });
    m_committing->start();
}

void ClientsExport::fail(const QString &reason)
{
    ++m_run;
    m_file.reset();
    Q_EMIT failed(reason);
}

#include "moc_clientsexport.cpp"
