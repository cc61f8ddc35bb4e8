// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "noticebar.h"

#include "palette.h"

#include <QtGui/QPainter>

NoticeBar::NoticeBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_text(new QLabel)
{
    const int space = fontMetrics().height() / 2;
    m_layout->setContentsMargins(3 * space / 2, space, space, space);
    m_layout->addWidget(m_text, 1);
    m_text->setObjectName(QStringLiteral("notice"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    hide();
}

void NoticeBar::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QPushButton *NoticeBar::addButton(const QString &objectName)
{
    auto button = new QPushButton;
    button->setObjectName(objectName);
    m_layout->addWidget(button);
    return button;
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = warningColor(palette());
    QColor tint = accent;
    tint.setAlphaF(0.16f);
    QColor line = accent;
    line.setAlphaF(0.55f);
    painter.setPen(line);
    painter.setBrush(tint);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

#include "moc_noticebar.cpp"
