// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "acceptpace_p.h"
#include "arrival_p.h"
#include "drain_p.h"
#include "headerreader_p.h"
#include "limitergate_p.h"
#include "socketdescriptor_p.h"

#include <connlimit/net/proxyprotocol.h>
#include <connlimit/net/refusal.h>

#include <memory>
#include <optional>

struct sockaddr;

namespace ConnLimit {

/// Accepts connections from a listening descriptor, one by one, and decides over each.
///
/// The same object does so wherever that happens, in the server's event loop or in a thread at the
/// door. Used by one thread at a time. Calls out to receivers of the limiter's signals: whoever
/// calls it sees to it that it lives until then.
class Intake
{
public:
    enum class Outcome {
        Admitted, ///< The arrival is there.
        Refused,  ///< It is dealt with; where the application wants it, the arrival is there.
        Shed,     ///< Closed at once, because descriptors are running out.
        Waiting,  ///< Its first bytes are awaited; hasReady() tells when they are there.
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

    /// Holds for connections that are accepted from now on.
    void setProxyProtocol(const ProxyProtocol &protocol) { m_proxyProtocol = protocol; }
    [[nodiscard]] const ProxyProtocol &proxyProtocol() const noexcept { return m_proxyProtocol; }

    /// Makes every connection take a lease of \a handshakes first, so that those who never finish
    /// theirs are limited apart.
    void limitHandshakes(std::shared_ptr<Limiter> handshakes)
    {
        m_handshakes = std::move(handshakes);
    }
    [[nodiscard]] Limiter *handshakes() const noexcept { return m_handshakes.get(); }

    /// Whether the descriptors that are left are those for the rest of the program. May be asked
    /// while another thread uses this.
    [[nodiscard]] bool isShort() const;

    /// Whether another connection may be shed at once. Otherwise it is time for a pause.
    bool mayShedMore();

    /// Decides over a connection that is ready, if there is one, or else over the next that waits
    /// to be accepted.
    Outcome acceptOne(Arrival &arrival);

    /// Whether acceptOne() has something to decide over that was accepted already.
    [[nodiscard]] bool hasReady() const noexcept { return m_headers.hasReady(); }

    /// The second half of acceptOne(), for a connection that was accepted elsewhere. The caller
    /// closes it, unless it was taken.
    Outcome decide(SocketDescriptor &connection, const ClientKey &peer, Arrival &arrival);

    /// Whether process() or acceptOne() may have something to do with connections that were
    /// accepted already.
    [[nodiscard]] bool isBusy() const noexcept
    {
        return m_drain.size() > 0 || !m_headers.isEmpty();
    }

    /// Serves the connections that something is awaited from: call it when one of the two
    /// descriptors is readable, and at nextDeadline(). Returns how many it has refused.
    quint32 process();
    [[nodiscard]] std::optional<Drain::Clock::time_point> nextDeadline() const;
    [[nodiscard]] const Drain &drain() const noexcept { return m_drain; }
    [[nodiscard]] const HeaderReader &headers() const noexcept { return m_headers; }

private:
    bool takeHandshake(const ClientKey &peer, Arrival &arrival);
    // These leave the connection with their caller, who closes it, unless it has arrived or waits.
    Outcome admit(SocketDescriptor &connection, const ClientKey &peer, const ProxyHeader *header,
                  Arrival &arrival);
    Outcome readHeader(SocketDescriptor &connection, const ClientKey &proxy, Arrival &arrival);
    Outcome admitDirect(SocketDescriptor &connection, const ClientKey &peer, Arrival &arrival);
    Outcome admitReady(Arrival &arrival);
    void refuse(SocketDescriptor connection);
    void reset(SocketDescriptor connection);
    void reply(SocketDescriptor connection);
    Outcome shed(SocketDescriptor connection, const ClientKey &peer);
    Outcome acceptByReserve();
    SocketDescriptor accept(ClientKey &peer);
    bool isNearlyFull(qintptr descriptor);
    [[nodiscard]] bool hasLeft(const SocketDescriptor &connection) const;
    [[nodiscard]] static qintptr firstReserved();
    void takeReserve();

    const std::shared_ptr<LimiterGate> m_gate;
    const AcceptFunction m_accept;
    std::shared_ptr<Limiter> m_handshakes;
    Refusal m_refusal;
    ProxyProtocol m_proxyProtocol;
    Drain m_drain;
    HeaderReader m_headers;
    SocketDescriptor m_listener{-1};
    SocketDescriptor m_reserve{-1}; // given up for as long as it takes to shed a connection
    qintptr m_shedFrom = 0; // descriptors from this number on are left to the rest of the program
    bool m_isBacklogOld = false; // descriptors were short since nobody waited for the last time
    double m_shedAllowance = AcceptPace::shedBurst;
    Drain::Clock::time_point m_lastShed;
};

} // namespace ConnLimit
