// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "statepage.h"

#include "palette.h"

#include <QtCore/QEvent>
#include <QtWidgets/QBoxLayout>

StatePage::StatePage(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_text(new QLabel)
    , m_problem(new QLabel)
    , m_buttons(new QHBoxLayout)
{
    m_title->setObjectName(QStringLiteral("stateTitle"));
    m_text->setObjectName(QStringLiteral("stateText"));
    m_problem->setObjectName(QStringLiteral("stateProblem"));
    m_problem->hide();
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setBold(true);
    m_title->setFont(font);

    auto content = new QWidget;
    content->setMaximumWidth(fontMetrics().averageCharWidth() * 64);
    auto column = new QVBoxLayout(content);
    column->setSpacing(fontMetrics().height() / 2);
    column->addStretch(2);
    for (QLabel *label : {m_title, m_text, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    m_buttons->addStretch(1);
    column->addSpacing(fontMetrics().height() / 2);
    column->addLayout(m_buttons);
    column->addStretch(3);
    auto row = new QHBoxLayout(this);
    row->addStretch(1);
    row->addWidget(content, 8);
    row->addStretch(1);
    updateColors();
}

void StatePage::show(const QString &title, const QString &text)
{
    m_title->setText(title);
    m_text->setText(text);
}

void StatePage::setProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

QPushButton *StatePage::addButton(const QString &text, const QString &objectName)
{
    auto button = new QPushButton(text);
    button->setObjectName(objectName);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void StatePage::updateColors()
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, quietColor(colors));
    m_text->setPalette(colors);
    colors.setColor(QPalette::WindowText, alertColor(palette()));
    m_problem->setPalette(colors);
}

void StatePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColors();
    QWidget::changeEvent(event);
}

#include "moc_statepage.cpp"
