// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

// How a RulesEditor looks.

#include "noticebar.h"
#include "ruleseditor.h"
#include "tables.h"

#include <QtGui/QShortcut>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QVBoxLayout>

void RulesEditor::makeTable()
{
    m_table->setObjectName(QStringLiteral("rules"));
    m_table->setAccessibleName(tr("Rules"));
    m_table->setModel(&m_filter);
    m_table->setItemDelegate(new RulesDelegate(m_table));
    setUpTable(m_table, fontMetrics().height() + 12);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed
                             | QAbstractItemView::AnyKeyPressed);
    m_table->setAlternatingRowColors(true);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    QHeaderView *header = m_table->horizontalHeader();
    const int character = fontMetrics().horizontalAdvance(u'0');
    header->resizeSection(RulesModel::Subnet, 30 * character);
    header->resizeSection(RulesModel::Action, 14 * character);
    header->resizeSection(RulesModel::Limit, 16 * character);
}

QPushButton *RulesEditor::addButton(const char *objectName, const QString &text,
                                    void (RulesEditor::*slot)())
{
    auto button = new QPushButton(text);
    button->setObjectName(QString::fromLatin1(objectName));
    connect(button, &QPushButton::clicked, this, slot);
    return button;
}

void RulesEditor::addShortcut(const QKeySequence &keys, void (RulesEditor::*slot)())
{
    connect(new QShortcut(keys, m_table, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, slot);
}

void RulesEditor::makeLayout(QWidget *undo)
{
    m_filterEdit->setObjectName(QStringLiteral("ruleFilter"));
    m_filterEdit->setAccessibleName(tr("Filter"));
    m_filterEdit->setPlaceholderText(tr("Filter; an address shows the rules that hold it"));
    m_filterEdit->setClearButtonEnabled(true);
    m_editButtons = {addButton("addRule", tr("&Add"), &RulesEditor::add),
                     addButton("removeRules", tr("Re&move"), &RulesEditor::toggleRemoved),
                     addButton("pasteRules", tr("&Paste"), &RulesEditor::paste),
                     addButton("importRules", tr("&Import…"), &RulesEditor::importFile)};
    m_editButtons[1]->setToolTip(tr("Removes the selected rules, or keeps them after all."));
    m_editButtons[2]->setToolTip(tr("One rule a line: 10.0.0.0/8 limit 5, 10.1.0.0/16 exempt, "
                                    "10.2.0.0/16 block"));
    m_editButtons[3]->setToolTip(tr("From a text file, one rule a line"));
    m_revert = addButton("revertRules", tr("Revert"), &RulesEditor::revert);
    m_apply = addButton("applyRules", tr("Apply"), &RulesEditor::apply);
    m_apply->setToolTip(tr("Ctrl+Enter"));
    addShortcut(QKeySequence(Qt::Key_Insert), &RulesEditor::add);
    addShortcut(QKeySequence::Delete, &RulesEditor::toggleRemoved);
    addShortcut(QKeySequence::Copy, &RulesEditor::copy);
    addShortcut(QKeySequence::Paste, &RulesEditor::paste);
    addShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), &RulesEditor::apply);

    auto top = new QHBoxLayout;
    top->addWidget(m_filterEdit, 1);
    for (QPushButton *button : std::as_const(m_editButtons))
        top->addWidget(button);

    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    auto bottom = new QHBoxLayout;
    bottom->addWidget(m_message, 1);
    bottom->addWidget(undo);
    bottom->addWidget(m_revert);
    bottom->addWidget(m_apply);

    m_conflict->setObjectName(QStringLiteral("rulesConflict"));
    auto layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, fontMetrics().height() / 2, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_hint);
    layout->addWidget(m_conflict);
    layout->addLayout(bottom);
}
