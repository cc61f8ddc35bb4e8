// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QTemporaryDir>
#include <QtCore/qglobal.h>

/// A runtime directory of the test's own, so that its programs meet none of the machine's servers.
class IsolatedRuntime
{
public:
    IsolatedRuntime()
    {
        qputenv("XDG_RUNTIME_DIR", m_directory.path().toLocal8Bit());
        qputenv("TMPDIR", m_directory.path().toLocal8Bit());
    }
    QString path() const { return m_directory.path(); }

private:
    QTemporaryDir m_directory; // mode 0700
};
