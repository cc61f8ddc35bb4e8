// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "command.h"
#include "terminal.h"
#include "topview.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>

#include <memory>

/// The command "top": the clients on the whole screen. Asks for the rows that fit, no more.
class Top : public LiveCommand
{
public:
    Top(ConnLimit::ControlClient &client, const Options &options);
    ~Top() override;

protected:
    void run() override;
    void lose(const QString &reason) override;

private:
    void ask();
    void take(const ConnLimit::ClientsFrame &frame);
    void takeError(const ConnLimit::ControlError &error);
    void goOn();
    void measureRates(const ConnLimit::ClientsFrame &frame);
    void askConfig();
    void giveUp(const ConnLimit::ControlError &error);
    void draw();
    void press(const Key &key);
    void pressCharacter(char character);
    void type(const Key &key);
    void finishPrompt();
    void scroll(qint64 offset);
    void sort(ConnLimit::ClientOrder order);

    TopState m_state;
    std::unique_ptr<Terminal> m_terminal; // once there is a server
    QTimer m_next;
    ConnLimit::Totals m_counted; // when the rates were measured last
    QElapsedTimer m_sinceCounted;
    QString m_filterBefore; // while another is typed
    bool m_isAsking = false;
    bool m_asksAgain = false;
};
