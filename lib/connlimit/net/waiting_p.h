// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "socketdescriptor_p.h"

#include <chrono>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#ifdef Q_OS_LINUX
#include <sys/epoll.h>
#endif

namespace ConnLimit {

/// What can happen to a connection that is waited for.
enum class WaitEvent {
    Readable, ///< It has received something.
    Ended,    ///< The same, and no more will come.
    TimedOut, ///< Its time is up.
};

/// Connections that something is awaited from, each for a limited time, with a \a State each.
///
/// An epoll descriptor holds all of them, so that a thread that polls and an event loop can wait
/// for them alike: by one descriptor. One thread at a time.
template<class State>
class Waiting
{
public:
    using Clock = std::chrono::steady_clock;

    /// When the first two events come: for as long as there is something to read, or only when
    /// more has come.
    enum class Trigger { Level, Edge };

    explicit Waiting(Trigger trigger)
        : m_trigger(trigger)
    {}
    Waiting(const Waiting &) = delete;
    Waiting &operator=(const Waiting &) = delete;

    struct Entry
    {
        SocketDescriptor connection;
        State state;
    };

    /// Waits for \a connection until \a deadline. False, with the connection closed, if it cannot.
    bool add(SocketDescriptor connection, State state, Clock::time_point deadline)
    {
        const Key key{deadline, connection.get()};
        Node &node = *m_entries.emplace(key, Entry{std::move(connection), std::move(state)}).first;
        if (watch(node))
            return true;
        m_entries.erase(key);
        return false;
    }

    /// Calls \a handle with each Entry that something has happened to, and removes those for which
    /// it returns true: they are done with. It must not use the set. Those whose time is up are
    /// removed in any case.
    template<class Handle>
    void process(Handle handle, Clock::time_point now = Clock::now());

    /// Closes all of them.
    void clear()
    {
        const Entries dropped = std::exchange(m_entries, {});
        for (const Node &node : dropped)
            unwatch(node);
    }
    [[nodiscard]] std::size_t size() const noexcept { return m_entries.size(); }

    /// When process() is to be called at the latest; nothing while there are no connections.
    [[nodiscard]] std::optional<Clock::time_point> nextDeadline() const
    {
        return m_entries.empty() ? std::nullopt : std::optional(m_entries.begin()->first.first);
    }

    /// Readable when there is something to do. -1 until the first connection was added.
    [[nodiscard]] int descriptor() const noexcept { return int(m_epoll.get()); }

private:
    using Key = std::pair<Clock::time_point, qintptr>; // deadline, and descriptor
    using Entries = std::map<Key, Entry>;
    using Node = typename Entries::value_type;

    bool watch(Node &node);
    void unwatch(const Node &node);
    void remove(const Node &node)
    {
        unwatch(node);
        m_entries.erase(node.first);
    }

    const Trigger m_trigger;
    SocketDescriptor m_epoll{-1};
    Entries m_entries;
};

#ifdef Q_OS_LINUX

template<class State>
bool Waiting<State>::watch(Node &node)
{
    if (!m_epoll.isValid())
        m_epoll = SocketDescriptor(::epoll_create1(EPOLL_CLOEXEC));
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP;
    if (m_trigger == Trigger::Edge)
        event.events |= EPOLLET;
    event.data.ptr = &node;
    return ::epoll_ctl(descriptor(), EPOLL_CTL_ADD, int(node.first.second), &event) == 0;
}

template<class State>
template<class Handle>
void Waiting<State>::process(Handle handle, Clock::time_point now)
{
    if (m_entries.empty())
        return;
    epoll_event events[64];
    const int count = ::epoll_wait(descriptor(), events, std::size(events), 0);
    for (int i = 0; i < count; ++i) {
        auto &node = *static_cast<Node *>(events[i].data.ptr);
        const bool hasEnded = events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR);
        if (handle(node.second, hasEnded ? WaitEvent::Ended : WaitEvent::Readable))
            remove(node);
    }
    while (!m_entries.empty() && m_entries.begin()->first.first <= now) {
        Node &node = *m_entries.begin();
        handle(node.second, WaitEvent::TimedOut);
        remove(node);
    }
}

template<class State>
void Waiting<State>::unwatch(const Node &node)
{
    // Closing it would do, were it not for a child process that was forked meanwhile: it holds the
    // connection until its exec, and epoll would go on to report an entry that is no more.
    ::epoll_ctl(descriptor(), EPOLL_CTL_DEL, int(node.first.second), nullptr);
}

#else

template<class State>
bool Waiting<State>::watch(Node &)
{
    return false;
}

template<class State>
void Waiting<State>::unwatch(const Node &)
{}

template<class State>
template<class Handle>
void Waiting<State>::process(Handle, Clock::time_point)
{}

#endif

} // namespace ConnLimit
