// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "leaseholder_p.h"

#include <QtNetwork/QTcpSocket>
#if QT_CONFIG(ssl)
#include <QtNetwork/QSslSocket>
#endif

namespace ConnLimit {

LeaseHolder::LeaseHolder(Lease lease, QAbstractSocket *socket, quint8 listener)
    : QObject(socket)
    , m_lease(std::move(lease))
{
    const auto release = [this] { m_lease.release(); };
    connect(socket, &QAbstractSocket::disconnected, this, release);
    // A QSslSocket has the connection in a QTcpSocket of its own, which nobody else disconnects.
    if (auto plain = socket->findChild<QTcpSocket *>({}, Qt::FindDirectChildrenOnly))
        connect(plain, &QAbstractSocket::disconnected, this, release);
    m_lease.track(this, *socket, listener);
    watchEncryption(socket);
}

void LeaseHolder::watchEncryption([[maybe_unused]] QAbstractSocket *socket)
{
#if QT_CONFIG(ssl)
    auto *const encrypting = qobject_cast<QSslSocket *>(socket);
    if (!encrypting)
        return;
    if (encrypting->isEncrypted())
        m_lease.setEncrypted();
    else
        connect(encrypting, &QSslSocket::encrypted, this, [this] { m_lease.setEncrypted(); });
#endif
}

} // namespace ConnLimit

#include "moc_leaseholder_p.cpp"
