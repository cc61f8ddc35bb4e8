// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "usernames_p.h"

#include <QtCore/QFile>

#include <system_error>
#include <thread>

#ifdef Q_OS_UNIX
#include <array>
#include <pwd.h>
#endif

namespace ConnLimit {

UserNames::UserNames(LookUp lookUp)
    : m_lookUp(std::move(lookUp))
{}

QString UserNames::nameOf(quint32 user)
{
    const auto [place, isNew] = m_names.try_emplace(user);
    std::shared_future<QString> &name = place->second;
    if (isNew) {
        std::packaged_task<QString(quint32)> task(m_lookUp);
        name = task.get_future().share();
        try {
            // Detached: to end it takes as long as the directory server likes.
            std::thread(std::move(task), user).detach();
        } catch (const std::system_error &) { // no thread is to be had
            m_names.erase(place);
            return {};
        }
        name.wait_for(patience);
    }
    if (name.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return {};
    QString found = name.get();
    if (found.isEmpty()) // there may be one the next time
        m_names.erase(place);
    return found;
}

#ifdef Q_OS_UNIX

QString UserNames::systemName(quint32 user)
{
    std::array<char, 16 * 1024> buffer;
    passwd entry;
    passwd *found = nullptr;
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return {};
    return QFile::decodeName(found->pw_name);
}

#else

QString UserNames::systemName(quint32)
{
    return {};
}

#endif

} // namespace ConnLimit
