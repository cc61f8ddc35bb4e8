// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include <connlimit/core/verdict.h>

namespace ConnLimit {

std::string_view refusalText(Verdict verdict) noexcept
{
    switch (verdict) {
    case Verdict::Admitted: return {};
    case Verdict::PerClientLimit: return "Too many connections from your address.";
    case Verdict::TotalLimit:
    case Verdict::Overload: return "The server is busy.";
    case Verdict::Blocked:
    case Verdict::BadProxyHeader:
    case Verdict::NoAddress: break;
    }
    return "Connection refused.";
}

std::string_view verdictName(Verdict verdict) noexcept
{
    switch (verdict) {
    case Verdict::Admitted: return "admitted";
    case Verdict::PerClientLimit: return "per-client-limit";
    case Verdict::TotalLimit: return "total-limit";
    case Verdict::Blocked: return "blocked";
    case Verdict::Overload: return "overload";
    case Verdict::BadProxyHeader: return "bad-proxy-header";
    case Verdict::NoAddress: break;
    }
    return "no-address";
}

} // namespace ConnLimit
