// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "changecommand.h"

#include "configeditor.h"

ChangeCommand::ChangeCommand(ConfigEditor &editor, ChangeSet changeSet, const QString &text)
    : QUndoCommand(text)
    , changes(std::move(changeSet))
    , m_editor(editor)
{}

ChangeCommand::~ChangeCommand()
{
    m_editor.forget(this);
}

void ChangeCommand::undo()
{
    m_editor.enqueue(ConfigEditor::Kind::Undo, this);
}

void ChangeCommand::redo()
{
    m_editor.enqueue(ConfigEditor::Kind::Redo, this);
}
