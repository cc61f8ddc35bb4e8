// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientpanel.h"

#include "clienttext.h"
#include "configeditor.h"
#include "flowlayout.h"
#include "monitor.h"
#include "palette.h"
#include "tables.h"

#include <connlimit/control/text.h>

#include <QtCore/QEvent>
#include <QtCore/QPointer>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

using namespace ConnLimit;

ClientPanel::ClientPanel(Monitor &monitor, ConfigEditor &editor, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_actions(monitor, editor, this)
    , m_name(new QLabel)
    , m_level(new QLabel)
    , m_caption(new QLabel)
    , m_connections(new QTableView)
    , m_disconnectOne(new QToolButton)
    , m_firewall(new QLineEdit)
    , m_content(new QWidget)
{
    setObjectName(QStringLiteral("clientPanel"));
    m_name->setObjectName(QStringLiteral("clientName"));
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_level->setObjectName(QStringLiteral("clientLevel"));
    m_caption->setObjectName(QStringLiteral("connectionsCaption"));
    m_caption->setWordWrap(true);
    for (QLabel *label : {m_name, m_level, m_caption})
        label->setTextFormat(Qt::PlainText);
    QFont font = m_name->font();
    font.setPointSizeF(font.pointSizeF() * 1.25);
    font.setBold(true);
    m_name->setFont(font);
    setUpConnections();

    auto form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeading);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setHorizontalSpacing(fontMetrics().averageCharWidth() * 2);
    m_open = addFact(form, tr("Open"), QStringLiteral("clientOpen"));
    m_limit = addFact(form, tr("Limit"), QStringLiteral("clientLimit"));
    m_refused = addFact(form, tr("Refused"), QStringLiteral("clientRefused"));
    m_lastRefused = addFact(form, tr("Last refused"), QStringLiteral("clientLastRefused"));
    m_firewall->setObjectName(QStringLiteral("firewallCommand"));
    m_firewall->setAccessibleName(tr("Command that drops the client at the firewall"));
    m_firewall->setReadOnly(true);
    form->addRow(tr("At the &firewall"), m_firewall);

    auto content = new QVBoxLayout(m_content);
    content->setContentsMargins({});
    content->addLayout(form);
    content->addWidget(makeButtons());
    content->addWidget(m_caption);
    content->addWidget(m_connections, 1);
    content->addWidget(m_disconnectOne, 0, Qt::AlignLeading);
    auto layout = new QVBoxLayout;
    const int margin = style()->pixelMetric(QStyle::PM_LayoutLeftMargin);
    layout->setContentsMargins(margin, 0, margin / 2, 0);
    layout->addWidget(m_name);
    layout->addWidget(m_level);
    layout->addWidget(m_content, 1);
    layout->addStretch(0);
    auto all = new QWidget; // of a height that a low window does not have
    all->setLayout(layout);
    auto scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(all);
    auto outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(scroll);

    connect(&monitor, &Monitor::frameReceived, this, &ClientPanel::ask);
    connect(&monitor, &Monitor::statusChanged, this, &ClientPanel::showStatus);
    connect(&m_actions, &ClientActions::said, this, &ClientPanel::said);
    showStatus();
}

QLabel *ClientPanel::addFact(QFormLayout *form, const QString &name, const QString &objectName)
{
    auto value = new QLabel;
    value->setObjectName(objectName);
    value->setTextFormat(Qt::PlainText);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(name);
    form->addRow(name, value);
    return value;
}

QToolButton *ClientPanel::makeButton(ClientActions::Action action)
{
    auto button = new QToolButton;
    button->setDefaultAction(m_actions.action(action));
    button->setObjectName(m_actions.action(action)->objectName() + QStringLiteral("Button"));
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QWidget *ClientPanel::makeButtons()
{
    auto buttons = new QWidget;
    auto flow = new FlowLayout(buttons);
    for (const auto action : {ClientActions::OwnLimit, ClientActions::Exempt, ClientActions::Block,
                              ClientActions::RemoveRule, ClientActions::Disconnect})
        flow->addWidget(makeButton(action));
    QToolButton *copy = makeButton(ClientActions::CopyAddress);
    copy->addActions({m_actions.action(ClientActions::CopyCidr),
                      m_actions.action(ClientActions::CopyFirewallCommand)});
    copy->setPopupMode(QToolButton::MenuButtonPopup);
    flow->addWidget(copy);
    return buttons;
}

void ClientPanel::setUpConnections()
{
    m_connections->setObjectName(QStringLiteral("connections"));
    m_connections->setAccessibleName(tr("Connections of the client"));
    m_connections->setModel(&m_model);
    setUpTable(m_connections, fontMetrics().height() * 7 / 4);
    m_connections->setSelectionMode(QAbstractItemView::SingleSelection);
    m_connections->setAlternatingRowColors(true);
    m_connections->horizontalHeader()->setStretchLastSection(false); // it would not shrink
    m_connections->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_connections->horizontalHeader()->setSectionResizeMode(ConnectionsModel::Encryption,
                                                            QHeaderView::Stretch);
    m_connections->horizontalHeader()->setMinimumSectionSize(
        fontMetrics().horizontalAdvance(QStringLiteral("0000")));
    m_connections->horizontalHeader()->setResizeContentsPrecision(0); // of those that are visible
    m_connections->setMinimumHeight(fontMetrics().height() * 6);
    m_connections->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);

    m_disconnectOne->setObjectName(QStringLiteral("disconnectOne"));
    m_disconnectOne->setText(tr("End this &connection…"));
    m_disconnectOne->setFocusPolicy(Qt::StrongFocus);
    m_disconnectOne->setEnabled(false);
    connect(m_disconnectOne, &QToolButton::clicked, this, &ClientPanel::disconnectSelected);
    const auto update = [this] {
        m_disconnectOne->setEnabled(m_monitor.isAttached()
                                    && m_connections->selectionModel()->hasSelection());
    };
    connect(m_connections->selectionModel(), &QItemSelectionModel::selectionChanged, this, update);
    connect(&m_model, &QAbstractItemModel::modelReset, this, update);
    connect(&m_monitor, &Monitor::statusChanged, this, update);
}

