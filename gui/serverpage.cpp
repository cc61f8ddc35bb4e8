// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "serverpage.h"

#include "changespage.h"
#include "clientspage.h"
#include "eventspage.h"
#include "historypage.h"
#include "limitpanel.h"
#include "palette.h"
#include "ruleseditor.h"
#include "statepage.h"
#include "statusheader.h"
#include "totalsbar.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QEvent>
#include <QtWidgets/QVBoxLayout>

using namespace ConnLimit;

ServerPage::ServerPage(const QString &nameOrPath, QWidget *parent)
    : QStackedWidget(parent)
    , m_editor(m_monitor)
    , m_header(new StatusHeader)
    , m_totals(new TotalsBar)
    , m_limit(new LimitPanel(m_monitor, m_editor))
    , m_clients(new ClientsPage(m_monitor, m_editor))
    , m_tabs(new QTabWidget)
    , m_state(new StatePage)
    , m_content(makeContent())
{
    setObjectName(QStringLiteral("serverPage"));
    QPushButton *retry = m_state->addButton(tr("Try &again now"), QStringLiteral("retry"));
    connect(retry, &QPushButton::clicked, &m_monitor, &Monitor::retry);
    addWidget(m_state);
    addWidget(m_content);

    connect(&m_monitor, &Monitor::statusChanged, this, &ServerPage::showStatus);
    connect(&m_monitor, &Monitor::frameReceived, m_totals,
            [this](const ClientsFrame &frame) { m_totals->setTotals(frame.totals); });
    connect(&m_monitor, &Monitor::effectReceived, m_totals, &TotalsBar::setEffect);
    connect(&m_monitor, &Monitor::configReceived, m_totals,
            [this](const ConfigRevision &revision) { m_totals->setConfig(revision.config); });
    for (QLabel *label : findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText); // nothing that anybody says is markup
    updateColors();
    m_monitor.follow(nameOrPath);
    showStatus();
}

ServerPage::~ServerPage()
{
    delete m_content; // it knows the monitor and the editor
}

QWidget *ServerPage::makeContent()
{
    m_tabs->setObjectName(QStringLiteral("tabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_clients, tr("Clients"));
    m_tabs->addTab(new RulesEditor(m_monitor, m_editor), tr("Rules"));
    m_tabs->addTab(new HistoryPage(m_monitor), tr("History"));
    m_tabs->addTab(new EventsPage(m_monitor), tr("Events"));
    m_tabs->addTab(new ChangesPage(m_monitor, m_editor), tr("Changes"));

    auto content = new QWidget;
    auto layout = new QVBoxLayout(content);
    layout->setSpacing(fontMetrics().height() * 3 / 4);
    layout->addWidget(m_header);
    layout->addWidget(m_totals);
    layout->addWidget(m_limit);
    layout->addWidget(m_tabs, 1);
    return content;
}

void ServerPage::showStatus()
{
    const bool isAttached = m_monitor.isAttached();
    m_header->show(m_monitor);
    m_totals->setEnabled(isAttached); // what a lost server said last stays to be seen
    const QString name = m_monitor.serverName();
    const QString path = controlSocketPath(target());
    switch (m_monitor.state()) {
    case Monitor::State::Attached:
    case Monitor::State::Lost: return setCurrentWidget(m_content);
    case Monitor::State::Idle:
    case Monitor::State::Attaching:
        m_state->show(tr("Attaching to %1…").arg(name),
                      tr("The server is being asked who it is. If it does not answer within a few "
                         "seconds, it may be stopped or overloaded."));
        break;
    case Monitor::State::NotRunning:
        m_state->show(tr("%1 is not running").arg(name),
                      tr("No server listens at %1. Start it: it will appear here by itself. If it "
                         "runs as another user, start this program as that user.")
                          .arg(path));
        break;
    case Monitor::State::NoPermission:
        m_state->show(tr("%1 is another user's").arg(name),
                      tr("Only the user who runs the server may watch it. Start this program as "
                         "that user, or have the server run as yours. Its socket is %1.")
                          .arg(path));
        break;
    case Monitor::State::Incompatible:
        m_state->show(tr("%1 cannot be understood").arg(name),
                      tr("This program and the server are of different versions, or something else "
                         "listens at %1. Use the dashboard that belongs to the server's version of "
                         "ConnLimit. What was said: %2.")
                          .arg(path, m_monitor.client().errorString()));
        break;
    }
    setCurrentWidget(m_state);
}

/// What a lost server said last is quiet, but has to be read.
void ServerPage::updateColors()
{
    QPalette colors = palette();
    for (const auto role : {QPalette::WindowText, QPalette::Text})
        colors.setColor(QPalette::Disabled, role, quietColor(colors));
    m_content->setPalette(colors);
}

void ServerPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QStackedWidget::changeEvent(event);
}

void ServerPage::focusLimit()
{
    m_limit->setFocus(Qt::ShortcutFocusReason);
}

void ServerPage::showClients()
{
    m_tabs->setCurrentWidget(m_clients);
}

void ServerPage::saveTo(QSettings &settings) const
{
    m_clients->saveTo(settings);
    settings.setValue(QStringLiteral("tab"), m_tabs->currentIndex());
}

void ServerPage::restoreFrom(const QSettings &settings)
{
    m_clients->restoreFrom(settings);
    m_tabs->setCurrentIndex(settings.value(QStringLiteral("tab")).toInt());
}

#include "moc_serverpage.cpp"
