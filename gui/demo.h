// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtCore/QObject>
#include <QtCore/QProcess>

/// A limited echo server with a crowd of clients, each a process of its own, for as long as this
/// object lives.
class Demo : public QObject
{
    Q_OBJECT

public:
    explicit Demo(QObject *parent = nullptr);
    ~Demo() override;

    /// The name of the server's control channel.
    [[nodiscard]] QString serverName() const;

    void start();

Q_SIGNALS:
    /// A program could not be started, or has ended.
    void failed(const QString &reason);

private:
    void startProgram(QProcess &process, const QString &program, const QStringList &arguments);
    void startCrowd();

    QProcess m_server;
    QProcess m_crowd;
};
