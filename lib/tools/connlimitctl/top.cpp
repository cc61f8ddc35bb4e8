// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "top.h"

#include "commandline.h"

#include <QtCore/QCoreApplication>

using namespace ConnLimit;

Top::Top(ControlClient &client, const Options &options)
    : LiveCommand(client, options)
{
    m_state.request = options.clients;
    m_state.interval = options.interval;
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, [this] { ask(); });
}

Top::~Top() = default;

void Top::run()
{
    m_state.problem.clear();
    m_state.server = m_client.server();
    m_state.config.reset();
    m_sinceCounted.invalidate();
    if (!m_terminal) {
        m_terminal = std::make_unique<Terminal>();
        connect(m_terminal.get(), &Terminal::keyPressed, this, [this](const Key &key) {
            press(key);
            draw();
        });
        connect(m_terminal.get(), &Terminal::changed, this, [this] {
            draw();
            ask(); // there may be room for more rows
        });
        connect(m_terminal.get(), &Terminal::closed, this, [] { QCoreApplication::exit(Done); });
    }
    m_isAsking = false;
    ask();
}

void Top::lose(const QString &reason)
{
    m_next.stop();
    m_state.problem = reason;
    draw();
}

void Top::ask()
{
    m_asksAgain = m_isAsking;
    if (m_isAsking || m_client.state() != ControlClient::State::Attached)
        return;
    m_isAsking = true;
    m_next.stop();
    m_state.request.count = quint32(topCapacity(terminalSize()));
    m_client.requestClients(m_state.request, [this](const ControlReply<ClientsFrame> &reply) {
        m_isAsking = false;
        if (const ClientsFrame *frame = std::get_if<ClientsFrame>(&reply))
            take(*frame);
        else
            takeError(std::get<ControlError>(reply));
    });
}

void Top::take(const ClientsFrame &frame)
{
    measureRates(frame);
    m_state.frame = frame;
    m_state.filterProblem.clear();
    if (!m_state.config || m_state.config->revision != frame.configRevision)
        askConfig();
    if (m_state.request.offset > 0 && m_state.request.offset >= frame.matching) {
        scroll(qint64(frame.matching)); // they have gone
        m_asksAgain = true;
    }
    goOn();
}

/// What is wrong with a filter that is being typed is no reason to end.
void Top::takeError(const ControlError &error)
{
    if (!m_state.frame || error.field != u"filter")
        return giveUp(error);
    m_state.filterProblem = error.message.section(QStringLiteral(": "), 1);
    goOn();
}

void Top::goOn()
{
    draw();
    if (m_asksAgain)
        ask();
    else if (!m_state.isPaused)
        m_next.start(m_state.interval);
}

void Top::measureRates(const ClientsFrame &frame)
{
    const bool isKnown = m_sinceCounted.isValid() && m_state.frame;
    const double seconds = isKnown ? double(m_sinceCounted.elapsed()) / 1000 : 0;
    if (isKnown && seconds < 0.2) // of a key pressed: too short to count
        return;
    m_sinceCounted.start();
    const auto rate = [&](quint64 before, quint64 now) {
        return isKnown && now > before ? double(now - before) / seconds : 0.0;
    };
    m_state.admittedRate = rate(m_counted.admitted, frame.totals.admitted);
    m_state.refusedRate = rate(m_counted.refused(), frame.totals.refused());
    m_counted = frame.totals;
}

void Top::askConfig()
{
    m_client.requestConfig([this](const ControlReply<ConfigRevision> &reply) {
        if (const ConfigRevision *config = std::get_if<ConfigRevision>(&reply)) {
            m_state.config = *config;
            draw();
        } else {
            giveUp(std::get<ControlError>(reply));
        }
    });
}

void Top::giveUp(const ControlError &error)
{
    if (error.code != ControlError::NotAttached)
        m_terminal.reset(); // what is said is to stay on the screen
    fail(error);
}

void Top::draw()
{
    if (m_terminal)
        m_terminal->draw(topLines(m_state, terminalSize()),
                         m_state.prompt != TopState::Prompt::None && !m_state.isHelpShown);
}

