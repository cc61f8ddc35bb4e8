// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "ruleseditor.h"

#include "changewords.h"
#include "configeditor.h"
#include "effectwords.h"
#include "monitor.h"
#include "noticebar.h"
#include "undobutton.h"

#include <connlimit/control/text.h>

#include <QtCore/QPointer>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QFileDialog>

using namespace ConnLimit;

RulesEditor::RulesEditor(Monitor &monitor, ConfigEditor &editor, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_editor(editor)
    , m_preview(monitor)
    , m_filterEdit(new QLineEdit)
    , m_table(new QTableView)
    , m_hint(new QLabel)
    , m_message(new MessageLabel(QStringLiteral("rulesMessage")))
    , m_conflict(new NoticeBar)
    , m_takeMine(m_conflict->addButton(QStringLiteral("takeMine")))
    , m_takeTheirs(m_conflict->addButton(QStringLiteral("takeTheirs")))
{
    m_filter.setSourceModel(&m_model);
    makeTable();
    makeLayout(new UndoButton(monitor, editor));
    connect(m_filterEdit, &QLineEdit::textChanged, &m_filter, &RulesFilter::setText);
    connect(&m_model, &RulesModel::edited, this, &RulesEditor::noteEdit);
    connect(m_takeMine, &QPushButton::clicked, this, [this] {
        m_conflicts.clear();
        showConflicts();
        apply();
    });
    connect(m_takeTheirs, &QPushButton::clicked, this, &RulesEditor::revert);
    connect(&monitor, &Monitor::configReceived, this, &RulesEditor::handleConfig);
    connect(&monitor, &Monitor::statusChanged, this, &RulesEditor::handleStatus);
    connect(&m_preview, &EffectPreview::received, this, [this](const ConfigPreview &preview) {
        const Config &config = m_monitor.config().config;
        Config wanted = config;
        const auto changes = m_model.changes();
        if (const ChangeSet *set = std::get_if<ChangeSet>(&changes))
            static_cast<void>(patchFor(*set).applyTo(wanted));
        m_message->say(m_notice + previewWords(preview, config, wanted), MessageLabel::Normal);
    });
    connect(&m_preview, &EffectPreview::failed, this, [this](const ControlError &error) {
        if (error.code != ControlError::NotAttached)
            m_message->say(error.message, MessageLabel::Alert);
    });
    handleStatus();
    if (monitor.config().revision != 0)
        handleConfig(monitor.config());
}

void RulesEditor::handleConfig(const ConfigRevision &config)
{
    if (std::exchange(m_revision, config.revision) == 0)
        m_model.discard(); // nothing is left from another server
    const ChangeSet overwritten = m_model.setRules(config.config.rules);
    if (!m_editor.hasMade(config.revision) && !overwritten.empty()) {
        m_conflicts = overwritten;
        showConflicts();
    }
    handleStatus();
    if (!m_model.isEdited())
        m_preview.cancel();
    else if (!m_isApplying) // of which this may be a part
        noteEdit();         // it means something else now
}

void RulesEditor::handleStatus()
{
    if (m_target != m_monitor.client().target()) {
        m_target = m_monitor.client().target();
        m_revision = 0;
        m_conflicts.clear();
        m_model.discard();
    }
    if (!m_monitor.isAttached())
        m_preview.cancel();
    showState();
}

void RulesEditor::showState()
{
    const bool isThere = m_monitor.isAttached() && m_revision != 0;
    const bool isEdited = m_model.isEdited();
    m_hint->setText(m_model.rowCount() == 0
                        ? tr("There are no rules: the same limit holds for everybody.")
                        : tr("The first rule from the top that holds an address applies to it, and "
                             "no other: the longest prefix wins."));
    m_table->setEnabled(isThere);
    for (QPushButton *button : std::as_const(m_editButtons))
        button->setEnabled(isThere);
    m_revert->setEnabled(isThere && isEdited);
    m_apply->setEnabled(isThere && isEdited && m_conflicts.empty());
}

void RulesEditor::noteEdit()
{
    showState();
    m_preview.cancel();
    const auto changes = m_model.changes();
    if (const auto *invalid = std::get_if<RulesModel::Invalid>(&changes))
        return m_message->say(m_notice + tr("Not ready to be applied: %1").arg(invalid->reason),
                              MessageLabel::Alert);
    const ChangeSet &set = std::get<ChangeSet>(changes);
    if (set.empty()) {
        m_conflicts.clear();
        showConflicts();
        return m_message->say({});
    }
    const ConfigPatch patch = patchFor(set);
    if (const qsizetype parts = partsOf(patch).size(); parts > 1)
        return m_message->say(m_notice
                              + tr("%1 changed: too many for a preview. They are sent in %2 parts.")
                                    .arg(rulesWords(set.size()), countText(quint64(parts))));
    m_preview.ask(patch);
    if (m_message->weight() != MessageLabel::Normal)
        m_message->say(m_notice + tr("%1 changed.").arg(rulesWords(set.size())));
}

void RulesEditor::apply()
{
    if (!m_conflicts.empty())
        return m_takeMine->setFocus(Qt::OtherFocusReason);
    const auto changes = m_model.changes();
    if (const auto *invalid = std::get_if<RulesModel::Invalid>(&changes)) {
        m_filterEdit->clear();
        const QModelIndex place = m_filter.mapFromSource(invalid->index);
        m_table->setCurrentIndex(place);
        m_table->scrollTo(place);
        return noteEdit();
    }
    const ChangeSet &set = std::get<ChangeSet>(changes);
    if (set.empty() || !m_monitor.isAttached())
        return;
    m_preview.cancel();
    m_notice.clear();
    m_isApplying = true;
    m_message->say(tr("Applying…"));
    const QPointer<RulesEditor> guard(this);
    m_editor.applyChanges(set, changesWords(set),
                          [guard, set](const ControlReply<ConfigChange> &reply) {
                              if (!guard)
                                  return;
                              guard->m_isApplying = false;
                              if (const ControlError *error = std::get_if<ControlError>(&reply))
                                  guard->m_message->say(tr("Not applied: %1").arg(error->message),
                                                        MessageLabel::Alert);
                              else if (!guard->m_model.isEdited())
                                  guard->m_message->say(tr("In force: %1.").arg(changesWords(set)));
                          });
}

void RulesEditor::revert()
{
    m_conflicts.clear();
    showConflicts();
    m_notice.clear();
    m_model.discard();
}

void RulesEditor::add()
{
    const QModelIndex place = m_filter.mapFromSource(m_model.addRule());
    m_table->setCurrentIndex(place);
    m_table->scrollTo(place);
    m_table->edit(place);
}

QList<int> RulesEditor::selectedRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        rows.append(m_filter.mapToSource(index).row());
    return rows;
}

