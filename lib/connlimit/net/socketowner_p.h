// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QObject>

#include <vector>

namespace ConnLimit {

/// Parents for the sockets of a server, that are children of the server in their turn.
///
/// A QObject that goes is searched for among its siblings one by one: with 3,000 sockets as
/// children of one server that costs 18,000 instructions each. So each parent has a few dozen. The
/// sockets still go with the server, move to another thread with it, and are found by
/// findChildren().
class SocketOwner
{
public:
    explicit SocketOwner(QObject *server)
        : m_server(server)
    {}

    /// An object with room for one more child. Belongs to the server.
    [[nodiscard]] QObject *parent()
    {
        for (std::size_t i = 0; i < m_parents.size(); ++i) {
            if (m_parents[m_next]->children().size() < maximumChildren)
                return m_parents[m_next];
            m_next = (m_next + 1) % m_parents.size();
        }
        m_next = m_parents.size();
        return m_parents.emplace_back(new QObject(m_server));
    }

private:
    static constexpr qsizetype maximumChildren = 64;

    QObject *const m_server;
    std::vector<QObject *> m_parents;
    std::size_t m_next = 0; // where room was found the last time
};

} // namespace ConnLimit
