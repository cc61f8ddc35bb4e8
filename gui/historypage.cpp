// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "historypage.h"

#include "historychart.h"
#include "monitor.h"

#include <QtCore/QEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace std::chrono_literals;

HistoryPage::HistoryPage(Monitor &monitor, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_source(monitor, this)
    , m_chart(new HistoryChart(m_source.model()))
    , m_message(new QLabel)
{
    m_chart->setObjectName(QStringLiteral("historyChart"));
    m_message->setObjectName(QStringLiteral("historyMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    auto bar = new QHBoxLayout;
    addSpans(bar);
    bar->addStretch(1);
    addLegend(bar);
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    layout->addLayout(bar);
    layout->addWidget(m_chart, 1);
    layout->addWidget(m_message);
    m_message->hide();

    const auto say = [this](const QString &text) {
        m_message->setText(text);
        m_message->setVisible(!text.isEmpty());
    };
    connect(&m_source, &HistorySource::failed, this, [say](const QString &reason) {
        say(tr("The server does not tell its history: %1").arg(reason));
    });
    connect(&monitor, &Monitor::statusChanged, this, [this, say] {
        say(m_monitor.isAttached() ? QString() : tr("This is what was known last."));
    });
    updateIcons();
}

HistoryPage::~HistoryPage()
{
    delete m_chart; // QWidget takes the focus from it, and it looks at the model then
}

void HistoryPage::addSpans(QHBoxLayout *layout)
{
    auto group = new QButtonGroup(this);
    const auto add = [&](const char *name, const QString &text, std::chrono::seconds span) {
        auto button = new QPushButton(text);
        button->setObjectName(QString::fromLatin1(name));
        button->setCheckable(true);
        button->setChecked(span == m_source.span());
        group->addButton(button);
        layout->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, span] { m_source.setSpan(span); });
    };
    add("span1", tr("1 min"), 1min);
    add("span10", tr("10 min"), 10min);
    add("span60", tr("60 min"), 60min);
}

void HistoryPage::addLegend(QHBoxLayout *layout)
{
    for (const HistorySeries series : allHistorySeries) {
        auto button = new QToolButton;
        button->setObjectName(QStringLiteral("series%1").arg(int(series)));
        button->setText(seriesName(series));
        button->setToolTip(tr("Shows or hides the curve"));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        connect(button, &QToolButton::clicked, this, [this, series] {
            m_chart->setSeriesVisible(series, !m_chart->isSeriesVisible(series));
            updateIcons();
        });
        layout->addWidget(button);
        m_legend.append(button);
    }
}

void HistoryPage::updateIcons()
{
    for (const HistorySeries series : allHistorySeries) {
        QToolButton *button = m_legend[int(series)];
        const bool isShown = m_chart->isSeriesVisible(series);
        const int size = button->iconSize().height();
        QPixmap pixmap(QSize(size, size) * devicePixelRatioF());
        pixmap.setDevicePixelRatio(devicePixelRatioF());
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor color = seriesColor(series, palette());
        painter.setPen(QPen(color, 1.5));
        painter.setBrush(isShown ? QBrush(color) : QBrush());
        painter.drawRoundedRect(QRectF(size * 0.2, size * 0.2, size * 0.6, size * 0.6), 3, 3);
        painter.end();
        button->setIcon(pixmap);
        button->setAccessibleName(isShown ? tr("%1, shown").arg(seriesName(series))
                                          : tr("%1, hidden").arg(seriesName(series)));
    }
}

void HistoryPage::showEvent(QShowEvent *event)
{
    m_source.setActive(true);
    updateIcons(); // only now is the resolution of the screen known
    QWidget::showEvent(event);
}

void HistoryPage::hideEvent(QHideEvent *event)
{
    m_source.setActive(false);
    QWidget::hideEvent(event);
}

void HistoryPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateIcons();
    QWidget::changeEvent(event);
}

#include "moc_historypage.cpp"
