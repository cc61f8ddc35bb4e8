// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "output.h"

#include <connlimit/control/messages.h>

/// What "top" has to show.
struct TopState
{
    enum class Prompt { None, Filter, Interval };

    ConnLimit::ClientsRequest request;
    std::chrono::milliseconds interval{1000};
    std::optional<ConnLimit::ClientsFrame> frame;
    std::optional<ConnLimit::ConfigRevision> config;
    ConnLimit::ServerInfo server;
    QString filterProblem;   ///< Why the filter is none; the frame is that of the last one then.
    QString problem;         ///< Why there is no server; empty while there is one.
    double admittedRate = 0; ///< Connections a second, between the last two frames.
    double refusedRate = 0;  ///< The same.
    bool isPaused = false;
    bool isHelpShown = false;
    Prompt prompt = Prompt::None;
    QString typed;   ///< At the prompt.
    QString message; ///< Shown until the next key.
};

/// The rows of clients for which there is room.
[[nodiscard]] int topCapacity(const TerminalSize &size);

/// The screen, from the top: at most as many lines as it has.
[[nodiscard]] Lines topLines(const TopState &state, const TerminalSize &size);
