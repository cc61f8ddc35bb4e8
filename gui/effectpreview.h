// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/livemessages.h>

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <optional>

class Monitor;

/// Asks the server what a change would mean while the user is still making it up.
///
/// The last change that was asked for is sent when nothing has been asked for a moment, and one at
/// a time.
class EffectPreview : public QObject
{
    Q_OBJECT

public:
    explicit EffectPreview(Monitor &monitor, QObject *parent = nullptr);

    void ask(const ConnLimit::ConfigPatch &patch);
    /// Nothing is wanted any more; nothing is received until the next ask().
    void cancel();

Q_SIGNALS:
    /// The answer to the last ask().
    void received(const ConnLimit::ConfigPreview &preview);
    void failed(const ConnLimit::ControlError &error);

private:
    void send();
    void take(const ConnLimit::ControlReply<ConnLimit::ConfigPreview> &reply);

    Monitor &m_monitor;
    QTimer m_pause;
    std::optional<ConnLimit::ConfigPatch> m_wanted; // and not sent yet
    bool m_isUnderWay = false;
    bool m_isStale = false; // what is under way is not wanted any more
};
