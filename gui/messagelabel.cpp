// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "messagelabel.h"

#include "palette.h"

#include <QtCore/QEvent>

MessageLabel::MessageLabel(const QString &objectName, QWidget *parent)
    : QLabel(parent)
{
    setObjectName(objectName);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    updateColors();
}

void MessageLabel::say(const QString &text, Weight weight)
{
    m_weight = weight;
    setText(text);
    updateColors();
}

void MessageLabel::updateColors()
{
    // Not its own, whose text has the colour of the last message.
    const QPalette around = parentWidget() ? parentWidget()->palette() : QPalette();
    QPalette colors; // what is not set here comes from around
    if (m_weight == Alert)
        colors.setColor(QPalette::WindowText, alertColor(around));
    else if (m_weight == Quiet)
        colors.setColor(QPalette::WindowText, quietColor(around));
    setPalette(colors);
}

void MessageLabel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ParentChange)
        updateColors(); // which changes nothing the second time
    QLabel::changeEvent(event);
}

#include "moc_messagelabel.cpp"
