// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>

/// A certificate for "localhost" that is signed by itself, and its key, made by openssl(1).
class Certificate
{
public:
    Certificate()
    {
        QProcess::execute(QStringLiteral("openssl"),
                          {QStringLiteral("req"), QStringLiteral("-x509"),
                           QStringLiteral("-newkey"), QStringLiteral("ec"),
                           QStringLiteral("-pkeyopt"),
                           QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                           QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                           QStringLiteral("/CN=localhost"), QStringLiteral("-keyout"), keyPath(),
                           QStringLiteral("-out"), certificatePath()});
    }

    QString certificatePath() const { return m_directory.filePath(QStringLiteral("cert.pem")); }
    QString keyPath() const { return m_directory.filePath(QStringLiteral("key.pem")); }

    /// For a server.
    QSslConfiguration configuration() const
    {
        QFile key(keyPath());
        QSslConfiguration result = QSslConfiguration::defaultConfiguration();
        result.setLocalCertificate(QSslCertificate::fromPath(certificatePath()).value(0));
        if (key.open(QIODevice::ReadOnly))
            result.setPrivateKey(QSslKey(&key, QSsl::Ec));
        return result;
    }

private:
    QTemporaryDir m_directory;
};
