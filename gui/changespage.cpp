// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "changespage.h"

#include "changeset.h"
#include "changewords.h"
#include "configeditor.h"
#include "monitor.h"
#include "tables.h"

#include <QtCore/QPointer>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QVBoxLayout>

using namespace ConnLimit;

ChangesPage::ChangesPage(Monitor &monitor, ConfigEditor &editor, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_editor(editor)
    , m_table(new QTableView)
    , m_revert(new QPushButton(tr("&Revert this change")))
    , m_message(new MessageLabel(QStringLiteral("changesMessage")))
{
    makeTable();
    m_revert->setObjectName(QStringLiteral("revertChange"));
    m_revert->setToolTip(
        tr("Sets what was there before, if nobody has changed the same since. It can be undone."));
    auto bottom = new QHBoxLayout;
    bottom->addWidget(m_message, 1);
    bottom->addWidget(m_revert);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    layout->addWidget(m_table, 1);
    layout->addLayout(bottom);

    connect(m_revert, &QPushButton::clicked, this, &ChangesPage::revert);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        m_message->say({});
        showState();
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &ChangesPage::showState);
    connect(&monitor, &Monitor::statusChanged, this, [this] {
        m_isStale = true;
        showState();
        ask();
    });
    connect(&monitor, &Monitor::configReceived, this, [this] {
        m_isStale = true;
        ask();
    });
    showState();
}

void ChangesPage::makeTable()
{
    m_table->setObjectName(QStringLiteral("changes"));
    m_table->setAccessibleName(tr("Changes of the config"));
    m_table->setModel(&m_model);
    setUpTable(m_table, fontMetrics().height() + 8);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    QHeaderView *header = m_table->horizontalHeader();
    const int character = fontMetrics().horizontalAdvance(u'0');
    header->resizeSection(ChangesModel::Time, 22 * character);
    header->resizeSection(ChangesModel::Who, 24 * character);
    header->resizeSection(ChangesModel::What, 30 * character);
    header->resizeSection(ChangesModel::From, 14 * character);
}

void ChangesPage::ask()
{
    if (!isVisible() || !m_isStale || m_isAsking || !m_monitor.isAttached())
        return;
    m_isAsking = true;
    m_isStale = false;
    const QPointer<ChangesPage> guard(this);
    m_monitor.client().requestChanges([guard](const ControlReply<QList<ChangeRecord>> &reply) {
        if (!guard)
            return;
        guard->m_isAsking = false;
        if (const auto *records = std::get_if<QList<ChangeRecord>>(&reply))
            guard->m_model.setRecords(*records);
        else if (const auto &error = std::get<ControlError>(reply);
                 error.code != ControlError::NotAttached)
            guard->m_message->say(tr("The server does not tell its changes: %1").arg(error.message),
                                  MessageLabel::Alert);
        guard->ask(); // if there was a change meanwhile
    });
}

void ChangesPage::revert()
{
    const ChangeRecord *record = m_model.recordAt(m_table->currentIndex());
    if (!record)
        return;
    const ChangeSet back = reversed(record->changes);
    const QPointer<ChangesPage> guard(this);
    m_editor.applyChanges(back, changesWords(back), [guard, back](const auto &reply) {
        if (!guard)
            return;
        if (const ControlError *error = std::get_if<ControlError>(&reply))
            guard->m_message->say(tr("Not reverted: %1").arg(error->message), MessageLabel::Alert);
        else
            guard->m_message->say(tr("Reverted: %1").arg(changesWords(back)));
    });
}

void ChangesPage::showState()
{
    const ChangeRecord *record = m_model.recordAt(m_table->currentIndex());
    const bool isWhole = record && record->leftOut == 0 && !record->changes.empty();
    m_table->setEnabled(m_monitor.isAttached());
    m_revert->setEnabled(m_monitor.isAttached() && isWhole);
    if (record && record->leftOut > 0)
        m_message->say(tr("The server does not remember all of this change."));
}

void ChangesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

#include "moc_changespage.cpp"
