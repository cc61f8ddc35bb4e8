// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QObject>

#include <vector>

namespace ConnLimit {

/// A parent for some of a server's sockets.
class SocketGroup : public QObject
{
public:
    explicit SocketGroup(QObject *server)
        : QObject(server)
    {
        d_ptr->receiveChildEvents = false; // two events less for each socket: nobody looks at them
    }

    [[nodiscard]] bool hasRoom() const { return children().size() < maximumChildren; }

private:
    static constexpr qsizetype maximumChildren = 64;
};

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
        if (!m_group || !m_group->hasRoom())
            m_group = groupWithRoom();
        return m_group;
    }

private:
    // Not a part of parent(), which is called for every socket, and this for one of 64.
    [[nodiscard]] Q_NEVER_INLINE SocketGroup *groupWithRoom()
    {
        for (std::size_t i = 0; i < m_groups.size(); ++i) {
            m_next = (m_next + 1) % m_groups.size();
            if (m_groups[m_next]->hasRoom())
                return m_groups[m_next];
        }
        return m_groups.emplace_back(new SocketGroup(m_server));
    }

    QObject *const m_server;
    SocketGroup *m_group = nullptr; // where there was room the last time
    std::vector<SocketGroup *> m_groups;
    std::size_t m_next = 0;
};

} // namespace ConnLimit
