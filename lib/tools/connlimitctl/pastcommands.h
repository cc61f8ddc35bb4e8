// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "command.h"

#include <memory>

// Commands about what was, and what happens: never null.

[[nodiscard]] std::unique_ptr<Command> makeHistory(ConnLimit::ControlClient &client,
                                                   const Options &options);
[[nodiscard]] std::unique_ptr<Command> makeEvents(ConnLimit::ControlClient &client,
                                                  const Options &options);
