// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "command.h"

#include <memory>

// Commands that read, change and foresee the Config. Each function makes its command after a look
// at the arguments in \a options; null after a complaint if they are wrong.

[[nodiscard]] std::unique_ptr<Command> makeGet(ConnLimit::ControlClient &client,
                                               const Options &options);
[[nodiscard]] std::unique_ptr<Command> makeSet(ConnLimit::ControlClient &client,
                                               const Options &options);
[[nodiscard]] std::unique_ptr<Command> makePreview(ConnLimit::ControlClient &client,
                                                   const Options &options);
[[nodiscard]] std::unique_ptr<Command> makeRuleList(ConnLimit::ControlClient &client,
                                                    const Options &options);
[[nodiscard]] std::unique_ptr<Command> makeRuleAdd(ConnLimit::ControlClient &client,
                                                   const Options &options);
[[nodiscard]] std::unique_ptr<Command> makeRuleRemove(ConnLimit::ControlClient &client,
                                                      const Options &options);
[[nodiscard]] std::unique_ptr<Command> makeChanges(ConnLimit::ControlClient &client,
                                                   const Options &options);
