// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtWidgets/QSlider>

/// The limit at a \a position of a LimitSlider: every number up to 20, then ever longer steps up to
/// 10,000, and 0 = no limit at the end.
[[nodiscard]] quint32 limitAt(int position);

/// The position for \a limit: the nearest one there is.
[[nodiscard]] int positionFor(quint32 limit);

/// A slider for a limit, from 1 over thousands to none, with its scale below.
class LimitSlider : public QSlider
{
    Q_OBJECT

public:
    explicit LimitSlider(QWidget *parent = nullptr);

    /// Moves the slider to the position nearest to \a limit, without a signal.
    void setLimit(quint32 limit);

    /// Centres the groove in the first \a height pixels: that of a box beside it.
    void setGrooveHeight(int height);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The user has moved it to \a limit.
    void limitMoved(quint32 limit);

protected:
    void initStyleOption(QStyleOptionSlider *option) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int scaleHeight() const;

    int m_grooveHeight = 0;
};
