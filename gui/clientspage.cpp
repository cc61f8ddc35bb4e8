// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "clientspage.h"

#include "clienttext.h"
#include "monitor.h"
#include "palette.h"
#include "ruletext.h"

#include <connlimit/control/text.h>

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtCore/QTime>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QVBoxLayout>

#include <utility>

using namespace ConnLimit;

/// Of the width, in percent; one client has the rest.
static constexpr int tableShare = 60;

int ClientsPage::fullWidth(const QWidget &widget)
{
    return ClientsView::leastWidth(widget) * 100 / tableShare + 1
           + widget.style()->pixelMetric(QStyle::PM_SplitterWidth, nullptr, &widget);
}

ClientsPage::ClientsPage(Monitor &monitor, ConfigEditor &editor, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_table(new ClientsView(&m_model))
    , m_actions(monitor, editor, this)
    , m_panel(new ClientPanel(monitor, editor))
    , m_splitter(new QSplitter)
    , m_filter(new QLineEdit)
    , m_filterMessage(new MessageLabel(QStringLiteral("filterMessage")))
    , m_paused(new QLabel)
    , m_summary(new QLabel)
    , m_message(new MessageLabel(QStringLiteral("actionMessage")))
    , m_export(new ExportBar(monitor.client()))
    , m_pause(new QAction(tr("&Pause"), this))
    , m_details(new QAction(tr("Client &details"), this))
    , m_alsoRefused(new QAction(tr("Also &refused without a connection"), this))
{
    makeActions();
    m_splitter->setObjectName(QStringLiteral("clientSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_panel);
    m_splitter->setStretchFactor(0, tableShare);
    m_splitter->setStretchFactor(1, 100 - tableShare);
    const int character = fontMetrics().averageCharWidth();
    m_table->setMinimumWidth(30 * character);
    m_panel->setMinimumWidth(35 * character);
    m_splitter->setSizes({tableShare * character, (100 - tableShare) * character});
    m_panel->hide();
    m_summary->setObjectName(QStringLiteral("summary"));
    m_message->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    m_paused->setObjectName(QStringLiteral("paused"));
    m_paused->hide();
    m_filterMessage->hide();
    for (QLabel *label : {m_summary, m_paused})
        label->setTextFormat(Qt::PlainText);

    auto status = new QHBoxLayout;
    status->addWidget(m_summary);
    status->addWidget(m_message, 1);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    layout->addLayout(makeBar());
    layout->addWidget(m_filterMessage);
    layout->addWidget(m_paused);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_export);
    layout->addLayout(status);

    connect(&monitor, &Monitor::frameReceived, this, &ClientsPage::take);
    connect(&monitor, &Monitor::frameRefused, this, [this](const ControlError &error) {
        if (error.field == u"filter")
            return sayOfFilter(error.message);
        say(tr("The server does not list its clients like this: %1").arg(error.message), true);
        m_isRefused = true;
    });
    connect(&monitor, &Monitor::statusChanged, this, &ClientsPage::showStatus);
    connect(m_table, &ClientsView::visibleRowsChanged, this, &ClientsPage::askForView);
    connect(m_table->selection(), &ClientSelection::clientsChanged, this,
            &ClientsPage::showSelection);
    connect(m_table->selection(), &ClientSelection::selectionCut, this,
            [this](int known, int wanted) {
                say(tr("Selected: %1 of %2 rows. Those far out of view are not loaded, and nothing "
                       "is done to them.")
                        .arg(countText(quint64(known)), countText(quint64(wanted))),
                    true);
            });
    connect(&m_model, &ClientsModel::sortRequested, this,
            [this](ClientOrder order, SortDirection direction) {
                m_wanted.order = order;
                m_wanted.direction = direction;
                m_table->scrollToTop();
                request();
            });
    connect(&m_actions, &ClientActions::said, this, &ClientsPage::say);
    connect(m_panel, &ClientPanel::said, this, &ClientsPage::say);
    updateColors();
    showStatus();
}

QLayout *ClientsPage::makeBar()
{
    m_filter->setObjectName(QStringLiteral("filter"));
    m_filter->setPlaceholderText(
        tr("Filter by a part of the address, or a subnet such as 10.0.0.0/8"));
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMinimumWidth(fontMetrics().averageCharWidth() * 20);
    connect(m_filter, &QLineEdit::textChanged, this,
            [this](const QString &text) { setFilter(text.trimmed()); });

    auto alsoRefused = new QCheckBox(m_alsoRefused->text());
    alsoRefused->setObjectName(QStringLiteral("alsoRefused"));
    alsoRefused->setToolTip(tr("Clients that have no connection now, but were refused one"));
    connect(alsoRefused, &QCheckBox::toggled, m_alsoRefused, &QAction::setChecked);
    connect(m_alsoRefused, &QAction::toggled, alsoRefused, &QCheckBox::setChecked);

    auto bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(alsoRefused);
    for (QAction *action : {m_details, m_pause}) {
        auto button = new QToolButton;
        button->setDefaultAction(action);
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::StrongFocus);
        bar->addWidget(button);
    }
    return bar;
}

void ClientsPage::makeActions()
{
    m_pause->setObjectName(QStringLiteral("pause"));
    m_pause->setCheckable(true);
    m_pause->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_P));
    m_pause->setToolTip(tr("Freezes the table (Space in the table); the sums go on"));
    connect(m_pause, &QAction::toggled, this, &ClientsPage::setPaused);
    connect(m_table, &ClientsView::pauseRequested, m_pause, &QAction::toggle);

    m_details->setObjectName(QStringLiteral("details"));
    m_details->setCheckable(true);
    m_details->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_I));
    m_details->setToolTip(tr("Shows one client with its connections (Enter in the table)"));
    connect(m_details, &QAction::toggled, m_panel, &QWidget::setVisible);
    connect(m_table, &ClientsView::detailsRequested, m_details, &QAction::toggle);
    connect(m_table, &QTableView::doubleClicked, this, [this] { m_details->setChecked(true); });

    m_alsoRefused->setCheckable(true);
    connect(m_alsoRefused, &QAction::toggled, this, [this](bool isWanted) {
        m_wanted.includeRefused = isWanted;
        if (!isWanted)
            m_table->selection()->awaitFiltered();
        request();
    });
    QAction *copy = m_actions.action(ClientActions::CopyAddress);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(
        Qt::WidgetWithChildrenShortcut); // text fields have a copy of their own
    m_table->addAction(copy);
    addActions({m_pause, m_details});
    connect(m_table, &QWidget::customContextMenuRequested, this, &ClientsPage::showContextMenu);
}