void Top::press(const Key &key)
{
    m_state.message.clear();
    if (m_state.prompt != TopState::Prompt::None)
        return type(key);
    if (std::exchange(m_state.isHelpShown, false))
        return;
    const qint64 offset = m_state.request.offset;
    const qint64 page = topCapacity(terminalSize());
    switch (key.code) {
    case Key::Up: return scroll(offset - 1);
    case Key::Down: return scroll(offset + 1);
    case Key::PageUp: return scroll(offset - page);
    case Key::PageDown: return scroll(offset + page);
    case Key::Home: return scroll(0);
    case Key::End: return scroll(std::numeric_limits<qint64>::max());
    case Key::Character: return pressCharacter(key.character);
    case Key::Enter:
    case Key::Backspace:
    case Key::Escape: break;
    }
}

void Top::pressCharacter(char character)
{
    switch (character) {
    case 'q': return QCoreApplication::exit(Done);
    case 'h':
    case '?': m_state.isHelpShown = true; return;
    case 'o': return sort(ClientOrder::Open);
    case 'c': return sort(ClientOrder::Client);
    case 'l': return sort(ClientOrder::Limit);
    case 's': return sort(ClientOrder::Share);
    case 'r': return sort(ClientOrder::Refused);
    case 'm': return sort(ClientOrder::RefusedLastMinute);
    case 't': return sort(ClientOrder::LastRefused);
    case 'R':
        m_state.request.direction = m_state.request.direction == SortDirection::Ascending
                                        ? SortDirection::Descending
                                        : SortDirection::Ascending;
        return ask();
    case 'a':
        m_state.request.includeRefused = !m_state.request.includeRefused;
        m_state.request.offset = 0;
        return ask();
    case 'p':
    case ' ':
        m_state.isPaused = !m_state.isPaused;
        m_next.stop();
        return m_state.isPaused ? void() : ask();
    case '/':
        m_state.prompt = TopState::Prompt::Filter;
        m_filterBefore = m_state.typed = m_state.request.filter;
        return;
    case 'd':
        m_state.prompt = TopState::Prompt::Interval;
        m_state.typed.clear();
        return;
    case '\x0c': return ask();
    default: m_state.message = QStringLiteral("No such key; h shows those that there are"); return;
    }
}

void Top::type(const Key &key)
{
    const bool isFilter = m_state.prompt == TopState::Prompt::Filter;
    if (key.code == Key::Enter)
        return finishPrompt();
    if (key.code == Key::Escape) {
        m_state.prompt = TopState::Prompt::None;
        m_state.typed = m_filterBefore;
    } else if (key.code == Key::Backspace) {
        m_state.typed.chop(1);
    } else if (key.code == Key::Character && key.character >= ' ' && m_state.typed.size() < 64) {
        m_state.typed += QLatin1Char(key.character);
    }
    if (isFilter && m_state.request.filter != m_state.typed) { // seen while it is typed
        m_state.request.filter = m_state.typed;
        m_state.request.offset = 0;
        ask();
    }
}

void Top::finishPrompt()
{
    if (std::exchange(m_state.prompt, TopState::Prompt::None) == TopState::Prompt::Filter
        || m_state.typed.isEmpty())
        return;
    const std::optional<std::chrono::milliseconds> interval = readInterval(m_state.typed);
    if (!interval) {
        m_state.message = QStringLiteral("Not a number of seconds from 0.01 to 86400");
        return;
    }
    m_state.interval = *interval;
    ask();
}

void Top::scroll(qint64 offset)
{
    const qint64 last
        = m_state.frame ? qint64(m_state.frame->matching) - topCapacity(terminalSize()) : 0;
    const qint64 bounded = std::clamp<qint64>(offset, 0, std::max<qint64>(last, 0));
    if (bounded == m_state.request.offset)
        return;
    m_state.request.offset = quint32(bounded);
    ask();
}

void Top::sort(ClientOrder order)
{
    m_state.request.order = order;
    m_state.request.direction
        = order == ClientOrder::Client ? SortDirection::Ascending : SortDirection::Descending;
    m_state.request.offset = 0;
    ask();
}
