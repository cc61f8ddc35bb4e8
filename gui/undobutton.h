// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtWidgets/QToolButton>

class ConfigEditor;
class Monitor;

/// Undoes the last change, and says which one that is; hidden when there is none.
class UndoButton : public QToolButton
{
    Q_OBJECT

public:
    UndoButton(Monitor &monitor, ConfigEditor &editor, QWidget *parent = nullptr);

private:
    void showState();

    Monitor &m_monitor;
    ConfigEditor &m_editor;
};
