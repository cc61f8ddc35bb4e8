// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "configeditor.h"

#include "changecommand.h"
#include "monitor.h"

#include <QtCore/QPointer>
#include <QtCore/QScopedValueRollback>

// QUndoStack moves its index and calls the command at once; the server answers later. So every
// command knows whether it is in force at the server. Jobs are done in the order in which they were
// asked for, so those in force are always the first ones of the stack, and their number is the
// index to go back to when something fails.

using namespace ConnLimit;

ConfigEditor::ConfigEditor(Monitor &monitor, QObject *parent)
    : QObject(parent)
    , m_monitor(monitor)
{
    m_stack.setUndoLimit(200);
    connect(&monitor, &Monitor::statusChanged, this, &ConfigEditor::handleStatus);
    handleStatus();
}

ConfigEditor::~ConfigEditor() = default;

void ConfigEditor::apply(const ConfigPatch &patch, const QString &text, Handler handler)
{
    Job job;
    job.patch = patch;
    job.text = text;
    job.handler = std::move(handler);
    enqueue(std::move(job));
}

void ConfigEditor::applyChanges(const ChangeSet &changes, const QString &text, Handler handler)
{
    Job job;
    job.patch = patchFor(changes);
    job.changes = changes;
    job.text = text;
    job.handler = std::move(handler);
    enqueue(std::move(job));
}

void ConfigEditor::enqueue(Kind kind, ChangeCommand *command)
{
    if (m_isSettling)
        return;
    Job job;
    job.kind = kind;
    job.command = command;
    job.changes = kind == Kind::Undo ? reversed(command->changes) : command->changes;
    job.patch = patchFor(job.changes);
    job.text = command->text();
    enqueue(std::move(job));
}

void ConfigEditor::enqueue(Job job)
{
    const bool wasBusy = isBusy();
    m_queue.append(std::move(job));
    if (!wasBusy)
        Q_EMIT busyChanged(true);
    // Not at once: within QUndoStack::undo() the stack cannot be set back.
    QMetaObject::invokeMethod(this, &ConfigEditor::startNext, Qt::QueuedConnection);
}

void ConfigEditor::forget(ChangeCommand *command)
{
    m_queue.removeIf([command](const Job &job) { return job.command == command; });
    if (m_current && m_current->command == command)
        m_current->command = nullptr;
}

void ConfigEditor::startNext()
{
    if (m_current || m_queue.isEmpty())
        return;
    m_current = m_queue.takeFirst();
    if (!m_monitor.isAttached())
        return fail({ControlError::NotAttached, tr("there is no server"), {}, {}});
    if (m_current->changes.empty()) {
        m_current->parts = partsOf(m_current->patch);
        m_current->before = m_monitor.config();
        return sendPart();
    }
    const QPointer<ConfigEditor> guard(this);
    m_monitor.client().requestConfig([guard](const ControlReply<ConfigRevision> &reply) {
        if (!guard)
            return;
        if (const ControlError *error = std::get_if<ControlError>(&reply))
            return guard->fail(*error);
        guard->startGuarded(std::get<ConfigRevision>(reply));
    });
}

void ConfigEditor::startGuarded(const ConfigRevision &config)
{
    m_monitor.takeConfig(config);
    if (const auto overwritten = findOverwritten(m_current->changes, config.config)) {
        const QString message
            = tr("somebody else has changed it meanwhile: %1").arg(changeText(*overwritten));
        return fail({ControlError::Conflict, message, {}, config});
    }
    m_current->patch.revision = config.revision;
    m_current->parts = partsOf(m_current->patch);
    m_current->before = config;
    sendPart();
}

void ConfigEditor::noteMade(quint64 revision)
{
    m_made.append(revision);
    if (m_made.size() > 64)
        m_made.removeFirst();
}

void ConfigEditor::sendPart()
{
    ConfigPatch part = m_current->parts.takeFirst();
    if (m_current->after.revision != 0)
        part.revision = m_current->after.revision;
    const QPointer<ConfigEditor> guard(this);
    m_monitor.client().setConfig(part, [guard](const ControlReply<ConfigChange> &reply) {
        if (guard)
            guard->takeReply(reply);
    });
}

void ConfigEditor::takeReply(const ControlReply<ConfigChange> &reply)
{
    if (const ControlError *error = std::get_if<ControlError>(&reply))
        return takeError(*error);
    const ConfigChange &change = std::get<ConfigChange>(reply);
    if (m_current->after.revision == 0)
        m_current->before = change.before;
    m_current->after = change.after;
    noteMade(change.after.revision);
    if (!m_current->parts.isEmpty())
        return sendPart();
    ChangeSet made = std::move(m_current->resumed);
    if (made.empty())
        made = changesBetween(m_current->before.config, m_current->after.config);
    finish(made);
}

void ConfigEditor::takeError(const ControlError &error)
{
    if (error.code == ControlError::NotAttached) { // was it applied? To be seen
        m_current->loss = error;
        return handleStatus();
    }
    const bool isFirst = m_current->after.revision == 0;
    const bool isGuarded = !m_current->changes.empty();
    if (error.code == ControlError::Conflict && error.current && isFirst && isGuarded)
        return startGuarded(*error.current); // something else may have been changed
    if (!isFirst)
        keepPart(*m_current, error.current.value_or(m_current->after));
    fail(error);
}

