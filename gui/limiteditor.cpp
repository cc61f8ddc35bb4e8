// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limiteditor.h"

#include "palette.h"

#include <connlimit/control/text.h>

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>

using namespace ConnLimit;

static QString limitPhrase(quint32 limit)
{
    return limit == 0 ? LimitEditor::tr("no limit") : countText(limit);
}

LimitEditor::LimitEditor(QWidget *parent)
    : QWidget(parent)
    , m_limit(new LimitSpinBox)
    , m_apply(new QPushButton(tr("Apply")))
    , m_message(new QLabel)
{
    auto label = new QLabel(tr("Connections for each &client"));
    label->setBuddy(m_limit);
    setFocusProxy(m_limit);
    m_limit->setObjectName(QStringLiteral("limit"));
    m_limit->setAccessibleName(tr("Connections for each client"));
    m_limit->setMinimumWidth(m_limit->fontMetrics().horizontalAdvance(QStringLiteral("2147483647"))
                             + 40);
    m_limit->setToolTip(tr("Enter applies, Esc reverts. 0 is no limit."));
    m_apply->setObjectName(QStringLiteral("apply"));
    m_apply->setFocusPolicy(Qt::TabFocus); // a click leaves a wrong text where it is
    m_message->setObjectName(QStringLiteral("message"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);

    auto layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(m_limit);
    layout->addWidget(m_apply);
    layout->addSpacing(8);
    layout->addWidget(m_message, 1);

    connect(m_limit, &LimitSpinBox::edited, this, &LimitEditor::noteEdit);
    connect(m_limit, &LimitSpinBox::accepted, this, &LimitEditor::apply);
    connect(m_limit, &LimitSpinBox::rejected, this, &LimitEditor::revert);
    connect(m_apply, &QPushButton::clicked, this, &LimitEditor::apply);
    setUnavailable();
}

void LimitEditor::setConfig(const ConfigRevision &config)
{
    const bool isNews = m_isAvailable
                        && config.config.maximumConnectionsPerClient
                               != m_config.config.maximumConnectionsPerClient;
    m_config = config;
    m_isAvailable = true;
    m_limit->setEnabled(true);
    if (!m_isEdited) {
        showConfig();
        if (isNews)
            say(tr("Somebody else has set it to %1.")
                    .arg(limitPhrase(config.config.maximumConnectionsPerClient)),
                false);
    } else if (isNews) {
        say(tr("Somebody else has set it to %1 meanwhile. Enter sets your value all the same, Esc "
               "drops it.")
                .arg(limitPhrase(config.config.maximumConnectionsPerClient)),
            true);
    }
    m_apply->setEnabled(m_isEdited);
}

void LimitEditor::setUnavailable()
{
    m_isAvailable = false;
    m_isEdited = false;
    m_limit->setEnabled(false);
    m_apply->setEnabled(false);
    say({}, false);
}

void LimitEditor::noteEdit()
{
    const auto limit = m_limit->limit();
    const quint32 *value = std::get_if<quint32>(&limit);
    m_isEdited = !value || *value != m_config.config.maximumConnectionsPerClient;
    m_apply->setEnabled(m_isEdited);
    say(m_isEdited ? tr("Enter applies, Esc reverts to %1.")
                         .arg(limitPhrase(m_config.config.maximumConnectionsPerClient))
                   : QString(),
        false);
}

void LimitEditor::apply()
{
    if (!m_isAvailable)
        return;
    const auto limit = m_limit->limit();
    if (const QString *reason = std::get_if<QString>(&limit))
        return say(*reason, true);
    if (m_isEdited)
        Q_EMIT applyRequested(std::get<quint32>(limit), m_config);
}

void LimitEditor::revert()
{
    m_isEdited = false;
    showConfig();
    m_apply->setEnabled(false);
    say({}, false);
}

void LimitEditor::showApplied(const ConfigChange &change)
{
    m_config = change.after;
    m_isEdited = false;
    showConfig();
    m_apply->setEnabled(false);
    say(tr("%1 → %2, in force for the next connection. None was closed.")
            .arg(limitPhrase(change.before.config.maximumConnectionsPerClient),
                 limitPhrase(change.after.config.maximumConnectionsPerClient)),
        false);
}

void LimitEditor::showRefused(const ControlError &error)
{
    if (error.code != ControlError::Conflict || !error.current)
        return say(tr("Not applied: %1").arg(error.message), true);
    m_config = *error.current; // what the user is told of now is what the next try is based on
    say(tr("Not applied: somebody else has set it to %1 meanwhile. Enter sets your value all the "
           "same, Esc drops it.")
            .arg(limitPhrase(m_config.config.maximumConnectionsPerClient)),
        true);
}

void LimitEditor::showConfig()
{
    m_limit->setLimit(m_config.config.maximumConnectionsPerClient);
}

void LimitEditor::say(const QString &text, bool isAlert)
{
    m_isAlert = isAlert;
    m_message->setText(text);
    updateColors();
}

void LimitEditor::updateColors()
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, m_isAlert ? alertColor(colors) : quietColor(colors));
    m_message->setPalette(colors);
}

void LimitEditor::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QWidget::changeEvent(event);
}

#include "moc_limiteditor.cpp"
