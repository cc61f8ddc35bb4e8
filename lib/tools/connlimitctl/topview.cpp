// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "topview.h"

#include "commandline.h"
#include "table.h"

#include <connlimit/control/text.h>

using namespace ConnLimit;

namespace {

constexpr int headerHeight = 4; // title, totals, limits, the header of the table
constexpr int footerHeight = 1;

const char help[] = "q, Ctrl-C  quit\n"
                    "Up, Down   scroll, as PgUp, PgDn, Home,\n"
                    "           End\n"
                    "o c l s    order by open connections,\n"
                    "           client, limit, share of it\n"
                    "r m t      by refusals, by those of the\n"
                    "           last minute, by the last one\n"
                    "R          reverse the order\n"
                    "/          filter: a subnet, or a part\n"
                    "           of the address\n"
                    "a          all who were refused, too\n"
                    "p, Space   pause\n"
                    "d          seconds between two looks\n"
                    "Ctrl-L     look again at once\n"
                    "Ctrl-Z     stop; fg goes on\n"
                    "h, ?       this help\n"
                    "STATE      near (80 % of the limit),\n"
                    "           full, over, blocked, exempt\n"
                    "Any key goes back.";

QString rateText(double rate)
{
    return QString::number(rate, 'f', rate < 10 ? 1 : 0) + u"/s";
}

Line titleLine(const TopState &state)
{
    QString text
        = harmless(state.server.name) + u"  pid " + QString::number(state.server.processId)
          + u"  since "
          + state.server.started.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
    return {text, Style::Title};
}

Line totalsLine(const TopState &state)
{
    const Totals &totals = state.frame->totals;
    const quint32 most = state.config ? state.config->config.maximumConnections : 0;
    const bool isFull = most > 0 && totals.open >= most && !state.config->config.dryRun;
    QString text = countText(totals.open);
    if (most > 0)
        text += u" of " + countText(most);
    text += isFull ? QStringLiteral(" open (full)") : QStringLiteral(" open");
    text += u"  " + countText(totals.clients) + u" clients  " + countText(totals.refused())
            + u" refused " + rateText(state.refusedRate) + u"  " + countText(totals.admitted)
            + u" admitted " + rateText(state.admittedRate);
    return {text, isFull ? Style::Full : Style::Plain};
}

Line configLine(const TopState &state)
{
    if (!state.config)
        return {};
    const Config &config = state.config->config;
    QString text = u"limit " + limitText(config.maximumConnectionsPerClient) + u" a client";
    if (!config.rules.empty())
        text += QStringLiteral("  %1 rules").arg(countText(config.rules.size()));
    if (config.dryRun)
        text += u"  dry run: nobody is refused";
    return {text, config.dryRun ? Style::Near : Style::Plain};
}

Line statusLine(const TopState &state)
{
    switch (state.prompt) {
    case TopState::Prompt::Filter: return {u"filter: " + state.typed};
    case TopState::Prompt::Interval: return {u"seconds between two looks: " + state.typed};
    case TopState::Prompt::None: break;
    }
    if (!state.message.isEmpty())
        return {state.message, Style::Bar};
    if (!state.problem.isEmpty())
        return {harmless(state.problem) + u"; waiting for it", Style::Full};
    const quint64 shown = quint64(state.frame->clients.size());
    const quint64 first = shown == 0 ? 0 : state.request.offset + 1;
    QString text
        = QStringLiteral("%1-%2 of %3  by %4, %5")
              .arg(countText(first), countText(shown == 0 ? 0 : first + shown - 1),
                   countText(state.frame->matching), sortWord(state.request.order),
                   state.request.direction == SortDirection::Ascending ? QStringLiteral("rising")
                                                                       : QStringLiteral("falling"));
    if (state.isPaused)
        text = u"paused  " + text;
    if (!state.request.filter.isEmpty())
        text += u"  filter " + state.request.filter;
    if (state.request.includeRefused)
        text += u"  with refused";
    return {text + u"  h help", Style::Bar};
}

Lines helpLines(const TerminalSize &size)
{
    Lines lines{{QStringLiteral("The keys of connlimitctl top"), Style::Title}};
    for (const QString &line : QString::fromLatin1(help).split(u'\n'))
        lines.append({line});
    return lines.size() > size.rows ? lines.first(size.rows) : lines;
}

} // namespace

int topCapacity(const TerminalSize &size)
{
    return std::max(1, size.rows - headerHeight - footerHeight);
}

Lines topLines(const TopState &state, const TerminalSize &size)
{
    if (state.isHelpShown)
        return helpLines(size);
    if (!state.frame)
        return {{QStringLiteral("No answer yet.")}};
    Lines lines{titleLine(state), totalsLine(state), configLine(state)};
    Lines table = clientTable(state.frame->clients, state.request.order).lines(size.columns);
    table.first().text = table.first().text.leftJustified(size.columns);
    table.first().style = Style::Bar;
    lines += table;
    if (lines.size() > size.rows - footerHeight) // got smaller since it was asked for, or tiny
        lines.resize(std::max(0, size.rows - footerHeight));
    while (lines.size() < size.rows - footerHeight)
        lines.append(Line());
    if (!state.filterProblem.isEmpty() && !lines.isEmpty())
        lines.last() = {harmless(state.filterProblem), Style::Full};
    lines.append(statusLine(state));
    return lines;
}
