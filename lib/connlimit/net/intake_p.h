// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "acceptpace_p.h"
#include "drain_p.h"
#include "limitergate_p.h"
#include "socketdescriptor_p.h"

#include <connlimit/net/refusal.h>

#include <memory>
#include <optional>

struct sockaddr;

namespace ConnLimit {

/// A connection on its way to the server: admitted, or refused and left to the application.
struct Arrival
{
    SocketDescriptor connection{-1}; // not valid: there is no arrival
    Admission admission;
    Lease handshake; // held until the handshake is done, if that is limited
};

/// Accepts connections from a listening descriptor, one by one, and decides over each.
///
/// The same object does so wherever that happens, in the server's event loop or in a thread at the
/// door. Used by one thread at a time.
class Intake
{
public:
    enum class Outcome {
        Admitted, ///< The arrival is there.
        Refused,  ///< It is dealt with; where the application wants it, the arrival is there.
        Shed,     ///< Closed at once, because descriptors are running out.
        Failed,   ///< That connection was gone already; there may be others.
        Nothing,  ///< No connection waits.
        Exhausted ///< Nothing can be accepted, not even to close it.
    };

    /// accept4(2) with SOCK_NONBLOCK and SOCK_CLOEXEC, or what a test puts in its place.
    using AcceptFunction = int (*)(int listener, sockaddr *address, unsigned *length);

    explicit Intake(std::shared_ptr<LimiterGate> gate, AcceptFunction function = nullptr);
    ~Intake();
    Intake(const Intake &) = delete;
    Intake &operator=(const Intake &) = delete;

    /// Whether this system has what it takes; otherwise open() fails.
    [[nodiscard]] static bool isAvailable() noexcept;

    /// Accepts from a duplicate of \a listener, which stays the caller's. False if it cannot.
    bool open(qintptr listener);
    void close();

    /// The duplicate; -1 while closed. Qt does not bear two notifiers for one descriptor.
    [[nodiscard]] int descriptor() const noexcept { return int(m_listener.get()); }

    void setRefusal(const Refusal &refusal) { m_refusal = refusal; }
    [[nodiscard]] const Refusal &refusal() const noexcept { return m_refusal; }

    /// Makes every connection take a lease of \a handshakes first, so that those who never finish
    /// theirs are limited apart.
    void limitHandshakes(std::shared_ptr<Limiter> handshakes)
    {
        m_handshakes = std::move(handshakes);
    }
    [[nodiscard]] Limiter *handshakes() const noexcept { return m_handshakes.get(); }

    /// Whether another connection may be shed at once. Otherwise it is time for a pause.
    bool mayShedMore();

    Outcome acceptOne(Arrival &arrival);

    /// The second half of acceptOne(), for a connection that was accepted elsewhere.
    Outcome decide(SocketDescriptor connection, const ClientKey &peer, Arrival &arrival);

    [[nodiscard]] Drain &drain() noexcept { return m_drain; }

private:
    bool takeHandshake(const ClientKey &peer, Arrival &arrival);
    void refuse(SocketDescriptor connection);
    void reset(SocketDescriptor connection);
    void reply(SocketDescriptor connection);
    Outcome shed(SocketDescriptor connection, const ClientKey &peer);
    Outcome acceptByReserve();
    SocketDescriptor accept(ClientKey &peer);
    bool isNearlyFull(qintptr descriptor);
    [[nodiscard]] bool hasLeft(const SocketDescriptor &connection) const;
    void updateDescriptorLimit();
    void takeReserve();

    const std::shared_ptr<LimiterGate> m_gate;
    const AcceptFunction m_accept;
    std::shared_ptr<Limiter> m_handshakes;
    Refusal m_refusal;
    Drain m_drain;
    SocketDescriptor m_listener{-1};
    SocketDescriptor m_reserve{-1}; // given up for as long as it takes to shed a connection
    qintptr m_shedFrom = 0; // descriptors from this number on are left to the rest of the program
    bool m_isBacklogOld = false; // descriptors were short since nobody waited for the last time
    double m_shedAllowance = AcceptPace::shedBurst;
    Drain::Clock::time_point m_lastShed;
};

} // namespace ConnLimit
