// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "certificate.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>

namespace {

/// Empty, or what went wrong.
QString makeCertificate(const QString &certificate, const QString &key)
{
    QProcess openssl;
    openssl.start(
        QStringLiteral("openssl"),
        QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 "
                       "-subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1")
                .split(u' ')
            + QStringList{QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate});
    if (!openssl.waitForStarted())
        return QStringLiteral("no certificate: give --cert and --key, or install openssl");
    if (!openssl.waitForFinished() || openssl.exitCode() != 0)
        return u"no certificate: openssl: "
               + QString::fromLocal8Bit(openssl.readAllStandardError()).trimmed();
    return {};
}

/// Whatever the algorithm is.
QSslKey readKey(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

} // namespace

std::optional<QSslConfiguration> loadCertificate(QString certificate, QString key, QString &error)
{
    if (!QSslSocket::supportsSsl()) {
        error = QStringLiteral("this Qt has no TLS");
        return std::nullopt;
    }
    const QTemporaryDir directory; // mode 0700
    if (certificate.isEmpty()) {
        certificate = directory.filePath(QStringLiteral("cert.pem"));
        key = directory.filePath(QStringLiteral("key.pem"));
        error = makeCertificate(certificate, key);
        if (!error.isEmpty())
            return std::nullopt;
    }
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(certificate));
    if (configuration.localCertificate().isNull()) {
        error = u"no certificate in " + certificate;
        return std::nullopt;
    }
    QFile file(key);
    if (file.open(QIODevice::ReadOnly))
        configuration.setPrivateKey(readKey(file.readAll()));
    if (configuration.privateKey().isNull()) {
        error = u"no private key in " + key;
        return std::nullopt;
    }
    return configuration;
}
