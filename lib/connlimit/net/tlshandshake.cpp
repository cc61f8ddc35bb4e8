// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "socketdescriptor_p.h"
#include "tlshandshake_p.h"

#include <QtCore/QPointer>

#include <algorithm>

namespace ConnLimit {

TlsHandshake::TlsHandshake(QSslSocket *socket, QSslServer *server, Lease lease)
    : QObject(socket)
    , m_socket(socket)
    , m_server(server)
    , m_lease(std::move(lease))
    , m_timeout(this)
{
    passOnSignals();
    connect(socket, &QSslSocket::readyRead, this, &TlsHandshake::readHello);
    connect(socket, &QSslSocket::encrypted, this, &TlsHandshake::finish);
    connect(socket, &QSslSocket::disconnected, this, &TlsHandshake::fail); // somebody's abort()
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        const QPointer<TlsHandshake> guard(this); // receivers may destroy socket or server
        Q_EMIT m_server->errorOccurred(m_socket, QAbstractSocket::SocketTimeoutError);
        if (guard)
            fail();
    });
    m_timeout.setSingleShot(true);
    m_timeout.start(std::max(server->handshakeTimeout(), 0));
}

void TlsHandshake::passOnSignals()
{
    connect(m_socket, &QSslSocket::peerVerifyError, this,
            [this](const QSslError &error) { Q_EMIT m_server->peerVerifyError(m_socket, error); });
    connect(m_socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) {
        Q_EMIT m_server->sslErrors(m_socket, errors);
    });
    connect(m_socket, &QSslSocket::errorOccurred, this, [this](QAbstractSocket::SocketError error) {
        Q_EMIT m_server->errorOccurred(m_socket, error);
        fail();
    });
    connect(m_socket, &QSslSocket::preSharedKeyAuthenticationRequired, this,
            [this](QSslPreSharedKeyAuthenticator *authenticator) {
                Q_EMIT m_server->preSharedKeyAuthenticationRequired(m_socket, authenticator);
            });
    connect(m_socket, &QSslSocket::alertSent, this,
            [this](QSsl::AlertLevel level, QSsl::AlertType type, const QString &description) {
                Q_EMIT m_server->alertSent(m_socket, level, type, description);
            });
    connect(m_socket, &QSslSocket::alertReceived, this,
            [this](QSsl::AlertLevel level, QSsl::AlertType type, const QString &description) {
                Q_EMIT m_server->alertReceived(m_socket, level, type, description);
            });
    connect(m_socket, &QSslSocket::handshakeInterruptedOnError, this,
            [this](const QSslError &error) {
                Q_EMIT m_server->handshakeInterruptedOnError(m_socket, error);
            });
}

void TlsHandshake::readHello()
{
    char first = 0;
    if (m_socket->peek(&first, 1) != 1)
        return;
    disconnect(m_socket, &QSslSocket::readyRead, this, nullptr);
    constexpr char handshakeRecord = 0x16; // RFC 8446, 5.1
    if (first != handshakeRecord) {
        fail(); // plain text, most likely: OpenSSL would answer it with an alert
        return;
    }
    m_socket->startServerEncryption();
    Q_EMIT m_server->startedEncryptionHandshake(m_socket);
}

void TlsHandshake::finish()
{
    disconnect(m_socket, nullptr, this, nullptr);
    m_timeout.stop();
    m_lease.release();
    deleteLater();
    Q_EMIT done();
}

void TlsHandshake::fail()
{
    disconnect(m_socket, nullptr, this, nullptr);
    m_timeout.stop();
    m_lease.release();
    m_socket->abort(); // which gives back the connection's own lease
    m_socket->deleteLater();
}

// As for Drain: more than a request that was under way, less than a burden.
static constexpr qint64 maximumDrained = 1024 * 1024;

TlsFarewell::TlsFarewell(QSslSocket *socket, const QByteArray &bytes,
                         std::chrono::milliseconds timeout)
    : QObject(socket)
    , m_socket(socket)
    , m_timeout(this)
{
    connect(&m_timeout, &QTimer::timeout, socket, &QSslSocket::abort);
    connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QSslSocket::encryptedBytesWritten, this, &TlsFarewell::endWriting);
    connect(socket, &QSslSocket::readyRead, this, [this] {
        m_drained += m_socket->skip(m_socket->bytesAvailable());
        if (m_drained > maximumDrained)
            m_socket->abort();
    });
    m_timeout.setSingleShot(true);
    m_timeout.start(timeout);
    socket->write(bytes);
}

/// Half a close: see Refusal::reply(). QSslSocket itself knows the whole one only.
void TlsFarewell::endWriting()
{
    if (m_hasEnded || m_socket->bytesToWrite() > 0 || m_socket->encryptedBytesToWrite() > 0)
        return;
    m_hasEnded = true;
    shutDownSending(m_socket->socketDescriptor());
}

} // namespace ConnLimit

#include "moc_tlshandshake_p.cpp"
