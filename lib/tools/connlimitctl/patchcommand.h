// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "command.h"
#include "configkeys.h"

/// Applies a patch to the Config or, if options say so, tells what it would mean.
class PatchCommand : public Command
{
public:
    /// Reports the change of each of the \a keys, also if there was none, and those of rules.
    PatchCommand(ConnLimit::ControlClient &client, const Options &options,
                 ConnLimit::ConfigPatch patch, QList<ConfigKey> keys = {});

protected:
    void run() override;
    QString typedFor(const QString &field) const override;

private:
    void report(const ConnLimit::ConfigChange &change) const;

    ConnLimit::ConfigPatch m_patch;
    const QList<ConfigKey> m_keys;
};
