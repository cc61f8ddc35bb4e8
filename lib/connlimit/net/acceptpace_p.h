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
inline constexpr int turn = 64;

// Arrivals that may be on their way from the door to the server.
inline constexpr int handOver = 64;

// Connections that the door deals with before it hands over those that it has admitted.
inline constexpr int round = 64;

// The door's pause when it has refused somebody and has nobody else to deal with: those who come
// meanwhile are accepted without a wake-up for each. Nobody who is admitted waits longer for it.
inline constexpr auto gathering = 500us;

// It pays from so many connections in a round on. Where it does not, the door waits for each
// connection by itself, and tries a pause once in so many rounds: soon after a crowd, and ever
// more rarely, because a pause in vain costs as much as two refusals. Nobody pauses for those who
// are admitted: once in so many rounds, it looks whether another one waits behind.
inline constexpr int crowd = 4;
inline constexpr unsigned firstTrial = 8;
inline constexpr unsigned rarestTrial = 256;
inline constexpr unsigned lookBehind = 8;

// While descriptors are short, connections are closed as they come: a burst of them at once, and
// then so many a second, which costs some 1 % of a core whatever the flood. The others wait.
inline constexpr double shedBurst = 512;
inline constexpr double shedPerSecond = 320;
inline constexpr auto exhaustionPause = 50ms;

// Refusals that make AcceptMode::Automatic move to the door, and those below which it moves back.
// The rates are far apart, so that it does not swing. The first is low because a refusal costs the
// event loop milliseconds where thousands of connections are held.
inline constexpr auto pressurePeriod = 500ms;
inline constexpr quint32 pressureRefusals = 16;
inline constexpr auto quietPeriod = 3s;
inline constexpr quint32 quietRefusals = 24;

} // namespace ConnLimit::AcceptPace