void ClientsPage::showContextMenu(const QPoint &place)
{
    auto menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("clientMenu"));
    menu->addAction(m_details);
    menu->addSeparator();
    menu->addActions(m_actions.menuActions());
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

void ClientsPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

/// The table stays as it is while the user types what is no filter, or not yet.
void ClientsPage::setFilter(const QString &filter)
{
    const QString problem = filter.contains(u'/') ? subnetProblem(filter) : QString();
    sayOfFilter(problem);
    if (!problem.isEmpty() || filter == m_wanted.filter)
        return;
    m_wanted.filter = filter;
    m_wanted.offset = 0; // there may be fewer rows than those in view
    m_table->scrollToTop();
    if (!filter.isEmpty()) // which hides nobody
        m_table->selection()->awaitFiltered();
    request();
}

void ClientsPage::sayOfFilter(const QString &problem)
{
    const QString message = problem.isEmpty() ? QString() : tr("Not applied: %1").arg(problem);
    m_filterMessage->say(message, MessageLabel::Alert);
    m_filterMessage->setVisible(!message.isEmpty());
    m_filter->setAccessibleDescription(message);
}

/// While the table is paused, the frames have no rows: they tell the sums.
void ClientsPage::request()
{
    m_isStale = true;
    m_monitor.setRequest(m_wanted);
}

void ClientsPage::askForView()
{
    const auto visible = quint32(m_table->numVisibleRows());
    const auto first = quint32(m_table->firstVisibleRow());
    const auto last = std::min(first + visible, quint32(m_model.rowCount()));
    const quint32 end = m_wanted.offset + m_wanted.count;
    const bool isCovered = first >= m_wanted.offset && last <= end;
    const bool isNearAnEdge = (m_wanted.offset > 0 && first < m_wanted.offset + visible / 2)
                              || (end < quint32(m_model.rowCount()) && last + visible / 2 > end);
    if (isCovered && !isNearAnEdge)
        return;
    m_wanted.offset = first > visible ? first - visible : 0;
    m_wanted.count = std::clamp(3 * visible, 50u, ClientsRequest::maximumCount);
    if (!m_pause->isChecked() || !isCovered)
        request();
}

