// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <connlimit/control/messages.h>

#include <QtWidgets/QLabel>
#include <QtWidgets/QWidget>

/// The sums over all clients, to be read from some distance.
class TotalsBar : public QWidget
{
    Q_OBJECT

public:
    explicit TotalsBar(QWidget *parent = nullptr);

    void setTotals(const ConnLimit::Totals &totals);
    /// What the Config means for all clients: how many are at their limit.
    void setEffect(const ConnLimit::ConfigEffect &effect);
    void setConfig(const ConnLimit::Config &config);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *addTile(const QString &objectName, const QString &caption);
    void updateTexts();
    void updateColors();

    QLabel *m_openCaption = nullptr; // set by the first addTile()
    QLabel *m_open;
    QLabel *m_clients;
    QLabel *m_atLimit;
    QLabel *m_admitted;
    QLabel *m_refused;
    QList<QLabel *> m_captions;
    ConnLimit::Totals m_sums;
    quint64 m_numAtLimit = 0;
    quint32 m_maximum = 0;
};
