// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "output.h"

#include <connlimit/control/controlclient.h>
#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QObject>

/// The command "servers": asks all servers of this user that run now, at the same time, and lists
/// those that answer. The others are named on stderr.
class ServerList : public QObject
{
    Q_OBJECT

public:
    explicit ServerList(bool isJson);

    void run();

private:
    struct Entry
    {
        ConnLimit::ControlSocket socket;
        ConnLimit::ControlClient *client = nullptr;
        std::optional<ConnLimit::Totals> totals;
    };

    void ask(Entry &entry);
    void finishOne();
    void write() const;

    const bool m_isJson;
    std::vector<Entry> m_entries;
    std::size_t m_finished = 0;
};
