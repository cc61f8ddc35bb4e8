// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "historysource.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QWidget>

class HistoryChart;
class Monitor;
class QHBoxLayout;

/// Shows what a server has had to do in the last minute, ten minutes or hour.
///
/// Asks only while it is visible.
class HistoryPage : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryPage(Monitor &monitor, QWidget *parent = nullptr);
    ~HistoryPage() override;

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addSpans(QHBoxLayout *layout);
    void addLegend(QHBoxLayout *layout);
    void updateIcons();

    Monitor &m_monitor;
    HistorySource m_source;
    HistoryChart *const m_chart;
    QLabel *const m_message;
    QList<class QToolButton *> m_legend; // in the order of allHistorySeries
};
