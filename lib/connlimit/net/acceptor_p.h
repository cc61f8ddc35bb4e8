// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "socketdescriptor_p.h"

#include <QtCore/QObject>
#include <QtCore/QSocketNotifier>
#include <QtCore/QTimer>

#include <functional>
#include <memory>

namespace ConnLimit {

/// Accepts the connections of a listening descriptor, in the event loop of its thread.
///
/// In place of QTcpServer's own loop, which announces a refused connection with newConnection()
/// like any other, accepts without bound in one turn of the event loop, spins or stops for good
/// when descriptors run out, and asks for the address of the peer when that may be gone already
/// (accept() hands it over).
class Acceptor : public QObject
{
    Q_OBJECT

public:
    /// Takes a connection; \a peer is null if it has no IP address.
    using Handler = std::function<void(SocketDescriptor connection, const ClientKey &peer)>;

    explicit Acceptor(Handler handler, QObject *parent = nullptr);
    ~Acceptor() override;

    /// Whether this system has what it takes; otherwise start() fails.
    [[nodiscard]] static bool isAvailable() noexcept;

    /// Starts to accept from \a listener, which stays the caller's. False if it cannot.
    bool start(qintptr listener);
    void stop();
    [[nodiscard]] bool isStarted() const noexcept { return m_listener != -1; }

    /// While not enabled, connections wait in the kernel's queue.
    void setEnabled(bool isEnabled);

Q_SIGNALS:
    /// Descriptors or memory have run out. Accepting goes on by itself when there are some again.
    void exhausted();

private:
    void acceptBatch();
    void updateNotifier();

    const Handler m_handler;
    qintptr m_listener = -1; // a duplicate: Qt does not bear two notifiers for one descriptor
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_exhaustion; // active: look again when it ends
    bool m_isEnabled = true;
    bool m_isExhausted = false; // until a connection was accepted
};

} // namespace ConnLimit
