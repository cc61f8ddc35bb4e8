// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "totalsbar.h"

#include "palette.h"

#include <connlimit/control/text.h>

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QStyle>
#include <QtWidgets/QVBoxLayout>

using namespace ConnLimit;

TotalsBar::TotalsBar(QWidget *parent)
    : QWidget(parent)
{
    auto layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 14, 20, 14);
    layout->setSpacing(24);
    m_open = addTile(QStringLiteral("open"), tr("open connections"));
    m_openCaption = m_captions.constFirst();
    m_clients = addTile(QStringLiteral("clients"), tr("clients"));
    m_atLimit = addTile(QStringLiteral("atLimit"), tr("clients at the limit"));
    m_admitted = addTile(QStringLiteral("admitted"), tr("admitted so far"));
    m_refused = addTile(QStringLiteral("refused"), tr("refused so far"));
    updateTexts();
    updateColors();
}

QLabel *TotalsBar::addTile(const QString &objectName, const QString &caption)
{
    auto number = new QLabel;
    number->setObjectName(objectName);
    number->setAccessibleName(caption);
    number->setTextFormat(Qt::PlainText);
    number->setAlignment(Qt::AlignAbsolute | Qt::AlignVCenter // above the caption, whatever digits
                         | QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft));
    QFont font = number->font();
    font.setPointSizeF(font.pointSizeF() * 2.1);
    font.setWeight(QFont::DemiBold);
    number->setFont(font);
    m_captions.append(new QLabel(caption));
    m_captions.constLast()->setTextFormat(Qt::PlainText);

    auto tile = new QVBoxLayout;
    tile->setSpacing(0);
    tile->addWidget(number);
    tile->addWidget(m_captions.constLast());
    static_cast<QHBoxLayout *>(layout())->addLayout(tile, 1);
    return number;
}

void TotalsBar::setTotals(const Totals &totals)
{
    m_sums = totals;
    updateTexts();
}

void TotalsBar::setEffect(const ConfigEffect &effect)
{
    m_numAtLimit = effect.clientsAtLimit;
    updateTexts();
}

void TotalsBar::setConfig(const Config &config)
{
    m_maximum = config.maximumConnections;
    updateTexts();
}

void TotalsBar::updateTexts()
{
    m_open->setText(countText(m_sums.open));
    m_openCaption->setText(m_maximum == 0 ? tr("open connections")
                                          : tr("open, of at most %1").arg(countText(m_maximum)));
    m_clients->setText(countText(m_sums.clients));
    m_atLimit->setText(countText(m_numAtLimit));
    m_admitted->setText(countText(m_sums.admitted));
    m_refused->setText(countText(m_sums.refused()));
    updateColors();
}

void TotalsBar::updateColors()
{
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, quietColor(quiet));
    for (QLabel *caption : std::as_const(m_captions))
        caption->setPalette(quiet);
    QPalette alert = palette();
    for (const auto group : {QPalette::Active, QPalette::Inactive}) { // not of a lost server
        if (m_numAtLimit > 0)
            alert.setColor(group, QPalette::WindowText, alertColor(alert));
    }
    m_atLimit->setPalette(alert);
}

void TotalsBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QWidget::changeEvent(event);
}

void TotalsBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(lineColor(palette()));
    painter.setBrush(palette().base());
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

#include "moc_totalsbar.cpp"
