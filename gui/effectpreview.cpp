// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "effectpreview.h"

#include "monitor.h"

#include <QtCore/QPointer>

using namespace ConnLimit;

EffectPreview::EffectPreview(Monitor &monitor, QObject *parent)
    : QObject(parent)
    , m_monitor(monitor)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(std::chrono::milliseconds(150));
    connect(&m_pause, &QTimer::timeout, this, &EffectPreview::send);
}

void EffectPreview::ask(const ConfigPatch &patch)
{
    m_wanted = patch;
    m_isStale = true;
    m_pause.start();
}

void EffectPreview::cancel()
{
    m_wanted.reset();
    m_isStale = true;
    m_pause.stop();
}

void EffectPreview::send()
{
    if (!m_wanted || m_isUnderWay)
        return;
    m_isUnderWay = true;
    m_isStale = false;
    const QPointer<EffectPreview> guard(this);
    const ConfigPatch patch = *std::exchange(m_wanted, std::nullopt);
    m_monitor.client().previewConfig(patch, [guard](const ControlReply<ConfigPreview> &reply) {
        if (guard)
            guard->take(reply);
    });
}

void EffectPreview::take(const ControlReply<ConfigPreview> &reply)
{
    m_isUnderWay = false;
    if (m_isStale) {
        if (!m_pause.isActive())
            send();
    } else if (const ControlError *error = std::get_if<ControlError>(&reply)) {
        Q_EMIT failed(*error);
    } else {
        Q_EMIT received(std::get<ConfigPreview>(reply));
    }
}

#include "moc_effectpreview.cpp"
