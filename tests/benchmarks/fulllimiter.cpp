// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "fulllimiter.h"

using namespace ConnLimit;

FullLimiter::FullLimiter(quint32 clients)
    : m_clients(clients)
{
    m_limiter.setConfig({.maximumConnectionsPerClient = 10,
                         .rules = {{*ClientKey::fromString("10.0.0.0/9"), RuleAction::Limit, 5},
                                   {*ClientKey::fromString("203.0.113.0/24"), RuleAction::Block}}});
    m_leases.reserve(clients * std::size_t(5) / 4);
    for (quint32 client = 0; client < clients; ++client) {
        // 1 for nine of ten; from there on fewer and fewer have more.
        quint32 connections = 1;
        while (connections < 10 && m_random() % 10 == 0)
            ++connections;
        for (quint32 i = 0; i < (client % 5'000 == 0 ? 10 : connections); ++i)
            connect(client);
    }
    const quint32 refused = std::min(clients, 1'500u);
    for (quint32 i = 0; i < refused; ++i) {
        const quint32 client = i * (clients / refused);
        for (quint32 attempt = 0; attempt < 11; ++attempt)
            connect(client);
    }
}

QHostAddress FullLimiter::address(quint32 client) const
{
    if (client % 4 != 3)
        return QHostAddress(0x0a000000u + client * 16u); // from 10.0.0.0 on
    Q_IPV6ADDR ipv6{{0x20, 0x01, 0x0d, 0xb8}};
    for (int i = 0; i < 4; ++i)
        ipv6[4 + i] = quint8(client >> (8 * (3 - i)));
    ipv6[15] = 1;
    return QHostAddress(ipv6);
}

void FullLimiter::connect(quint32 client)
{
    Admission admission = m_limiter.acquire(address(client));
    if (admission.isAdmitted())
        m_leases.push_back(std::move(admission.lease));
}

void FullLimiter::churn(quint32 count)
{
    for (quint32 i = 0; i < count; ++i) {
        if (m_random() % 2 && m_leases.size() > m_clients / 2) {
            std::swap(m_leases[m_random() % m_leases.size()], m_leases.back());
            m_leases.pop_back();
        } else {
            connect(quint32(m_random() % m_clients));
        }
    }
    const quint32 attacker = quint32(m_random() % std::min(m_clients, 16u));
    for (int attempt = 0; attempt < 12; ++attempt)
        connect(attacker);
}
