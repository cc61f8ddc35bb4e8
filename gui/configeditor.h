// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "changeset.h"

#include <connlimit/control/controlclient.h>

#include <QtCore/QObject>
#include <QtGui/QUndoStack>

#include <optional>

class ChangeCommand;
class Monitor;

/// Changes the Config of the server that a Monitor follows, and takes the changes back.
///
/// Changes are sent one after the other, each when the last one has been answered. What was applied
/// stands on the undo stack. Undoing and redoing are requests, too: the stack moves at once, and
/// back again if the server does not agree. A change is undone (or redone) only while all the
/// values that it has set (or replaced) are still there; otherwise somebody else has changed them:
/// then nothing is overwritten, refused() says so, and the change leaves the stack, for it is no
/// longer in force. If the server is lost with a request under way, what became of it is seen when
/// it is back. Another server, or the same one started anew, begins with an empty stack.
class ConfigEditor : public QObject
{
    Q_OBJECT

public:
    using Handler = ConnLimit::ControlClient::Handler<ConnLimit::ConfigChange>;

    explicit ConfigEditor(Monitor &monitor, QObject *parent = nullptr);
    ~ConfigEditor() override;

    /// Sends \a patch; the undo stack will show it as \a text. \a handler is called once, with what
    /// has been applied or with why not.
    ///
    /// The revision of a patch that waits goes along with the changes of this editor that it waits
    /// for. A patch that is too long for a request is sent in parts, which are one change on the
    /// stack; if one of them is refused, what was applied before it stands there.
    void apply(const ConnLimit::ConfigPatch &patch, const QString &text, Handler handler = {});

    /// Makes \a changes if each value is still its `from`, otherwise nothing: a Conflict.
    void applyChanges(const ChangeSet &changes, const QString &text, Handler handler = {});

    [[nodiscard]] QUndoStack *undoStack() { return &m_stack; }

    /// Whether a request is under way, or waits.
    [[nodiscard]] bool isBusy() const { return m_current || !m_queue.isEmpty(); }

    /// Whether the Config with \a revision is one of the last that this editor has made.
    [[nodiscard]] bool hasMade(quint64 revision) const { return m_made.contains(revision); }

Q_SIGNALS:
    /// Something was applied, undone or redone.
    void applied(const ConnLimit::ConfigChange &change);
    /// Something was not, or only in part.
    void refused(const ConnLimit::ControlError &error, const ConnLimit::ConfigPatch &patch);
    /// The same, if it was to undo or redo \a text.
    void stepRefused(const ConnLimit::ControlError &error, const QString &text);
    void busyChanged(bool isBusy);

private:
    friend class ChangeCommand;

    enum class Kind { Apply, Undo, Redo };

    struct Job
    {
        Kind kind = Kind::Apply;
        ConnLimit::ConfigPatch patch;
        ChangeSet changes; ///< That are made only if nobody else has changed the same. Or none.
        QString text;
        Handler handler;
        ChangeCommand *command = nullptr; ///< To undo or redo; null when the stack has dropped it.
        QList<ConnLimit::ConfigPatch> parts; ///< That are still to be sent.
        ConnLimit::ConfigRevision before = {{}, 0};
        ConnLimit::ConfigRevision after = {{}, 0}; ///< The last part. Revision 0: none was applied.
        std::optional<ConnLimit::ControlError> loss; ///< With a part under way.
        ChangeSet resumed; ///< All that it is to change, if it goes on after a loss.
    };

    void enqueue(Job job);
    void enqueue(Kind kind, ChangeCommand *command);
    void forget(ChangeCommand *command);
    void startNext();
    void startGuarded(const ConnLimit::ConfigRevision &config);
    void sendPart();
    void takeReply(const ConnLimit::ControlReply<ConnLimit::ConfigChange> &reply);
    void takeError(const ConnLimit::ControlError &error);
    void tellRefused(const Job &job, const ConnLimit::ControlError &error);
    void finish(const ChangeSet &changes);
    void fail(ConnLimit::ControlError error);
    void handleStatus();
    void refuseWaiting();
    void forgetPast();
    void noteMade(quint64 revision);
    void settleLost(const ConnLimit::ConfigRevision &config);
    void keepPart(const Job &job, const ConnLimit::ConfigRevision &config);
    void settleStack();
    void push(ChangeSet changes, const QString &text);
    void drop(ChangeCommand *command);

    Monitor &m_monitor;
    QList<Job> m_queue;
    std::optional<Job> m_current;
    QList<quint64> m_made;     // revisions
    bool m_isSettling = false; // the stack moves to where the server is: nothing is sent
    ConnLimit::ServerInfo m_server;
    QUndoStack m_stack; // last: its commands are known to the jobs
};
