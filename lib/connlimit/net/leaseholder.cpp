// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "leaseholder_p.h"

namespace ConnLimit {

LeaseHolder::LeaseHolder(Lease lease, QAbstractSocket *socket)
    : QObject(socket)
    , m_lease(std::move(lease))
{
    connect(socket, &QAbstractSocket::disconnected, this, [this] { m_lease.release(); });
}

} // namespace ConnLimit

#include "moc_leaseholder_p.cpp"
