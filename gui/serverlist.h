// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "monitor.h"
#include "serverlookout.h"

#include <QtCore/QTimer>
#include <QtWidgets/QListWidget>

/// The servers of this machine, as they come and go, and those that are open, each with the state
/// of its attachment. The current one is the one that is shown.
class ServerList : public QListWidget
{
    Q_OBJECT

public:
    explicit ServerList(QWidget *parent = nullptr);

    /// Lists \a path, whether it runs or not, with a state; until forget().
    void setState(const QString &path, const QString &name, Monitor::State state);
    void forget(const QString &path);
    void setCurrentPath(const QString &path);
    [[nodiscard]] QString currentPath() const;

    /// The paths of those that run, whether they are open or not.
    [[nodiscard]] QStringList runningPaths() const;
    /// Looks which servers run. Done every second, and when it is shown.
    void look();

Q_SIGNALS:
    /// The user has chosen a server.
    void chosen(const QString &path);
    void closeRequested(const QString &path);
    /// Which servers run has changed.
    void runningChanged();

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    [[nodiscard]] QListWidgetItem *find(const QString &path) const;
    QListWidgetItem *add(const QString &path, const QString &name);
    void updateItem(QListWidgetItem *item);
    void removeUnused();

    ServerLookout m_lookout;
    QTimer m_nextLook;
};
