// SPDX-FileCopyrightText: 2026 ConnLimit contributors
// SPDX-License-Identifier: MIT

#pragma once

#include "clientpanel.h"
#include "clientsmodel.h"
#include "clientsview.h"
#include "exportbar.h"
#include "messagelabel.h"

#include <QtCore/QSettings>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QToolButton>

/// The clients of a server: the table with its filter, and one client beside it.
///
/// Asks the Monitor for the rows in view and some around them; of the others nothing is held.
class ClientsPage : public QWidget
{
    Q_OBJECT

public:
    ClientsPage(Monitor &monitor, ConfigEditor &editor, QWidget *parent = nullptr);

    /// The width in which every column can be seen, and one client beside them, with the font and
    /// the style of \a widget.
    [[nodiscard]] static int fullWidth(const QWidget &widget);

    [[nodiscard]] ClientsView &table() { return *m_table; }
    [[nodiscard]] ClientActions &actions() { return m_actions; }
    /// Checkable: freezes the table.
    [[nodiscard]] QAction *pauseAction() const { return m_pause; }
    /// Checkable: shows one client beside the table.
    [[nodiscard]] QAction *detailsAction() const { return m_details; }
    /// Checkable: also clients without a connection.
    [[nodiscard]] QAction *refusedAction() const { return m_alsoRefused; }

    void focusFilter();
    void exportClients() { m_export->askForFile(m_wanted); }

    void saveTo(QSettings &settings) const;
    void restoreFrom(const QSettings &settings);

protected:
    void changeEvent(QEvent *event) override;

private:
    QLayout *makeBar();
    void makeActions();
    void showContextMenu(const QPoint &place);

    void setFilter(const QString &filter);
    void sayOfFilter(const QString &problem);
    void request();
    void askForView();
    void take(const ConnLimit::ClientsFrame &frame, const ConnLimit::ClientsRequest &request);
    void showSelection();
    void showStatus();
    void setPaused(bool isPaused);
    void updateSummary();
    void say(const QString &text, bool isAlert);
    void updateColors();

    Monitor &m_monitor;
    ClientsModel m_model;
    ClientsView *const m_table;
    ClientActions m_actions;
    ClientPanel *const m_panel;
    QSplitter *const m_splitter;
    QLineEdit *const m_filter;
    MessageLabel *const m_filterMessage;
    QLabel *const m_paused;
    QLabel *const m_summary;
    MessageLabel *const m_message;
    ExportBar *const m_export;
    QAction *const m_pause;
    QAction *const m_details;
    QAction *const m_alsoRefused;
    ConnLimit::ClientsRequest m_wanted; ///< What the table shows.
    quint64 m_matching = 0;
    quint64 m_clients = 0;    ///< Of the server, with a connection.
    bool m_isRefused = false; ///< Whether the message says so.
    bool m_isStale = true;    ///< While paused: a frame is wanted all the same.
};
