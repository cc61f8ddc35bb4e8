// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// QSslServer's incomingConnection() is not used: it counts unfinished handshakes as pending, so
// that 41 of them from one address keep everybody else waiting, and starts their time limit anew
// when the first byte has come. What is used of it are its settings and its signals.

#include "leaseholder_p.h"
#include "relayedsocket_p.h"
#include "socketdescriptor_p.h"
#include "tlshandshake_p.h"

#include <connlimit/core/limiter.h>
#include <connlimit/net/limitedsslserver.h>

#include <memory>

namespace ConnLimit {

LimitedSslServer::LimitedSslServer(ConnectionLimiter *limiter, QObject *parent)
    : Limited(limiter, parent)
{
    handshakes()->setConfig({.maximumConnectionsPerClient = 16, .maximumConnections = 512});
}

LimitedSslServer::~LimitedSslServer() = default;

void LimitedSslServer::setRefusal(const Refusal &refusal)
{
    m_refusal = refusal;
    if (refusal.kind() != Refusal::Kind::Reply)
        Limited::setRefusal(refusal);
    else
        Limited::setRefusal(Refusal::handler([this](qintptr descriptor, const ClientKey &,
                                                    Verdict) { replyEncrypted(descriptor); }));
}

void LimitedSslServer::setMaximumHandshakesPerClient(quint32 maximum)
{
    Config config = handshakes()->config();
    config.maximumConnectionsPerClient = maximum;
    handshakes()->setConfig(config);
}

quint32 LimitedSslServer::maximumHandshakesPerClient() const
{
    return handshakes()->config().maximumConnectionsPerClient;
}

void LimitedSslServer::setMaximumHandshakes(quint32 maximum)
{
    Config config = handshakes()->config();
    config.maximumConnections = maximum;
    handshakes()->setConfig(config);
}

quint32 LimitedSslServer::maximumHandshakes() const
{
    return handshakes()->config().maximumConnections;
}

/// Null if no socket could be made of the descriptor, which is closed then.
TlsHandshake *LimitedSslServer::startHandshake(qintptr descriptor)
{
    SocketDescriptor connection(descriptor);
    Lease handshake = takeHandshake();
    auto socket = std::make_unique<RelayedSocket<QSslSocket>>(socketParent());
    socket->setSslConfiguration(sslConfiguration());
    if (!socket->setSocketDescriptor(descriptor))
        return nullptr;
    [[maybe_unused]] const qintptr taken = connection.take(); // the socket closes it now
    socket->setPeer(proxyHeader());
    return new TlsHandshake(socket.release(), this, std::move(handshake));
}

void LimitedSslServer::admittedConnection(qintptr descriptor, Lease lease)
{
    TlsHandshake *handshake = startHandshake(descriptor);
    if (!handshake)
        return;
    QSslSocket *socket = handshake->socket();
    if (lease)
        new LeaseHolder(std::move(lease), socket, listener());
    connect(handshake, &TlsHandshake::done, this, [this, socket] { addPendingConnection(socket); });
}

void LimitedSslServer::replyEncrypted(qintptr descriptor)
{
    TlsHandshake *handshake = startHandshake(descriptor);
    if (!handshake)
        return;
    connect(handshake, &TlsHandshake::done, this, [this, socket = handshake->socket()] {
        new TlsFarewell(socket, m_refusal.bytes(), m_refusal.drainTimeout());
    });
}

} // namespace ConnLimit

#include "moc_limitedsslserver.cpp"
