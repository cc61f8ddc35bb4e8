// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/net/socketdescriptor_p.h>

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>
#include <QtCore/QString>
#include <QtCore/QTimer>

#include <functional>
#include <memory>

namespace ConnLimit {

/// Listens on a unix domain socket for processes of the same user.
///
/// Our own, because QLocalServer takes a running server's socket away without a word
/// (UserAccessOption) and closes for good on one EMFILE.
///
/// A lock beside the socket, held while listening, tells a live socket from a stale one without a
/// race. A descriptor kept in reserve lets one more viewer in when the process has run out of
/// descriptors.
class LocalListener : public QObject
{
    Q_OBJECT

public:
    /// Who is at the other end.
    struct Peer
    {
        quint32 user = quint32(-1);
        qint64 process = 0; ///< 0 = not known.

        /// "root (pid 123)", or without a \a name "user 0 (pid 123)".
        [[nodiscard]] QString describe(const QString &name = {}) const;
    };

    /// Takes a connection.
    using Handler = std::function<void(SocketDescriptor socket, const Peer &peer)>;

    explicit LocalListener(Handler handler, QObject *parent = nullptr);
    ~LocalListener() override;

    /// Listens at \a path. An empty string, or why not.
    [[nodiscard]] QString listen(const QString &path);
    void close();
    [[nodiscard]] bool isListening() const { return m_listener != -1; }

private:
    QString lock();
    QString bind();
    void unlock();
    void acceptConnections();
    void takeReserve();

    const Handler m_handler;
    QString m_path;
    int m_lock = -1;
    int m_listener = -1;
    int m_reserve = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_pause; // without a descriptor left: look again later, do not spin
};

} // namespace ConnLimit
