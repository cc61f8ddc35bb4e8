// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "limitdialog.h"

#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

LimitDialog::LimitDialog(const QString &question, quint32 limit, QWidget *parent)
    : QDialog(parent)
    , m_limit(new LimitSpinBox)
    , m_problem(new MessageLabel(QStringLiteral("limitProblem")))
{
    setWindowTitle(tr("A limit of its own"));
    auto label = new QLabel(question);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(m_limit);
    m_limit->setAccessibleName(question);
    m_limit->setLimit(limit);
    m_limit->selectAll();
    m_problem->setMinimumHeight(m_problem->fontMetrics().height()); // so that nothing moves
    auto buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    QPushButton *set = buttons->button(QDialogButtonBox::Ok);
    set->setText(tr("Set"));
    set->setFocusPolicy(Qt::TabFocus); // a click leaves a wrong text where it is

    auto layout = new QVBoxLayout(this);
    layout->addWidget(label);
    layout->addWidget(m_limit);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);
    layout->setSizeConstraint(QLayout::SetMinimumSize);

    connect(m_limit, &LimitSpinBox::edited, this, &LimitDialog::sayProblem);
    connect(m_limit, &LimitSpinBox::accepted, this, &LimitDialog::accept);
    connect(m_limit, &LimitSpinBox::rejected, this, &LimitDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &LimitDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &LimitDialog::reject);
}

void LimitDialog::sayProblem()
{
    const auto limit = m_limit->limit();
    const QString *reason = std::get_if<QString>(&limit);
    m_problem->say(reason ? *reason : QString(), MessageLabel::Alert);
}

void LimitDialog::accept()
{
    const auto limit = m_limit->limit();
    const quint32 *value = std::get_if<quint32>(&limit);
    if (!value)
        return sayProblem();
    Q_EMIT limitSelected(*value);
    QDialog::accept();
}

#include "moc_limitdialog.cpp"
