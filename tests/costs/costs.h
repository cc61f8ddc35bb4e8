// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QString>

#include <optional>

/// What a server is made to do many times.
enum class Deed {
    Refuse, ///< Refuses a connection of a client that has one.
    Serve,  ///< Admits a connection of a new client, which leaves.
    Keep,   ///< Admits a connection of a new client, which stays and says nothing.
};

/// What a server needs for one deed, whatever the machine.
struct Cost
{
    double systemCalls = 0;
    double instructions = 0; ///< Of the process itself, in all of its threads.
    double allocations = 0;
    double bytes = 0; ///< Of the heap that stay in use.
};

/// Whether strace and valgrind can be used here.
bool canMeasureCosts();

/// The cost of a deed for bench-server in that \a mode; nothing if that went wrong.
///
/// It is the difference between two runs, of which one does it as often again: what starts and ends
/// the server is the same in both. Connections wait in the kernel's queue before the server is let
/// at them, as they do in a flood, so that the figures do not hang on who is faster: all of them,
/// or those that are served in waves, because QTcpServer takes all that wait at once, and pays for
/// each of them by the number of the others. With Deed::Serve, so many connections may be \a held
/// meanwhile.
std::optional<Cost> costOf(const QString &mode, Deed deed, unsigned times, unsigned held = 0);
