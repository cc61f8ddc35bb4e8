// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "rulesview.h"

#include "palette.h"
#include "rulesmodel.h"

#include <QtWidgets/QComboBox>

using namespace ConnLimit;

void RulesFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    m_subnet = ClientKey::fromString(m_text.toStdString());
    invalidateFilter();
}

bool RulesFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex first = sourceModel()->index(row, 0, parent);
    if (m_text.isEmpty() || first.data(RulesModel::EditedRole).toBool())
        return true;
    if (m_subnet) {
        const auto subnet = static_cast<const RulesModel *>(sourceModel())->subnetAt(row);
        if (subnet && (subnet->contains(*m_subnet) || m_subnet->contains(*subnet)))
            return true;
    }
    for (const auto column : {RulesModel::Subnet, RulesModel::Action, RulesModel::Limit}) {
        const QString text = first.siblingAtColumn(column).data().toString();
        if (text.contains(m_text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

QWidget *RulesDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                     const QModelIndex &index) const
{
    if (index.column() != RulesModel::Action)
        return QStyledItemDelegate::createEditor(parent, option, index);
    auto box = new QComboBox(parent);
    box->addItem(tr("limit"), int(RuleAction::Limit));
    box->addItem(tr("exempt"), int(RuleAction::Exempt));
    box->addItem(tr("blocked"), int(RuleAction::Block));
    connect(box, &QComboBox::activated, this, [this, box] {
        auto delegate = const_cast<RulesDelegate *>(this); // as createEditor() of Qt has it
        Q_EMIT delegate->commitData(box);
        Q_EMIT delegate->closeEditor(box);
    });
    // Open, so that the arrow keys look at the choices before Enter takes one.
    QMetaObject::invokeMethod(box, &QComboBox::showPopup, Qt::QueuedConnection);
    return box;
}

void RulesDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (auto box = qobject_cast<QComboBox *>(editor))
        box->setCurrentIndex(box->findData(index.data(Qt::EditRole)));
    else
        QStyledItemDelegate::setEditorData(editor, index);
}

void RulesDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                 const QModelIndex &index) const
{
    if (auto box = qobject_cast<QComboBox *>(editor))
        model->setData(index, box->currentData());
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

void RulesDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    QColor color;
    if (!index.data(RulesModel::ErrorRole).toString().isEmpty()) {
        color = alertColor(option->palette);
        if (option->text.isEmpty())
            option->text = QStringLiteral("…");
    } else if (index.column() == RulesModel::Note || index.data(RulesModel::RemovedRole).toBool()) {
        color = quietColor(option->palette);
    }
    if (color.isValid())
        option->palette.setColor(QPalette::Text, color);
    if (index.column() != RulesModel::Note)
        option->font.setStrikeOut(index.data(RulesModel::RemovedRole).toBool());
}

#include "moc_rulesview.cpp"
