// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QString>

/// What shows \a text as it is in a tool tip, which takes for markup what looks like it.
[[nodiscard]] inline QString toolTipText(const QString &text)
{
    return u"<span>" + text.toHtmlEscaped() + u"</span>";
}
