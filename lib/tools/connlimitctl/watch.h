// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "command.h"

#include <memory>

// Commands that show the clients again and again: never null.

[[nodiscard]] std::unique_ptr<Command> makeWatch(ConnLimit::ControlClient &client,
                                                 const Options &options);
/// On the whole screen of a terminal; where there is none, the same as makeWatch().
[[nodiscard]] std::unique_ptr<Command> makeTop(ConnLimit::ControlClient &client,
                                               const Options &options);
