// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#include "serverlist.h"

#include "palette.h"

#include <connlimit/control/runtimedirectory.h>

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QPainter>
#include <QtGui/QTextDocument>
#include <QtWidgets/QMenu>

using namespace ConnLimit;
using namespace std::chrono_literals;

namespace {

/// A dot that says in a colour what the text says, too.
QIcon dot(const QColor &color, const QWidget *widget)
{
    const int size = widget->fontMetrics().height();
    QPixmap pixmap(QSize(size, size) * widget->devicePixelRatioF());
    pixmap.setDevicePixelRatio(widget->devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QRectF(size * 0.25, size * 0.25, size * 0.5, size * 0.5));
    QIcon icon(pixmap);
    icon.addPixmap(pixmap, QIcon::Selected); // not tinted
    return icon;
}

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

QColor stateColor(Monitor::State state, const QPalette &palette)
{
    switch (state) {
    case Monitor::State::Idle: return quietColor(palette);
    case Monitor::State::Attaching: return warningColor(palette);
    case Monitor::State::Attached: return goodColor(palette);
    default: return alertColor(palette);
    }
}

} // namespace

ServerList::ServerList(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("servers"));
    setAccessibleName(tr("Servers"));
    setFrameShape(QFrame::NoFrame);
    setSpacing(1);
    setTextElideMode(Qt::ElideMiddle);
    setIconSize(QSize(1, 1) * fontMetrics().height());
    connect(this, &QListWidget::currentItemChanged, this, [this](QListWidgetItem *item) {
        if (item)
            Q_EMIT chosen(item->data(PathRole).toString());
    });
    connect(&m_lookout, &QTimer::timeout, this, &ServerList::look);
    m_lookout.start(1s);
}

QListWidgetItem *ServerList::find(const QString &path) const
{
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(PathRole).toString() == path)
            return item(row);
    }
    return nullptr;
}

QListWidgetItem *ServerList::add(const QString &path, const QString &name)
{
    auto item = new QListWidgetItem;
    item->setData(PathRole, path);
    item->setData(StateRole, int(Monitor::State::Idle));
    item->setData(Qt::AccessibleTextRole, name);
    if (!Qt::mightBeRichText(path)) // a tool tip cannot be told that it is plain text
        item->setToolTip(path);
    int row = 0;
    while (row < count() && this->item(row)->data(Qt::AccessibleTextRole).toString() < name)
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
    item->setData(Qt::AccessibleTextRole, name);
    item->setData(StateRole, int(state));
    item->setData(IsOpenRole, true);
    updateItem(item);
}

void ServerList::forget(const QString &path)
{
    const QSignalBlocker blocker(this);
    if (QListWidgetItem *item = find(path)) {
        item->setData(IsOpenRole, false);
        item->setData(StateRole, int(Monitor::State::Idle));
        updateItem(item);
    }
    removeUnused();
}

void ServerList::setCurrentPath(const QString &path)
{
    const QSignalBlocker blocker(this);
    setCurrentItem(find(path));
}

QString ServerList::currentPath() const
{
    return currentItem() ? currentItem()->data(PathRole).toString() : QString();
}

QStringList ServerList::runningPaths() const
{
    QStringList paths;
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(IsRunningRole).toBool())
            paths.append(item(row)->data(PathRole).toString());
    }
    return paths;
}

void ServerList::look()
{
    const QStringList before = runningPaths();
    {
        const QSignalBlocker blocker(this);
        for (int row = 0; row < count(); ++row)
            item(row)->setData(IsRunningRole, false);
        for (const ControlSocket &socket : findControlSockets()) {
            QListWidgetItem *item = find(socket.path);
            if (!item)
                item = add(socket.path, socket.name);
            item->setData(IsRunningRole, true);
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
        if (!item(row)->data(IsOpenRole).toBool() && !item(row)->data(IsRunningRole).toBool())
            delete takeItem(row);
    }
}

void ServerList::updateItem(QListWidgetItem *item)
{
    const auto state = Monitor::State(item->data(StateRole).toInt());
    const QString name = item->data(Qt::AccessibleTextRole).toString();
    item->setText(name + u'\n' + stateText(state));
    item->setIcon(dot(stateColor(state, palette()), this));
}

void ServerList::changeEvent(QEvent *event)
{
    QListWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange)
        return;
    for (int row = 0; row < count(); ++row)
        updateItem(item(row));
}

void ServerList::contextMenuEvent(QContextMenuEvent *event)
{
    QListWidgetItem *item = itemAt(event->pos());
    if (!item || !item->data(IsOpenRole).toBool())
        return;
    auto menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Close"), this, [this, path = item->data(PathRole).toString()] {
        Q_EMIT closeRequested(path);
    });
    menu->popup(event->globalPos());
}

#include "moc_serverlist.cpp"
