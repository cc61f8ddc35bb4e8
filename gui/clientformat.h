// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/core/limiter.h>

#include <QtCore/QByteArray>
#include <QtCore/QString>

/// How a list of clients is written to a file, UTF-8.
enum class ClientFormat {
    Csv,  ///< RFC 4180, with a header line.
    Json, ///< An array of objects as the control channel and connlimitctl write them, one a line.
};

/// Csv, but Json for a \a fileName that ends like that.
[[nodiscard]] ClientFormat formatFor(const QString &fileName);

[[nodiscard]] QByteArray beginOfFile(ClientFormat format);
/// The text of \a client, which is the first or a later one of the file.
[[nodiscard]] QByteArray clientEntry(ClientFormat format, const ConnLimit::ClientStatus &client,
                                     bool isFirst);
[[nodiscard]] QByteArray endOfFile(ClientFormat format);

/// \a text as a field of a CSV file: in quotes where it must be, and with an apostrophe before what
/// a spreadsheet would take for a formula.
[[nodiscard]] QString csvField(const QString &text);
