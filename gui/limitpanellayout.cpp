// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// How a LimitPanel looks.

#include "limitpanel.h"
#include "limitslider.h"
#include "noticebar.h"
#include "undobutton.h"

#include <connlimit/control/messages.h>

#include <QtWidgets/QFormLayout>
#include <QtWidgets/QVBoxLayout>

void LimitPanel::makeBoxes()
{
    setFocusProxy(m_limit);
    m_limit->setObjectName(QStringLiteral("limit"));
    m_limit->setAccessibleName(tr("Connections for each client"));
    m_limit->setToolTip(tr("Enter applies, Esc reverts. 0 is no limit."));
    m_slider->setObjectName(QStringLiteral("limitSlider"));
    m_slider->setAccessibleName(tr("Connections for each client"));
    m_apply->setObjectName(QStringLiteral("apply"));
    m_apply->setFocusPolicy(Qt::TabFocus); // a click leaves a wrong text where it is
    m_revert->setObjectName(QStringLiteral("revert"));
    m_revert->setFocusPolicy(Qt::TabFocus);
    m_dryRun->setObjectName(QStringLiteral("dryRunNotice"));
    m_conflict->setObjectName(QStringLiteral("conflict"));
    m_more->setObjectName(QStringLiteral("more"));
    m_more->setText(tr("More"));
    m_more->setToolTip(tr("The limit for all together, what counts as one client, dry run"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setArrowType(isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow);
    m_more->setAutoRaise(true);

    const int width = fontMetrics().horizontalAdvance(QStringLiteral("4294967295"));
    for (const ConnLimit::ConfigField &field : ConnLimit::configFields())
        m_fields.box(field.name)->setMinimumWidth(width + 3 * fontMetrics().height());
}

void LimitPanel::makeLayout()
{
    auto label = new QLabel(tr("Connections for each &client"));
    label->setBuddy(m_limit);
    auto limit = new QHBoxLayout;
    label->setFixedHeight(m_limit->sizeHint().height());
    m_slider->setGrooveHeight(m_limit->sizeHint().height());
    limit->addWidget(label, 0, Qt::AlignTop);
    limit->addWidget(m_limit, 0, Qt::AlignTop);
    limit->addSpacing(fontMetrics().height() / 2);
    limit->addWidget(m_slider, 1, Qt::AlignTop);

    auto actions = new QHBoxLayout;
    actions->addWidget(m_message, 1);
    actions->addWidget(m_revert, 0, Qt::AlignTop);
    actions->addWidget(m_apply, 0, Qt::AlignTop);

    auto others = new QHBoxLayout;
    others->addWidget(m_more);
    others->addStretch(1);
    others->addWidget(m_undo);

    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_dryRun);
    layout->addLayout(limit);
    layout->addWidget(m_conflict);
    layout->addLayout(actions);
    layout->addLayout(others);
    layout->addWidget(makeMore());
}

QWidget *LimitPanel::makeMore()
{
    auto more = new QWidget;
    more->setObjectName(QStringLiteral("moreFields"));
    auto form = new QFormLayout(more);
    form->setContentsMargins(fontMetrics().height(), 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    const auto add = [this, form](const char *field, const QString &label, const QString &tip) {
        LimitSpinBox *box = m_fields.box(field);
        box->setObjectName(QString::fromLatin1(field));
        box->setToolTip(tip);
        form->addRow(label, box);
        box->setAccessibleName(QString(label).remove(u'&'));
    };
    add("maximumConnections", tr("Connections of &all together"), tr("0 is no limit."));
    add("ipv4PrefixLength", tr("One IPv&4 client is a prefix of /"),
        tr("32: every address by itself."));
    add("ipv6PrefixLength", tr("One IPv&6 client is a prefix of /"),
        tr("64: what one customer has. 128: every address by itself."));
    m_fields.dryRun()->setObjectName(QStringLiteral("dryRun"));
    m_fields.dryRun()->setText(tr("&Dry run: count what would be refused, refuse nothing"));
    form->addRow(m_fields.dryRun());
    more->hide();
    connect(m_more, &QToolButton::clicked, more, [this, more] {
        more->setVisible(more->isHidden());
        const Qt::ArrowType closed = isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow;
        m_more->setArrowType(more->isHidden() ? closed : Qt::DownArrow);
    });
    return more;
}
