// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "statusheader.h"

#include "monitor.h"
#include "palette.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>

using namespace ConnLimit;

StatusHeader::StatusHeader(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel)
    , m_details(new QLabel)
    , m_dot(new QLabel(QStringLiteral("●")))
    , m_status(new QLabel)
{
    m_name->setObjectName(QStringLiteral("serverName"));
    m_status->setObjectName(QStringLiteral("status"));
    m_status->setAccessibleName(tr("State of the attachment"));
    m_status->setWordWrap(true);
    m_status->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    for (QLabel *label : {m_name, m_details, m_status})
        label->setTextFormat(Qt::PlainText);
    QFont font = m_name->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setBold(true);
    m_name->setFont(font);

    auto layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_name);
    layout->addSpacing(6);
    layout->addWidget(m_details, 0, Qt::AlignBottom);
    layout->addWidget(m_status, 1);
    layout->addWidget(m_dot);
}

void StatusHeader::show(const Monitor &monitor)
{
    m_isAttached = monitor.isAttached();
    const ServerInfo &server = monitor.client().server();
    m_name->setText(monitor.serverName());
    m_details->setText(
        m_isAttached ? tr("process %1, ConnLimit %2").arg(server.processId).arg(server.version)
                     : QString());
    m_status->setText(monitor.statusText());
    updateColors();
}

void StatusHeader::updateColors()
{
    QPalette dot = palette();
    dot.setColor(QPalette::WindowText, m_isAttached ? goodColor(dot) : alertColor(dot));
    m_dot->setPalette(dot);
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, quietColor(quiet));
    m_details->setPalette(quiet);
}

void StatusHeader::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QWidget::changeEvent(event);
}

#include "moc_statusheader.cpp"
