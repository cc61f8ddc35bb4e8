// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "controlsession_p.h"

#include <connlimit/control/controlserver.h>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace ConnLimit {

ControlSession::ControlSession(ControlService &service, SocketDescriptor socket,
                               ControlService::Who who, QObject *parent)
    : QObject(parent)
    , m_service(service)
    , m_socket(std::move(socket))
    , m_who(std::move(who))
    , m_readable(m_socket.get(), QSocketNotifier::Read, this)
    , m_writable(m_socket.get(), QSocketNotifier::Write, this)
    , m_input(ControlServer::maximumLineLength)
{
    m_writable.setEnabled(false);
    connect(&m_readable, &QSocketNotifier::activated, this, &ControlSession::read);
    connect(&m_writable, &QSocketNotifier::activated, this, &ControlSession::write);
}

void ControlSession::finish()
{
    m_readable.setEnabled(false);
    m_writable.setEnabled(false);
    deleteLater();
}

#ifdef Q_OS_UNIX

static bool isTransient(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

void ControlSession::read()
{
    QByteArray bytes(16 * 1024, Qt::Uninitialized);
    const ssize_t length
        = ::read(static_cast<int>(m_socket.get()), bytes.data(), std::size_t(bytes.size()));
    if (length == -1) {
        if (!isTransient(errno))
            finish();
        return;
    }
    m_isAtEnd = length == 0;
    m_input.append(bytes.first(length));
    answerNext();
}

void ControlSession::answerNext()
{
    if (const std::optional<QByteArray> line = m_input.takeLine()) {
        m_readable.setEnabled(false);
        if (const QByteArray request = line->trimmed(); !request.isEmpty()) {
            const ControlService::Answer answer = m_service.answer(request, m_who);
            m_output = answer.line;
            m_isClosing = answer.closesSession;
        }
        write();
    } else if (m_input.isTooLong()) {
        m_readable.setEnabled(false);
        m_output = ControlService::lineTooLong().line;
        m_isClosing = true;
        write();
    } else if (m_isAtEnd) {
        finish();
    } else {
        m_readable.setEnabled(true);
    }
}

void ControlSession::write()
{
    if (!m_output.isEmpty()) {
        const ssize_t length = ::send(static_cast<int>(m_socket.get()), m_output.constData(),
                                      std::size_t(m_output.size()), MSG_NOSIGNAL);
        if (length == -1 && !isTransient(errno))
            return finish();
        m_output.remove(0, std::max(length, ssize_t(0)));
    }
    m_writable.setEnabled(!m_output.isEmpty());
    if (!m_output.isEmpty())
        return;
    if (m_isClosing)
        return finish();
    // Not at once: others have their turn between two requests.
    QMetaObject::invokeMethod(this, &ControlSession::answerNext, Qt::QueuedConnection);
}

#else

void ControlSession::read() {}

void ControlSession::answerNext() {}

void ControlSession::write() {}

#endif

} // namespace ConnLimit

#include "moc_controlsession_p.cpp"
