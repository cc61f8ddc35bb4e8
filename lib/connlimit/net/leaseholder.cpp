// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "leaseholder_p.h"

#include <QtNetwork/QTcpSocket>

namespace ConnLimit {

LeaseHolder::LeaseHolder(Lease lease, QAbstractSocket *socket)
    : QObject(socket)
    , m_lease(std::move(lease))
{
    const auto release = [this] { m_lease.release(); };
    connect(socket, &QAbstractSocket::disconnected, this, release);
    // A QSslSocket has the connection in a QTcpSocket of its own, which nobody else disconnects.
    if (auto plain = socket->findChild<QTcpSocket *>({}, Qt::FindDirectChildrenOnly))
        connect(plain, &QAbstractSocket::disconnected, this, release);
}

} // namespace ConnLimit

#include "moc_leaseholder_p.cpp"
