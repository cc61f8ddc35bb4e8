// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtWidgets/QLabel>
#include <QtWidgets/QWidget>

class Monitor;

/// Says which server is shown, and whether it is there.
class StatusHeader : public QWidget
{
    Q_OBJECT

public:
    explicit StatusHeader(QWidget *parent = nullptr);

    void show(const Monitor &monitor);

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColors();

    QLabel *const m_name;
    QLabel *const m_details;
    QLabel *const m_dot;
    QLabel *const m_status;
    bool m_isAttached = false;
};
