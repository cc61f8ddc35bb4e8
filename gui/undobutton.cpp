// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "undobutton.h"

#include "configeditor.h"
#include "monitor.h"

UndoButton::UndoButton(Monitor &monitor, ConfigEditor &editor, QWidget *parent)
    : QToolButton(parent)
    , m_monitor(monitor)
    , m_editor(editor)
{
    setObjectName(QStringLiteral("undo"));
    setAutoRaise(true);
    setToolTip(tr("Sets what was there before, if nobody else has changed it since."));
    QUndoStack *stack = editor.undoStack();
    connect(stack, &QUndoStack::canUndoChanged, this, &UndoButton::showState);
    connect(stack, &QUndoStack::undoTextChanged, this, &UndoButton::showState);
    connect(&editor, &ConfigEditor::busyChanged, this, &UndoButton::showState);
    connect(&monitor, &Monitor::statusChanged, this, &UndoButton::showState);
    connect(this, &QToolButton::clicked, stack, &QUndoStack::undo);
    showState();
}

void UndoButton::showState()
{
    const QUndoStack *stack = m_editor.undoStack();
    const QString text = tr("Undo: %1").arg(stack->undoText());
    setText(QString(text).replace(u'&', QStringLiteral("&&")));
    setAccessibleName(text);
    setVisible(stack->canUndo());
    setEnabled(!m_editor.isBusy() && m_monitor.isAttached());
}

#include "moc_undobutton.cpp"
