// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientspage.h"
#include "servedmonitor.h"

#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

/// A page of clients, with a server in this process.
class ClientsPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ServedMonitor>();
        QVERIFY(m_server->start({.maximumConnectionsPerClient = 5}));
        m_page = std::make_unique<ClientsPage>(m_server->monitor, m_server->editor);
        m_page->resize(1100, 500);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void cleanup()
    {
        m_page.reset();
        m_server.reset();
    }

protected:
    template<class Widget>
    Widget *find(const char *name) const
    {
        return m_page->findChild<Widget *>(QString::fromLatin1(name));
    }
    QString label(const char *name) const { return find<QLabel>(name)->text(); }
    ClientsView &table() const { return m_page->table(); }
    QString cell(int row, ClientsModel::Column column) const
    {
        return table().model()->index(row, column).data().toString();
    }
    int numRows() const { return table().model()->rowCount(); }
    const ClientsModel &model() const
    {
        return static_cast<const ClientsModel &>(*table().model());
    }
    void hold(quint32 count, quint32 first = 0x0a000000)
    {
        for (quint32 i = 0; i < count; ++i)
            m_server->leases.push_back(m_server->limiter.acquire(QHostAddress(first + i)).lease);
    }
    void selectFirstTwo() const
    {
        table().selectRow(0);
        QTest::keyPress(&table(), Qt::Key_Shift);
        QTest::keyClick(&table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyRelease(&table(), Qt::Key_Shift); // views look at the keyboard, too
    }
    void press(const char *button) const
    {
        QTest::mouseClick(find<QToolButton>(button), Qt::LeftButton);
    }

    IsolatedRuntime m_runtime;
    std::unique_ptr<ServedMonitor> m_server;
    std::unique_ptr<ClientsPage> m_page;
};
