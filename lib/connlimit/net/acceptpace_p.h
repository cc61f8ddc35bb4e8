// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/qglobal.h>

#include <chrono>

/// How fast and how much at a time, for both places where connections are accepted.
namespace ConnLimit::AcceptPace {

using namespace std::chrono_literals;

// Connections that the server deals with in one turn of its event loop: enough to keep up with any
// peer that connects in earnest, few enough for timers and sockets to have their turn in a flood.
inline constexpr int turn = 32;

// Arrivals that may be on their way from the door to the server.
inline constexpr int handOver = 64;

// Connections that the door deals with before it hands over those that it has admitted.
inline constexpr int round = 64;

// The door's pause when it has refused somebody and nobody waits: those who come meanwhile are
// accepted without a wake-up for each. Nobody who is admitted waits longer for it than this.
inline constexpr auto gathering = 500us;

// While descriptors are short: a look at what waits, and so many closed. That costs some 1 % of a
// core whatever the flood, and finds new descriptors soon.
inline constexpr auto exhaustionPause = 50ms;
inline constexpr quint32 shedAtATime = 16;

// Refusals that make AcceptMode::Automatic move to the door, and those below which it moves back.
// They are far apart, so that it does not swing.
inline constexpr auto pressurePeriod = 100ms;
inline constexpr quint32 pressureRefusals = 16;
inline constexpr auto quietPeriod = 3s;
inline constexpr quint32 quietRefusals = 60;

} // namespace ConnLimit::AcceptPace
