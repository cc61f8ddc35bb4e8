// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QString>

#include <chrono>
#include <functional>
#include <future>
#include <map>

namespace ConnLimit {

/// The names of users, for people.
///
/// To look up a name may ask a directory server, and that may not answer: it is done in a thread
/// of its own, one for each user at a time, of which nobody waits for the end.
///
/// Belongs to one thread.
class UserNames
{
public:
    /// The name of a user; empty if the user has none. Called in another thread, which may outlive
    /// the UserNames.
    using LookUp = std::function<QString(quint32 user)>;

    /// How long the first that asks for a name waits for it.
    static constexpr std::chrono::milliseconds patience{500};

    explicit UserNames(LookUp lookUp = systemName);

    /// The name of \a user; empty if there is none, or if it is not known yet.
    ///
    /// \par Cost
    /// The first time for a user, starts a thread and waits for it, but not longer than patience.
    /// A name that is known is not looked up again.
    [[nodiscard]] QString nameOf(quint32 user);

    /// What this system says: getpwuid_r() with a buffer of fixed size.
    [[nodiscard]] static QString systemName(quint32 user);

private:
    const LookUp m_lookUp;
    std::map<quint32, std::shared_future<QString>> m_names;
};

} // namespace ConnLimit
