// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limitpanel.h"

#include "changewords.h"
#include "configeditor.h"
#include "effectwords.h"
#include "limitslider.h"
#include "monitor.h"
#include "noticebar.h"
#include "undobutton.h"

#include <QtCore/QPointer>

using namespace ConnLimit;

LimitPanel::LimitPanel(Monitor &monitor, ConfigEditor &editor, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_editor(editor)
    , m_preview(monitor)
    , m_limit(m_fields.box("maximumConnectionsPerClient"))
    , m_slider(new LimitSlider)
    , m_apply(new QPushButton(tr("Apply")))
    , m_revert(new QPushButton(tr("Revert")))
    , m_undo(new UndoButton(monitor, editor))
    , m_more(new QToolButton)
    , m_message(new MessageLabel(QStringLiteral("message")))
    , m_dryRun(new NoticeBar)
    , m_conflict(new NoticeBar)
    , m_takeMine(m_conflict->addButton(QStringLiteral("takeMine")))
    , m_takeTheirs(m_conflict->addButton(QStringLiteral("takeTheirs")))
{
    makeBoxes();
    makeLayout();
    connectFields();
    connectServer();
    handleStatus();
    if (monitor.config().revision != 0)
        handleConfig(monitor.config());
}

void LimitPanel::connectFields()
{
    connect(&m_fields, &ConfigFields::edited, this, &LimitPanel::noteEdit);
    connect(&m_fields, &ConfigFields::accepted, this, &LimitPanel::apply);
    connect(&m_fields, &ConfigFields::rejected, this, &LimitPanel::revert);
    connect(m_slider, &LimitSlider::limitMoved, this, [this](quint32 limit) {
        m_limit->setLimit(limit);
        Q_EMIT m_limit->edited();
    });
    connect(m_apply, &QPushButton::clicked, this, &LimitPanel::apply);
    connect(m_revert, &QPushButton::clicked, this, &LimitPanel::revert);
    connect(m_takeMine, &QPushButton::clicked, this, &LimitPanel::send);
    connect(m_takeTheirs, &QPushButton::clicked, this, &LimitPanel::revert);
}

void LimitPanel::connectServer()
{
    connect(&m_monitor, &Monitor::configReceived, this, &LimitPanel::handleConfig);
    connect(&m_monitor, &Monitor::statusChanged, this, &LimitPanel::handleStatus);
    connect(&m_preview, &EffectPreview::received, this, [this](const ConfigPreview &preview) {
        Config wanted = m_fields.config();
        const auto changes = m_fields.changes();
        if (const ChangeSet *set = std::get_if<ChangeSet>(&changes))
            static_cast<void>(patchFor(*set).applyTo(wanted));
        m_message->say(previewWords(preview, m_fields.config(), wanted), MessageLabel::Normal);
    });
    connect(&m_preview, &EffectPreview::failed, this, [this](const ControlError &error) {
        if (error.code != ControlError::NotAttached)
            m_message->say(error.message, MessageLabel::Alert);
    });
    connect(&m_editor, &ConfigEditor::applied, this, &LimitPanel::handleApplied);
    connect(&m_editor, &ConfigEditor::stepRefused, this,
            [this](const ControlError &error, const QString &text) {
                m_message->say(tr("Left as it is (%1): %2").arg(text, error.message),
                               MessageLabel::Alert);
            });
}

void LimitPanel::handleStatus()
{
    if (m_target != m_monitor.client().target()) { // what was typed was meant for another server
        m_target = m_monitor.client().target();
        m_revision = 0;
        revert();
    }
    if (!m_monitor.isAttached())
        m_preview.cancel();
    const bool isThere = m_monitor.isAttached() && m_revision != 0;
    m_fields.setEnabled(isThere);
    m_slider->setEnabled(isThere);
    showState();
}

void LimitPanel::handleConfig(const ConfigRevision &config)
{
    const bool isFirst = m_revision == 0;
    const quint32 before = m_fields.config().maximumConnectionsPerClient;
    const bool isEdited = m_fields.isEdited();
    if (isFirst)
        m_fields.revert();
    const ChangeSet overwritten = m_fields.setConfig(config.config);
    m_revision = config.revision;
    if (isFirst) {
        m_message->say({});
    } else if (!m_editor.hasMade(config.revision)) {
        addConflicts(overwritten);
        if (!isEdited && before != config.config.maximumConnectionsPerClient)
            m_message->say(tr("Somebody else has set it to %1.")
                               .arg(limitWords(config.config.maximumConnectionsPerClient)));
    }
    m_dryRun->setText(config.config.dryRun
                          ? tr("Dry run: nothing is refused. What would be refused is counted.")
                          : QString());
    dropSettledConflicts();
    handleStatus();
    if (m_fields.isEdited())
        noteEdit(); // it means something else now
    else
        m_preview.cancel();
}

void LimitPanel::noteEdit()
{
    const auto limit = m_limit->limit();
    if (const quint32 *value = std::get_if<quint32>(&limit))
        m_slider->setLimit(*value);
    dropSettledConflicts();
    showState();
    const auto changes = m_fields.changes();
    if (const auto *invalid = std::get_if<ConfigFields::Invalid>(&changes)) {
        m_preview.cancel();
        return m_message->say(invalid->reason, MessageLabel::Alert);
    }
    const ChangeSet &set = std::get<ChangeSet>(changes);
    if (set.empty()) {
        m_preview.cancel();
        return m_message->say({});
    }
    m_preview.ask(patchFor(set));
    if (m_message->weight() != MessageLabel::Normal)
        m_message->say(tr("Enter applies, Esc reverts."));
}

void LimitPanel::apply()
{
    if (m_conflicts.empty())
        return send();
    m_takeMine->setFocus(Qt::OtherFocusReason); // one more Enter, for what has been seen
}

void LimitPanel::send()
{
    if (!m_limit->isEnabled())
        return;
    const auto changes = m_fields.changes();
    if (const auto *invalid = std::get_if<ConfigFields::Invalid>(&changes)) {
        invalid->box->setFocus(Qt::OtherFocusReason);
        return m_message->say(invalid->reason, MessageLabel::Alert);
    }
    const ChangeSet &set = std::get<ChangeSet>(changes);
    if (set.empty())
        return;
    m_preview.cancel();
    m_conflicts.clear();
    showConflicts();
    const QPointer<LimitPanel> guard(this);
    m_editor.applyChanges(set, changesWords(set), [guard](const ControlReply<ConfigChange> &reply) {
        const ControlError *error = std::get_if<ControlError>(&reply);
        if (guard && error && guard->m_conflicts.empty())
            guard->m_message->say(tr("Not applied: %1").arg(error->message), MessageLabel::Alert);
    });
    m_limit->setFocus(Qt::OtherFocusReason);
}

void LimitPanel::revert()
{
    m_preview.cancel();
    m_fields.revert();
    m_slider->setLimit(quint32(m_limit->value()));
    m_conflicts.clear();
    showConflicts();
    showState();
    m_message->say({});
}

void LimitPanel::handleApplied(const ConfigChange &change)
{
    ChangeSet changes = changesBetween(change.before.config, change.after.config);
    std::erase_if(changes, [](const FieldChange &each) { return each.field == "rules"; });
    if (changes.empty() || m_fields.isEdited())
        return;
    if (changes.size() == 1 && changes[0].field == "maximumConnectionsPerClient")
        m_message->say(tr("%1 → %2, in force for the next connection. None was closed.")
                           .arg(valueWords(changes[0], changes[0].from),
                                valueWords(changes[0], changes[0].to)));
    else
        m_message->say(tr("In force: %1.").arg(changesWords(changes)));
}

void LimitPanel::showState()
{
    const bool isEdited = m_limit->isEnabled() && m_fields.isEdited();
    m_apply->setEnabled(isEdited && m_conflicts.empty()); // otherwise there is a choice to be made
    m_revert->setEnabled(isEdited);
    const auto limit = m_limit->limit();
    if (const quint32 *value = std::get_if<quint32>(&limit))
        m_slider->setLimit(*value);
}

#include "moc_limitpanel.cpp"
