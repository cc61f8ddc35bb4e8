// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// Running out of descriptors is seen before it happens: the kernel hands out the lowest free
// number, so a number near the limit means that nearly all are taken. What is left is for the rest
// of the program (its files, its control channel), and connections are closed as soon as they are
// accepted. If others have taken the rest too, one descriptor that was kept back does for that.

#include "intake_p.h"

#include <algorithm>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace ConnLimit {

#ifdef Q_OS_LINUX

static int acceptNonBlocking(int listener, sockaddr *address, unsigned *length)
{
    // accept4() itself would be a point of cancellation for the thread, which takes 50
    // instructions.
    return int(::syscall(SYS_accept4, listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

Intake::Intake(std::shared_ptr<LimiterGate> gate, AcceptFunction function)
    : m_gate(std::move(gate))
    , m_accept(function ? function : acceptNonBlocking)
{}

Intake::~Intake() = default;

bool Intake::isAvailable() noexcept
{
    return true;
}

bool Intake::open(qintptr listener)
{
    m_listener = SocketDescriptor(::fcntl(int(listener), F_DUPFD_CLOEXEC, 0));
    if (!m_listener.isValid())
        return false;
    takeReserve();
    m_shedFrom = firstReserved();
    return true;
}

void Intake::close()
{
    m_listener = SocketDescriptor(-1);
    m_reserve = SocketDescriptor(-1);
    m_headers.clear();
}

void Intake::takeReserve()
{
    if (!m_reserve.isValid())
        m_reserve = SocketDescriptor(::fcntl(int(m_listener.get()), F_DUPFD_CLOEXEC, 0));
}

/// Descriptors from this number on are left to the rest of the program.
qintptr Intake::firstReserved()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlim_t most = std::min<rlim_t>(limit.rlim_cur, std::numeric_limits<int>::max());
    return qintptr(most - std::clamp<rlim_t>(most / 8, 4, 64));
}

bool Intake::isShort() const
{
    const SocketDescriptor next(::fcntl(int(m_listener.get()), F_DUPFD_CLOEXEC, 0));
    return m_listener.isValid() && (!next.isValid() || next.get() >= firstReserved());
}

/// Whether the peer has closed or reset without a word, of those who waited while descriptors were
/// short.
///
/// They would take the descriptors that have come back, until the event loop has found out, from
/// those who still want to be served.
bool Intake::hasLeft(const SocketDescriptor &connection) const
{
    if (!m_isBacklogOld)
        return false;
    char byte;
    const ssize_t got = ::recv(int(connection.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got == -1 && errno != EAGAIN && errno != EINTR);
}

bool Intake::isNearlyFull(qintptr descriptor)
{
    if (descriptor < m_shedFrom)
        return false;
    m_shedFrom = firstReserved(); // it may have been raised
    return descriptor >= m_shedFrom;
}

SocketDescriptor Intake::accept(ClientKey &peer)
{
    sockaddr_storage address;
    socklen_t length = sizeof address;
    address.ss_family = AF_UNSPEC;
    SocketDescriptor connection(
        m_accept(int(m_listener.get()), reinterpret_cast<sockaddr *>(&address), &length));
    if (connection.isValid())
        peer = toClientKey(address);
    return connection;
}

Intake::Outcome Intake::acceptOne(Arrival &arrival)
{
    if (m_headers.hasReady())
        return admitReady(arrival);
    ClientKey peer;
    SocketDescriptor connection = accept(peer);
    if (connection.isValid())
        return decide(connection, peer, arrival);
    switch (errno) {
    case EAGAIN: m_isBacklogOld = false; return Outcome::Nothing;
    case EMFILE:
    case ENFILE: return acceptByReserve();
    case ENOBUFS:
    case ENOMEM: return Outcome::Exhausted;
    case EBADF:
    case EINVAL:
    case ENOTSOCK:
    case EOPNOTSUPP: return Outcome::Exhausted; // it does not listen: nothing to be had, no hurry
    default: return Outcome::Failed;            // of that one connection; accept(2)
    }
}

Intake::Outcome Intake::acceptByReserve()
{
    m_shedFrom = firstReserved();
    m_reserve = SocketDescriptor(-1);
    ClientKey peer;
    SocketDescriptor connection = accept(peer);
    const int error = errno;
    if (!connection.isValid()) {
        takeReserve();
        return error == EAGAIN ? Outcome::Nothing : Outcome::Exhausted;
    }
    const Outcome outcome = shed(std::move(connection), peer);
    takeReserve();
    return outcome;
}

#else

Intake::Intake(std::shared_ptr<LimiterGate> gate, AcceptFunction function)
    : m_gate(std::move(gate))
    , m_accept(function)
{}

Intake::~Intake() = default;

bool Intake::isAvailable() noexcept
{
    return false;
}

bool Intake::open(qintptr)
{
    return false;
}

void Intake::close()
{
    m_headers.clear();
}

Intake::Outcome Intake::acceptOne(Arrival &arrival)
{
    return m_headers.hasReady() ? admitReady(arrival) : Outcome::Nothing;
}

bool Intake::isNearlyFull(qintptr)
{
    return false;
}

bool Intake::isShort() const
{
    return false;
}

bool Intake::hasLeft(const SocketDescriptor &) const
{
    return false;
}

#endif

Intake::Outcome Intake::decide(SocketDescriptor &connection, const ClientKey &peer,
                               Arrival &arrival)
{
    if (isNearlyFull(connection.get()))
        return shed(std::move(connection), peer);
    if (hasLeft(connection)) {
        m_gate->recordRefusal(peer, Verdict::Overload);
        return Outcome::Failed;
    }
    if (!m_proxyProtocol.isEnabled()) [[likely]]
        return admit(connection, peer, nullptr, arrival);
    if (m_proxyProtocol.trusts(peer))
        return readHeader(connection, peer, arrival);
    return admitDirect(connection, peer, arrival);
}

static Admission countedForNobody()
{
    Admission admission;
    admission.verdict = Verdict::Admitted;
    return admission;
}

/// Decides over a connection of \a peer, or of the client that its \a header names.
Intake::Outcome Intake::admit(SocketDescriptor &connection, const ClientKey &peer,
                              const ProxyHeader *header, Arrival &arrival)
{
    const bool isNamed = header && header->endpoints;
    const ClientKey &client = isNamed ? header->endpoints->source.address : peer;
    if (m_handshakes && !takeHandshake(client, arrival))
        return Outcome::Refused;
    if (header && !isNamed)
        arrival.admission = countedForNobody();
    else
        m_gate->acquire(client, arrival.admission);
    const bool isAdmitted = arrival.admission.isAdmitted();
    const Outcome outcome = isAdmitted ? Outcome::Admitted : Outcome::Refused;
    if (isAdmitted || m_refusal.kind() == Refusal::Kind::Handler) {
        arrival.connection = std::move(connection);
        if (header)
            arrival.header = *header;
        else
            arrival.header.reset(); // of the one before
    } else {
        arrival.handshake.release();
        if (m_refusal.kind() != Refusal::Kind::Close) // which its owner does
            refuse(std::move(connection));
    }
    return outcome;
}

bool Intake::takeHandshake(const ClientKey &peer, Arrival &arrival)
{
    Admission handshake = m_handshakes->acquire(peer);
    arrival.handshake = std::move(handshake.lease);
    if (!handshake.isAdmitted())
        m_gate->recordRefusal(peer, handshake.verdict == Verdict::TotalLimit ? Verdict::Overload
                                                                             : handshake.verdict);
    return handshake.isAdmitted();
}

Intake::Outcome Intake::readHeader(SocketDescriptor &connection, const ClientKey &proxy,
                                   Arrival &arrival)
{
    using Expected = HeaderReader::Expected;
    std::optional<ProxyHeader> header;
    switch (HeaderReader::look(connection, Expected::Header, header)) {
    case HeaderReader::FirstBytes::AsExpected: return admit(connection, proxy, &*header, arrival);
    case HeaderReader::FirstBytes::Wrong:
        m_gate->recordRefusal(proxy, Verdict::BadProxyHeader);
        return Outcome::Refused;
    case HeaderReader::FirstBytes::Unknown: break;
    }
    const quint32 maximum = m_proxyProtocol.maximumReading;
    if ((maximum == 0 || m_headers.relayed() < maximum)
        && m_headers.add(std::move(connection), {proxy, Expected::Header, {}, {}},
                         m_proxyProtocol.headerTimeout))
        return Outcome::Waiting;
    m_gate->recordRefusal(proxy, Verdict::Overload);
    return Outcome::Refused;
}

/// Takes the slot first, and looks then: who has too many connections is refused at once, and
/// those who are silent are bounded by their limits. The slot of one who is refused after all is
/// given back, and its admission withdrawn.
Intake::Outcome Intake::admitDirect(SocketDescriptor &connection, const ClientKey &peer,
                                    Arrival &arrival)
{
    // A proxy that is not trusted sends its header with its first packet. Those who send nothing
    // because their server speaks first wait for that long.
    static constexpr std::chrono::milliseconds patience(50);
    using Expected = HeaderReader::Expected;
    if (m_proxyProtocol.directPeers == ProxyProtocol::DirectPeers::Refuse) {
        m_gate->recordRefusal(peer, Verdict::BadProxyHeader);
        return Outcome::Refused;
    }
    const Outcome outcome = admit(connection, peer, nullptr, arrival);
    if (outcome != Outcome::Admitted)
        return outcome;
    std::optional<ProxyHeader> header;
    const HeaderReader::FirstBytes bytes
        = HeaderReader::look(arrival.connection, Expected::NoHeader, header);
    if (bytes == HeaderReader::FirstBytes::AsExpected)
        return outcome;
    Arrival taken = std::move(arrival);
    const bool isUnknown = bytes == HeaderReader::FirstBytes::Unknown;
    if (isUnknown
        && m_headers.add(
            std::move(taken.connection),
            {peer, Expected::NoHeader, std::move(taken.admission), std::move(taken.handshake)},
            patience))
        return Outcome::Waiting;
    taken.admission.lease.release();
    m_gate->recordWithdrawal(peer, isUnknown ? Verdict::Overload : Verdict::BadProxyHeader);
    return Outcome::Refused;
}

Intake::Outcome Intake::admitReady(Arrival &arrival)
{
    HeaderReader::Ready ready = m_headers.takeReady();
    if (ready.arrival.header)
        return admit(ready.arrival.connection, ready.peer, &*ready.arrival.header, arrival);
    arrival = std::move(ready.arrival);
    return Outcome::Admitted;
}

quint32 Intake::process()
{
    m_drain.process();
    std::vector<HeaderReader::Guest> refused = m_headers.process();
    for (HeaderReader::Guest &guest : refused) {
        guest.admission.lease.release();
        if (guest.admission.isAdmitted())
            m_gate->recordWithdrawal(guest.peer, Verdict::BadProxyHeader);
        else
            m_gate->recordRefusal(guest.peer, Verdict::BadProxyHeader);
    }
    return quint32(refused.size());
}

std::optional<Drain::Clock::time_point> Intake::nextDeadline() const
{
    const auto drain = m_drain.nextDeadline();
    const auto headers = m_headers.nextDeadline();
    return drain && headers ? std::min(drain, headers) : drain ? drain : headers;
}

Intake::Outcome Intake::shed(SocketDescriptor connection, const ClientKey &peer)
{
    m_isBacklogOld = true;
    m_gate->recordRefusal(peer, Verdict::Overload);
    connection = SocketDescriptor(-1);
    return Outcome::Shed;
}

bool Intake::mayShedMore()
{
    const auto now = Drain::Clock::now();
    const std::chrono::duration<double> passed = now - std::exchange(m_lastShed, now);
    m_shedAllowance = std::min(m_shedAllowance + passed.count() * AcceptPace::shedPerSecond,
                               AcceptPace::shedBurst);
    if (m_shedAllowance < 1)
        return false;
    m_shedAllowance -= 1;
    return true;
}

void Intake::refuse(SocketDescriptor connection)
{
    switch (m_refusal.kind()) {
    case Refusal::Kind::Close:
    case Refusal::Kind::Handler: return;
    case Refusal::Kind::Reset: reset(std::move(connection)); return;
    case Refusal::Kind::Reply: reply(std::move(connection)); return;
    }
}

#ifdef Q_OS_UNIX

void Intake::reset(SocketDescriptor connection)
{
    const linger atOnce{1, 0};
    ::setsockopt(int(connection.get()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

void Intake::reply(SocketDescriptor connection)
{
    if (m_drain.size() >= m_refusal.maximumDraining())
        return;
    const QByteArray &bytes = m_refusal.bytes();
    ::send(int(connection.get()), bytes.constData(), std::size_t(bytes.size()),
           MSG_NOSIGNAL | MSG_DONTWAIT);
    shutDownSending(connection.get());
    m_drain.add(std::move(connection), m_refusal.drainTimeout());
}

#else

void Intake::reset(SocketDescriptor) {}

void Intake::reply(SocketDescriptor) {}

#endif

} // namespace ConnLimit