void ClientPanel::setClient(const std::optional<ClientStatus> &client)
{
    const bool isOther = client.has_value() != m_client.has_value()
                         || (client && client->client != m_client->client);
    if (!isOther)
        return;
    m_client = client;
    m_model.update({});
    m_caption->setText(tr("Connections"));
    showStatus();
    ask();
}

void ClientPanel::ask()
{
    if (!m_client || m_isAsking || !isVisible() || !m_monitor.isAttached())
        return;
    m_isAsking = true;
    const ConnectionsRequest request{clientText(m_client->client),
                                     ConnectionsRequest::maximumCount};
    const QPointer<ClientPanel> guard(this);
    m_monitor.client().requestConnections(
        request,
        [this, guard, asked = m_client->client](const ControlReply<ConnectionsFrame> &reply) {
            if (!guard)
                return;
            m_isAsking = false;
            if (!m_client || m_client->client != asked)
                return ask(); // another one was chosen meanwhile
            if (const ConnectionsFrame *frame = std::get_if<ConnectionsFrame>(&reply))
                return take(*frame);
            const ControlError &error = std::get<ControlError>(reply);
            if (error.code != ControlError::NotAttached)
                m_caption->setText(
                    tr("The server does not tell of connections: %1").arg(error.message));
        });
}

void ClientPanel::take(const ConnectionsFrame &frame)
{
    m_client = frame.client;
    m_model.update(frame.list.connections);
    const auto shown = quint64(frame.list.connections.size());
    QStringList notes{tr("Connections: %1").arg(countText(frame.client.open))};
    if (shown < frame.list.known)
        notes.append(tr("the oldest %1 are shown").arg(countText(shown)));
    if (frame.list.known < frame.client.open)
        notes.append(tr("the server knows the sockets of %1").arg(countText(frame.list.known)));
    m_caption->setText(notes.join(QStringLiteral(" – ")));
    showStatus();
}

void ClientPanel::showStatus()
{
    m_content->setVisible(m_client.has_value());
    m_level->setVisible(!m_client || !levelText(*m_client).isEmpty());
    m_connections->setEnabled(m_monitor.isAttached());
    m_actions.setClients(m_client ? QList<ClientStatus>{*m_client} : QList<ClientStatus>());
    if (!m_client) {
        m_name->setText(tr("No client is chosen"));
        m_level->setText(tr("Choose one in the table to see its connections."));
        return updateColors();
    }
    const ClientStatus &client = *m_client;
    m_name->setText(clientText(client.client));
    m_level->setText(levelText(client));
    m_open->setText(client.limit == 0 ? countText(client.open)
                                      : tr("%1 of %2 (%3 %)")
                                            .arg(countText(client.open), countText(client.limit),
                                                 countText(quint64(*shareOf(client) * 100))));
    m_limit->setText(limitSourceText(client));
    m_refused->setText(tr("%1, of them %2 in the last minute")
                           .arg(countText(client.refused), countText(client.refusedLastMinute)));
    m_lastRefused->setText(lastRefusedText(client));
    if (const QString command = firewallCommand(client.client); m_firewall->text() != command) {
        m_firewall->setText(command);
        m_firewall->setCursorPosition(0);
    }
    updateColors();
}

void ClientPanel::updateColors()
{
    QPalette colors = palette();
    const Level level = m_client ? levelOf(*m_client) : Level::Calm;
    colors.setColor(QPalette::WindowText, level == Level::Full   ? alertColor(colors)
                                          : level == Level::Near ? warningColor(colors)
                                                                 : quietColor(colors));
    m_level->setPalette(colors);
}

void ClientPanel::disconnectSelected()
{
    const QModelIndexList rows = m_connections->selectionModel()->selectedRows();
    if (!rows.isEmpty())
        m_actions.disconnectOne(m_model.connectionAt(rows.constFirst().row()));
}

void ClientPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

void ClientPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QWidget::changeEvent(event);
}

#include "moc_clientpanel.cpp"
