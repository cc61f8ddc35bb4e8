// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "eventspage.h"

#include "monitor.h"
#include "tables.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QShortcut>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

using namespace ConnLimit;

EventsPage::EventsPage(Monitor &monitor, QWidget *parent)
    : QWidget(parent)
    , m_source(monitor, m_model)
    , m_filterEdit(new QLineEdit)
    , m_table(new QTableView)
    , m_message(new QLabel)
{
    m_filter.setSourceModel(&m_model);
    makeTable();
    m_filterEdit->setObjectName(QStringLiteral("eventFilter"));
    m_filterEdit->setAccessibleName(tr("Filter"));
    m_filterEdit->setPlaceholderText(tr("Filter by a part of the text"));
    m_filterEdit->setClearButtonEnabled(true);
    m_message->setObjectName(QStringLiteral("eventsMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_message->hide();
    connect(&m_source, &EventSource::failed, m_message, [this](const QString &reason) {
        m_message->setText(tr("The server does not tell its events: %1").arg(reason));
        m_message->show();
    });
    connect(&monitor, &Monitor::statusChanged, m_message, &QLabel::hide);

    auto top = new QHBoxLayout;
    top->addWidget(m_filterEdit, 1);
    top->addWidget(makeKind("showRefused", tr("&Refusals"), Event::Kind::Refused));
    top->addWidget(makeKind("showChanged", tr("C&hanges"), Event::Kind::Changed));
    top->addWidget(makeKind("showServer", tr("Ser&ver"), Event::Kind::Server));
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_message);
    connectModel();
}

EventsPage::~EventsPage()
{
    m_table->verticalScrollBar()->disconnect(this); // QWidget hides the table, which may move it
}

void EventsPage::makeTable()
{
    m_table->setObjectName(QStringLiteral("events"));
    m_table->setAccessibleName(tr("Events"));
    m_table->setModel(&m_filter);
    setUpTable(m_table, fontMetrics().height() + 8);
    m_table->setAlternatingRowColors(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    QHeaderView *header = m_table->horizontalHeader();
    const int character = fontMetrics().horizontalAdvance(u'0');
    header->resizeSection(EventsModel::Time, 22 * character);
    header->resizeSection(EventsModel::Kind, 11 * character);
    connect(new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, &EventsPage::copy);
}

QWidget *EventsPage::makeKind(const char *name, const QString &text, Event::Kind kind)
{
    auto box = new QCheckBox(text);
    box->setObjectName(QString::fromLatin1(name));
    box->setChecked(true);
    connect(box, &QCheckBox::toggled, this, [this, kind](bool isShown) {
        m_filter.setKindShown(kind, isShown);
        if (m_followsEnd)
            m_table->scrollToBottom();
    });
    return box;
}

void EventsPage::connectModel()
{
    QScrollBar *bar = m_table->verticalScrollBar();
    connect(bar, &QScrollBar::actionTriggered, this, [this, bar] { // by the user, who ...
        m_followsEnd = bar->sliderPosition() >= bar->maximum();
    });
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) { // ... has a wheel, too
        m_followsEnd = value >= bar->maximum() || (m_followsEnd && bar->maximum() == 0);
    });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int maximum) {
        if (m_followsEnd)
            bar->setValue(maximum);
    });
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this,
            [this, bar](const QModelIndex &, int first, int last) {
                if (!m_followsEnd && first == 0) // what is being read stays where it is
                    bar->setValue(bar->value() - (last - first + 1));
            });
    connect(m_filterEdit, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setText(text);
        if (m_followsEnd)
            m_table->scrollToBottom();
    });
}

void EventsPage::copy() const
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows)) {
        QStringList cells;
        for (int column = 0; column < EventsModel::ColumnCount; ++column)
            cells.append(row.siblingAtColumn(column).data().toString());
        lines.append(cells.join(u'\t'));
    }
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

#include "moc_eventspage.cpp"
