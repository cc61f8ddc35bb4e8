// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "configfields.h"

#include <connlimit/control/messages.h>

using namespace ConnLimit;

ConfigFields::ConfigFields(QObject *parent)
    : QObject(parent)
    , m_dryRun(new QCheckBox)
{
    for (const ConfigField &field : configFields()) {
        const std::size_t index = m_fields.size();
        auto box = new LimitSpinBox;
        m_fields.push_back({field.name, field.member, box});
        connect(box, &LimitSpinBox::edited, this, [this, index] { noteEdit(index); });
        connect(box, &LimitSpinBox::accepted, this, &ConfigFields::accepted);
        connect(box, &LimitSpinBox::rejected, this, &ConfigFields::rejected);
    }
    box("ipv4PrefixLength")->setPrefixLength(32);
    box("ipv6PrefixLength")->setPrefixLength(128);
    connect(m_dryRun, &QCheckBox::clicked, this, [this](bool isOn) {
        m_isDryRunEdited = isOn != m_config.dryRun;
        Q_EMIT edited();
    });
}

LimitSpinBox *ConfigFields::box(const char *field) const
{
    for (const Field &own : m_fields) {
        if (qstrcmp(own.name, field) == 0)
            return own.box;
    }
    return nullptr;
}

void ConfigFields::noteEdit(std::size_t index)
{
    Field &field = m_fields[index];
    const auto limit = field.box->limit();
    const quint32 *value = std::get_if<quint32>(&limit);
    field.isEdited = !value || *value != m_config.*field.member;
    Q_EMIT edited();
}

ChangeSet ConfigFields::setConfig(const Config &config)
{
    ChangeSet overwritten;
    for (Field &field : m_fields) {
        const quint32 before = m_config.*field.member;
        const quint32 now = config.*field.member;
        const auto limit = field.box->limit();
        const quint32 *value = std::get_if<quint32>(&limit);
        if (field.isEdited && !(value && *value == now)) {
            if (now != before)
                overwritten.push_back({field.name, before, now});
            continue;
        }
        field.isEdited = false;
        field.box->setLimit(now);
    }
    if (!m_isDryRunEdited || m_dryRun->isChecked() == config.dryRun) {
        m_isDryRunEdited = false;
        m_dryRun->setChecked(config.dryRun);
    }
    m_config = config;
    return overwritten;
}

void ConfigFields::revert()
{
    for (Field &field : m_fields) {
        field.isEdited = false;
        field.box->setLimit(m_config.*field.member);
    }
    m_isDryRunEdited = false;
    m_dryRun->setChecked(m_config.dryRun);
}

bool ConfigFields::isEdited() const
{
    return m_isDryRunEdited
           || std::any_of(m_fields.begin(), m_fields.end(),
                          [](const Field &field) { return field.isEdited; });
}

std::variant<ChangeSet, ConfigFields::Invalid> ConfigFields::changes() const
{
    ChangeSet changes;
    for (const Field &field : m_fields) {
        const auto limit = field.box->limit();
        if (const QString *reason = std::get_if<QString>(&limit))
            return Invalid{*reason, field.box};
        if (field.isEdited)
            changes.push_back({field.name, m_config.*field.member, std::get<quint32>(limit)});
    }
    if (m_isDryRunEdited)
        changes.push_back({"dryRun", m_config.dryRun, m_dryRun->isChecked()});
    return changes;
}

void ConfigFields::setEnabled(bool isEnabled)
{
    for (const Field &field : m_fields)
        field.box->setEnabled(isEnabled);
    m_dryRun->setEnabled(isEnabled);
}

#include "moc_configfields.cpp"
