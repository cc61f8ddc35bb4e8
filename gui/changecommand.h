// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "changeset.h"

#include <QtGui/QUndoCommand>

class ConfigEditor;

/// A change that a ConfigEditor has applied. The editor does the work.
class ChangeCommand : public QUndoCommand
{
public:
    ChangeCommand(ConfigEditor &editor, ChangeSet changes, const QString &text);
    ~ChangeCommand() override;

    void undo() override;
    void redo() override;

    ChangeSet changes;
    bool isInForce = true; ///< At the server; the stack may be ahead of it.

private:
    ConfigEditor &m_editor;
};
