// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "command.h"

#include <memory>

// Commands about clients and their connections. Each function makes its command after a look at the
// arguments in \a options; null after a complaint if they are wrong.

[[nodiscard]] std::unique_ptr<Command> makeList(ConnLimit::ControlClient &client,
                                                const Options &options);
[[nodiscard]] std::unique_ptr<Command> makeShow(ConnLimit::ControlClient &client,
                                                const Options &options);
[[nodiscard]] std::unique_ptr<Command> makeDisconnect(ConnLimit::ControlClient &client,
                                                      const Options &options);
