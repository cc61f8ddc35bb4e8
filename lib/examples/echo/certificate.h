// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtNetwork/QSslConfiguration>

#include <optional>

/// A server's configuration with the certificate and the private key in two files, both PEM.
/// Without file names, with a certificate that openssl(1) makes, for "localhost" and for this run.
///
/// Without a result, \a error says why.
std::optional<QSslConfiguration> loadCertificate(QString certificate, QString key, QString &error);
