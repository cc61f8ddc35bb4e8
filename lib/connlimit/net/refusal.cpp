// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/net/refusal.h>

#include <QtCore/QStringBuilder>

#include <algorithm>

namespace ConnLimit {

Refusal Refusal::reset()
{
    Refusal refusal;
    refusal.m_kind = Kind::Reset;
    return refusal;
}

Refusal Refusal::reply(QByteArray bytes)
{
    Refusal refusal;
    refusal.m_kind = Kind::Reply;
    refusal.m_bytes = std::move(bytes);
    return refusal;
}

Refusal Refusal::http429(std::chrono::seconds retryAfter)
{
    static constexpr QByteArrayView text("Too many connections.\n");
    QByteArray response = "HTTP/1.1 429 Too Many Requests\r\n"
                          "Content-Type: text/plain\r\n"
                          "Connection: close\r\n";
    response += "Content-Length: " + QByteArray::number(text.size()) + "\r\n";
    response
        += "Retry-After: "
           + QByteArray::number(qlonglong(std::max(retryAfter, std::chrono::seconds(0)).count()))
           + "\r\n\r\n";
    response += text;
    return reply(std::move(response));
}

Refusal Refusal::handler(Handler handler)
{
    Refusal refusal;
    if (handler)
        refusal.m_kind = Kind::Handler;
    refusal.m_handler = std::move(handler);
    return refusal;
}

} // namespace ConnLimit