void ConfigEditor::finish(const ChangeSet &changes)
{
    const Job job = *std::exchange(m_current, std::nullopt);
    const ConfigChange change{ConfigChange::Outcome::Applied, {}, job.before, job.after};
    for (Job &waiting : m_queue) {
        if (waiting.patch.revision == job.before.revision)
            waiting.patch.revision = job.after.revision;
    }
    if (job.kind == Kind::Apply)
        push(changes, job.text);
    else if (job.command)
        job.command->isInForce = job.kind == Kind::Redo;

    const QPointer<ConfigEditor> guard(this); // receivers may do as they please
    m_monitor.takeConfig(job.after);
    if (guard)
        Q_EMIT applied(change);
    if (job.handler)
        job.handler(change);
    if (!guard)
        return;
    if (!isBusy())
        Q_EMIT busyChanged(false);
    startNext();
}

void ConfigEditor::fail(ControlError error) // a copy: it may be that of the job which ends here
{
    const Job job = *std::exchange(m_current, std::nullopt);
    settleStack();
    if (job.command && error.code == ControlError::Conflict && job.after.revision == 0)
        drop(job.command);
    const QPointer<ConfigEditor> guard(this);
    if (error.current)
        m_monitor.takeConfig(*error.current);
    if (guard)
        tellRefused(job, error);
    if (!guard)
        return;
    if (!isBusy())
        Q_EMIT busyChanged(false);
    startNext();
}

void ConfigEditor::tellRefused(const Job &job, const ControlError &error)
{
    const QPointer<ConfigEditor> guard(this);
    Q_EMIT refused(error, job.patch);
    if (guard && job.kind != Kind::Apply)
        Q_EMIT stepRefused(error, job.text);
    if (job.handler)
        job.handler(error);
}

void ConfigEditor::handleStatus()
{
    if (!m_monitor.isAttached())
        return refuseWaiting();
    const ServerInfo server = m_monitor.client().server();
    const bool isSame
        = server.processId == m_server.processId && server.started == m_server.started;
    m_server = server;
    if (!isSame)
        forgetPast();
    if (!m_current || !m_current->loss)
        return;
    if (!isSame)
        return fail(*m_current->loss);
    const QPointer<ConfigEditor> guard(this);
    m_monitor.client().requestConfig([guard](const ControlReply<ConfigRevision> &reply) {
        if (const auto *config = std::get_if<ConfigRevision>(&reply); config && guard)
            guard->settleLost(*config); // otherwise it is lost again, and will be back again
    });
}

void ConfigEditor::forgetPast()
{
    m_stack.clear();
    m_made.clear();
}

void ConfigEditor::refuseWaiting()
{
    if (m_queue.isEmpty())
        return;
    const QList<Job> jobs = std::exchange(m_queue, {});
    settleStack();
    const QPointer<ConfigEditor> guard(this);
    const ControlError error{ControlError::NotAttached, tr("there is no server"), {}, {}};
    for (const Job &job : jobs) {
        if (guard)
            tellRefused(job, error);
    }
    if (guard && !isBusy())
        Q_EMIT busyChanged(false);
}

/// Finds out what became of a request whose answer has not come.
void ConfigEditor::settleLost(const ConfigRevision &config)
{
    if (!m_current || !m_current->loss)
        return;
    Config wanted = m_current->before.config;
    const bool isKnown = m_current->before.revision != 0 && !m_current->patch.applyTo(wanted);
    if (!isKnown)
        return fail(*m_current->loss);
    const ChangeSet changes = changesBetween(m_current->before.config, wanted);
    const ChangeSet left = applicable(changes, config.config);
    const ChangeSet made = applicable(reversed(changes), config.config);
    if (made.empty() || made.size() + left.size() != changes.size()) {
        keepPart(*m_current, config);
        return fail(*m_current->loss);
    }
    if (!left.empty()) { // nobody wants half of it
        m_current->loss.reset();
        m_current->resumed = changes;
        m_current->after = config;
        m_current->parts = partsOf(patchFor(left));
        return sendPart();
    }
    m_current->after = config;
    noteMade(config.revision);
    if (m_current->command)
        m_current->command->isInForce = m_current->kind == Kind::Redo;
    settleStack();
    finish(changes);
}

/// Of a change that went wrong halfway, the stack keeps what is in force.
void ConfigEditor::keepPart(const Job &job, const ConfigRevision &config)
{
    if (job.kind == Kind::Apply) {
        Config wanted = job.before.config;
        if (!job.patch.applyTo(wanted)) {
            const ChangeSet done = changesBetween(job.before.config, wanted);
            push(reversed(applicable(reversed(done), config.config)), job.text);
        }
    } else if (job.command) {
        ChangeSet left = reversed(applicable(reversed(job.command->changes), config.config));
        job.command->isInForce = !left.empty();
        if (!left.empty())
            job.command->changes = std::move(left);
    }
}

void ConfigEditor::settleStack()
{
    m_queue.removeIf([](const Job &job) { return job.kind != Kind::Apply; });
    const QScopedValueRollback settling(m_isSettling, true);
    int count = 0;
    while (count < m_stack.count()
           && static_cast<const ChangeCommand *>(m_stack.command(count))->isInForce)
        ++count;
    m_stack.setIndex(count);
}

void ConfigEditor::push(ChangeSet changes, const QString &text)
{
    if (changes.empty())
        return;
    settleStack();
    const QScopedValueRollback settling(m_isSettling, true);
    m_stack.push(new ChangeCommand(*this, std::move(changes), text));
}

void ConfigEditor::drop(ChangeCommand *command)
{
    const QScopedValueRollback settling(m_isSettling, true);
    const bool isInForce = command->isInForce;
    command->setObsolete(true); // the stack deletes it where it comes to it
    if (isInForce)
        m_stack.undo();
    else
        m_stack.redo();
}

#include "moc_configeditor.cpp"
