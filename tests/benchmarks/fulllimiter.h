// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/connectionlimiter.h>

#include <random>
#include <vector>

/// A limiter with many clients and not one socket.
///
/// Three of four are IPv4 addresses, the others IPv6 subnets. Most have one connection, some up to
/// ten, which is the limit; some 1,500 have been refused. Half of 10.0.0.0/8 may have only five.
class FullLimiter
{
public:
    explicit FullLimiter(quint32 clients);

    ConnLimit::ConnectionLimiter &limiter() { return m_limiter; }

    /// A \a count of clients has one connection more or less than before; some are refused.
    void churn(quint32 count);

private:
    QHostAddress address(quint32 client) const;
    void connect(quint32 client);

    const quint32 m_clients;
    ConnLimit::ConnectionLimiter m_limiter;
    std::vector<ConnLimit::Lease> m_leases;
    std::mt19937 m_random;
};