void RulesEditor::toggleRemoved()
{
    if (m_table->isEnabled())
        m_model.toggleRemoved(selectedRows());
}

void RulesEditor::copy()
{
    QModelIndexList selected = m_table->selectionModel()->selectedRows();
    std::sort(selected.begin(), selected.end());
    QStringList lines;
    for (const QModelIndex &index : std::as_const(selected))
        lines.append(m_model.lineAt(m_filter.mapToSource(index).row()));
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void RulesEditor::paste()
{
    addLines(QGuiApplication::clipboard()->text());
}

void RulesEditor::importFile()
{
    const QPointer<RulesEditor> guard(this);
    QFileDialog::getOpenFileContent(QString(),
                                    [guard](const QString &name, const QByteArray &content) {
                                        if (guard && !name.isEmpty())
                                            guard->addLines(QString::fromUtf8(content));
                                    });
}

void RulesEditor::addLines(const QString &lines)
{
    if (!m_table->isEnabled())
        return;
    const int leftOut = m_model.addLines(lines);
    m_notice = leftOut == 0
                   ? QString()
                   : tr("%1 left out: there may be at most %2. ")
                         .arg(rulesWords(quint64(leftOut)), rulesWords(Config::maximumRules));
    noteEdit();
    m_table->scrollToTop();
}

void RulesEditor::showConflicts()
{
    const QString first = m_conflicts.empty() ? QString() : changeWords(m_conflicts.front());
    m_takeMine->setText(tr("Apply mine on top"));
    m_takeTheirs->setText(tr("Take theirs"));
    m_conflict->setText(
        m_conflicts.empty() ? QString()
        : m_conflicts.size() == 1
            ? tr("Somebody else has changed a rule that you are editing: %1").arg(first)
            : tr("Somebody else has changed %1 that you are editing: %2, …")
                  .arg(rulesWords(m_conflicts.size()), first));
    showState();
}

#include "moc_ruleseditor.cpp"