void ClientsPage::take(const ClientsFrame &frame, const ClientsRequest &request)
{
    if (std::exchange(m_isRefused, false))
        say({}, false);
    m_clients = frame.totals.clients;
    if (m_filter->text().trimmed() == m_wanted.filter) // which the server takes
        sayOfFilter({});
    if (request.count > 0 && (!m_pause->isChecked() || m_isStale)) {
        m_matching = frame.matching;
        m_model.update(frame.clients, request.offset, frame.matching);
        if (m_pause->isChecked())
            m_paused->setText(
                tr("Paused: the table is as of %1. The sums above go on.")
                    .arg(QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss"))));
        askForView(); // it may have become shorter
        m_isStale = request != m_wanted;
    }
    if (m_pause->isChecked() && !m_isStale) {
        ClientsRequest sums = m_wanted;
        sums.count = 0;
        m_monitor.setRequest(sums);
    }
    updateSummary();
}

void ClientsPage::setPaused(bool isPaused)
{
    m_paused->setVisible(isPaused);
    m_paused->setText(
        tr("Paused: the table is as of %1. The sums above go on.")
            .arg(QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss"))));
    m_isStale = !isPaused;
    if (!isPaused)
        request();
}

void ClientsPage::showSelection()
{
    m_actions.setClients(m_table->selection()->clients());
    m_panel->setClient(m_table->selection()->current());
    updateSummary();
}

void ClientsPage::showStatus()
{
    const bool isAttached = m_monitor.isAttached();
    m_table->setEnabled(isAttached || m_model.rowCount() == 0);
    if (isAttached)
        request();
    updateSummary();
}

void ClientsPage::updateSummary()
{
    if (!m_monitor.isAttached()) {
        m_summary->setText(m_model.rowCount() > 0
                               ? tr("These are the last counts that the server sent.")
                               : QString());
        return;
    }
    QString text = m_wanted.filter.isEmpty()
                       ? tr("Clients: %1").arg(countText(m_matching))
                       : tr("Clients that pass the filter: %1 of %2")
                             .arg(countText(m_matching), countText(m_clients));
    if (const auto selected = quint64(m_actions.clients().size()); selected > 1)
        text += tr(" – %1 selected").arg(countText(selected));
    m_summary->setText(text);
}

void ClientsPage::say(const QString &text, bool isAlert)
{
    m_message->say(text, isAlert ? MessageLabel::Alert : MessageLabel::Quiet);
}

void ClientsPage::updateColors()
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, quietColor(colors));
    m_summary->setPalette(colors);
    colors.setColor(QPalette::WindowText, warningColor(palette()));
    m_paused->setPalette(colors);
}

void ClientsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QWidget::changeEvent(event);
}

void ClientsPage::saveTo(QSettings &settings) const
{
    settings.setValue(QStringLiteral("clients/columns"), m_table->horizontalHeader()->saveState());
    settings.setValue(QStringLiteral("clients/columnWidths"), m_table->chosenWidths());
    settings.setValue(QStringLiteral("clients/splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("clients/details"), m_details->isChecked());
    settings.setValue(QStringLiteral("clients/alsoRefused"), m_alsoRefused->isChecked());
}

void ClientsPage::restoreFrom(const QSettings &settings)
{
    QHeaderView *header = m_table->horizontalHeader();
    if (header->restoreState(settings.value(QStringLiteral("clients/columns")).toByteArray()))
        m_model.sort(header->sortIndicatorSection(), header->sortIndicatorOrder());
    m_table->setChosenWidths(settings.value(QStringLiteral("clients/columnWidths")).toList());
    m_splitter->restoreState(settings.value(QStringLiteral("clients/splitter")).toByteArray());
    m_details->setChecked(settings.value(QStringLiteral("clients/details")).toBool());
    m_alsoRefused->setChecked(settings.value(QStringLiteral("clients/alsoRefused")).toBool());
}

#include "moc_clientspage.cpp"
