// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "serverlist.h"

#include "serverdelegate.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QTextDocument>
#include <QtWidgets/QMenu>

using namespace ConnLimit;
using namespace std::chrono_literals;

namespace {

QString stateText(Monitor::State state)
{
    switch (state) {
    case Monitor::State::Idle: return ServerList::tr("running");
    case Monitor::State::Attaching: return ServerList::tr("attaching…");
    case Monitor::State::Attached: return ServerList::tr("attached");
    case Monitor::State::Lost: return ServerList::tr("lost, attaching again…");
    case Monitor::State::NotRunning: return ServerList::tr("not running");
    case Monitor::State::NoPermission: return ServerList::tr("no permission");
    case Monitor::State::Incompatible: return ServerList::tr("another version");
    }
    return {};
}

} // namespace

ServerList::ServerList(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("servers"));
    setAccessibleName(tr("Servers"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new ServerDelegate(this));
    setMinimumWidth(fontMetrics().averageCharWidth() * 16);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setBackgroundRole(QPalette::Window);
    // Not the current item, which a list has as soon as it has the focus.
    connect(this, &QListWidget::itemSelectionChanged, this, [this] {
        if (!currentPath().isEmpty())
            Q_EMIT chosen(currentPath());
    });
    connect(&m_nextLook, &QTimer::timeout, this, &ServerList::look);
    m_nextLook.start(1s);
}

QListWidgetItem *ServerList::find(const QString &path) const
{
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(ServerDelegate::PathRole).toString() == path)
            return item(row);
    }
    return nullptr;
}

QListWidgetItem *ServerList::add(const QString &path, const QString &name)
{
    auto item = new QListWidgetItem;
    item->setData(ServerDelegate::PathRole, path);
    item->setData(ServerDelegate::StateRole, int(Monitor::State::Idle));
    item->setData(ServerDelegate::NameRole, name);
    if (!Qt::mightBeRichText(path)) // a tool tip cannot be told that it is plain text
        item->setToolTip(path);
    int row = 0;
    while (row < count() && this->item(row)->data(ServerDelegate::NameRole).toString() < name)
        ++row;
    insertItem(row, item);
    return item;
}

void ServerList::setState(const QString &path, const QString &name, Monitor::State state)
{
    const QSignalBlocker blocker(this);
    QListWidgetItem *item = find(path);
    if (!item)
        item = add(path, name);
    item->setData(ServerDelegate::NameRole, name);
    item->setData(ServerDelegate::StateRole, int(state));
    item->setData(ServerDelegate::IsOpenRole, true);
    updateItem(item);
}

void ServerList::forget(const QString &path)
{
    const QSignalBlocker blocker(this);
    if (QListWidgetItem *item = find(path)) {
        item->setData(ServerDelegate::IsOpenRole, false);
        item->setData(ServerDelegate::StateRole, int(Monitor::State::Idle));
        updateItem(item);
    }
    removeUnused();
}

void ServerList::setCurrentPath(const QString &path)
{
    const QSignalBlocker blocker(this);
    clearSelection();
    setCurrentItem(find(path));
}

QString ServerList::currentPath() const
{
    const QList<QListWidgetItem *> selected = selectedItems();
    return selected.isEmpty() ? QString()
                              : selected.constFirst()->data(ServerDelegate::PathRole).toString();
}

QStringList ServerList::runningPaths() const
{
    QStringList paths;
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(ServerDelegate::IsRunningRole).toBool())
            paths.append(item(row)->data(ServerDelegate::PathRole).toString());
    }
    return paths;
}

void ServerList::look()
{
    const QStringList before = runningPaths();
    {
        const QSignalBlocker blocker(this);
        for (int row = 0; row < count(); ++row)
            item(row)->setData(ServerDelegate::IsRunningRole, false);
        for (const ControlSocket &socket : m_lookout.look()) {
            QListWidgetItem *item = find(socket.path);
            if (!item)
                item = add(socket.path, socket.name);
            item->setData(ServerDelegate::IsRunningRole, true);
            updateItem(item);
        }
        removeUnused();
    }
    if (runningPaths() != before)
        Q_EMIT runningChanged();
}

void ServerList::removeUnused()
{
    for (int row = count() - 1; row >= 0; --row) {
        if (!item(row)->data(ServerDelegate::IsOpenRole).toBool()
            && !item(row)->data(ServerDelegate::IsRunningRole).toBool())
            delete takeItem(row);
    }
}

void ServerList::updateItem(QListWidgetItem *item)
{
    const QString state = stateText(Monitor::State(item->data(ServerDelegate::StateRole).toInt()));
    item->setText(state);
    item->setData(Qt::AccessibleTextRole,
                  tr("%1, %2").arg(item->data(ServerDelegate::NameRole).toString(), state));
}

void ServerList::contextMenuEvent(QContextMenuEvent *event)
{
    QListWidgetItem *item = itemAt(event->pos());
    if (!item || !item->data(ServerDelegate::IsOpenRole).toBool())
        return;
    auto menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Close"), this,
                    [this, path = item->data(ServerDelegate::PathRole).toString()] {
                        Q_EMIT closeRequested(path);
                    });
    menu->popup(event->globalPos());
}

#include "moc_serverlist.cpp"
